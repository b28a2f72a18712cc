import { AlternativesReader } from "../alternatives.ts";
import { apachePieces } from "../apache-format.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";
import type { LineReader } from "../line-reader.ts";
import { RequiredHostReader } from "../required-host.ts";
import { simplify } from "../simplify.ts";

const COMMON = '%h %l %u %t "%r" %>s %b';
const AGENT = '"%{Referer}i" "%{User-Agent}i"';
const COMBINED = `${COMMON} ${AGENT}`;
const ISO_TIME: Piece = { field: Field.isoTime, name: "%t" };
/** Apache's `%D` or nginx's `$request_time` between the bytes and the referrer. */
const DURATION: Piece = { field: Field.durationOrUs, name: "duration" };

const commonPrograms = [
  program("common", COMMON),
  ...oddHeads("common", ""),
  // As the documentation of AWS API Gateway writes it.
  program("common", COMMON.replace("%t ", "%t")),
  // GlassFish and Payara: everything in quotes.
  program("common", '"%h" "%u" "%{%d/%b/%Y:%H:%M:%S %z}t" "%r" %>s %b'),
];
const combinedPrograms = [
  program("combined", COMBINED),
  // Some writers leave the quotes away where there is nothing to quote: `- -`.
  new FieldProgram("combined", [...simplify(apachePieces(COMMON), COMMON), " - -"]),
  new FieldProgram("combined", [
    ...simplify(apachePieces(COMMON), COMMON),
    " ",
    DURATION,
    ' "',
    { field: Field.referrer, name: "%{Referer}i" },
    '" "',
    { field: Field.userAgent, name: "%{User-Agent}i" },
    '"',
  ]),
  // Something of one's own between time and request: durations, ports.
  betweenTimeAndRequest("combined", ` ${AGENT}`),
  // OpenLiteSpeed puts quotes around the whole line.
  program("combined", `"${COMBINED}`),
  ...oddHeads("combined", ` ${AGENT}`),
];
const vhostCommonProgram = program("vhost-common", `%v ${COMMON}`);
const vhostFirstPrograms = [
  program("vhost-combined", `%v ${COMBINED}`),
  program("vhost-combined", `"%v" ${COMBINED}`),
  // A list of proxies in quotes between host and peer.
  program("vhost-combined", `%v "%{X-Forwarded-For}i" ${COMBINED}`),
  // Gandi: how long it took stands between time and request.
  program("vhost-combined", `%v %h %l %u %t (%T s) "%r" %>s %b ${AGENT}`),
];
const vhostLaterPrograms = [
  program("vhost-combined", `${COMBINED} "%v"`),
  program("vhost-combined", `${COMBINED} %v`),
  // IONOS.
  program("vhost-combined", `${COMMON} %v ${AGENT}`),
];

/** NCSA common log format. */
export const common: Format = {
  name: "common",
  title: "NCSA common (Apache, lighttpd, many others)",
  samples: [
    '192.0.2.1 - alice [06/Apr/2021:08:00:00 +0200] "GET /login HTTP/1.1" 200 5316',
    '192.0.2.1 - - [2021-04-06T08:00:00+02:00] "GET /login HTTP/1.1" 200 5316',
  ],
  open: ({ logTz }) => alternatives("common", commonPrograms, logTz),
};

/** NCSA combined log format, which is also the default of nginx. */
export const combined: Format = {
  name: "combined",
  title: "NCSA combined (Apache, nginx default)",
  samples: [
    '192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET /login?next=%2F HTTP/1.1" 200 5316 "https://www.example.org/" "Mozilla/5.0 (X11; Linux x86_64; rv:87.0) Gecko/20100101 Firefox/87.0"',
    '192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET /login HTTP/1.1" 200 5316 0.012 "-" "curl/7.74.0"',
    '192.0.2.1 - - [2021-04-06T08:00:00+02:00] "GET /login HTTP/1.1" 200 5316 "-" "curl/7.74.0"',
  ],
  open: ({ logTz }) => alternatives("combined", combinedPrograms, logTz),
};

/** Common with the virtual host before the client. */
export const vhostCommon: Format = {
  name: "vhost-common",
  title: "common with the virtual host first",
  samples: ['www.example.org 192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 5316'],
  open: ({ logTz }) => new RequiredHostReader(vhostCommonProgram.open(logTz), true),
};

/** Combined with the virtual host before the client (with or without port), after all, or before the referrer. */
export const vhostCombined: Format = {
  name: "vhost-combined",
  title: "combined with the virtual host first or last",
  samples: [
    'www.example.org:443 192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 5316 "-" "curl/7.74.0"',
    '192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 5316 "-" "curl/7.74.0" "www.example.org"',
    '192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 5316 www.example.org "-" "curl/7.74.0" "-"',
  ],
  open: ({ logTz }) =>
    new AlternativesReader("vhost-combined", [
      new RequiredHostReader(vhostFirstPrograms[0]!.open(logTz), true),
      ...vhostFirstPrograms.slice(1).map((each) => new RequiredHostReader(each.open(logTz), true)),
      ...vhostLaterPrograms.map((each) => new RequiredHostReader(each.open(logTz))),
    ]),
};

function program(name: string, spec: string): FieldProgram {
  return new FieldProgram(name, simplify(apachePieces(spec), spec));
}

function betweenTimeAndRequest(name: string, rest: string): FieldProgram {
  const pieces = simplify(apachePieces(COMMON + rest), COMMON);
  const request = pieces.findIndex((piece) => typeof piece !== "string" && piece.field === Field.request);
  const skipped: Piece[] = ["] ", { field: Field.skip, name: "other" }, ' "'];
  return new FieldProgram(name, [...pieces.slice(0, request - 1), ...skipped, ...pieces.slice(request)]);
}

/**
 * Ways in which the beginning of the lines may differ: the time as ISO 8601 (nginx `[$time_iso8601]`, or without zone), no
 * ident, neither ident nor user, a list of proxies in quotes for the client, parts set off by tabs.
 */
function oddHeads(name: string, rest: string): FieldProgram[] {
  const iso = apachePieces(COMMON + rest).map((piece) =>
    typeof piece !== "string" && piece.field === Field.clfTime ? ISO_TIME : piece,
  );
  return [
    new FieldProgram(name, simplify(iso, COMMON)),
    program(name, `%h - %t "%r" %>s %b${rest}`),
    program(name, `%h %t "%r" %>s %b${rest}`),
    program(name, `"%h" %l %u %t "%r" %>s %b${rest}`),
    program(name, `${COMMON}${rest}`.replaceAll(" ", "\t")),
  ];
}

function alternatives(name: string, programs: readonly FieldProgram[], logTz: string): LineReader {
  const [first, ...others] = programs.map((each) => each.open(logTz));
  return new AlternativesReader(name, [first!, ...others]);
}
