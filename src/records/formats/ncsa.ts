import { AlternativesReader } from "../alternatives.ts";
import { apachePieces } from "../apache-format.ts";
import { FieldProgram } from "../field-program.ts";
import type { Format } from "../format.ts";
import { RequiredHostReader } from "../required-host.ts";
import { simplify } from "../simplify.ts";

const COMMON = '%h %l %u %t "%r" %>s %b';
const COMBINED = `${COMMON} "%{Referer}i" "%{User-Agent}i"`;

const commonProgram = program("common", COMMON);
const combinedProgram = program("combined", COMBINED);
/** Some writers leave the quotes away where there is nothing to quote: `- -`. */
const unquotedProgram = new FieldProgram("combined", [...simplify(apachePieces(COMMON), COMMON), " - -"]);
const vhostFirstProgram = program("vhost-combined", `%v ${COMBINED}`);
const vhostLastProgram = program("vhost-combined", `${COMBINED} "%v"`);
const vhostLastBareProgram = program("vhost-combined", `${COMBINED} %v`);

/** NCSA common log format. */
export const common: Format = {
  name: "common",
  title: "NCSA common (Apache, lighttpd, many others)",
  samples: ['192.0.2.1 - alice [06/Apr/2021:08:00:00 +0200] "GET /login HTTP/1.1" 200 5316'],
  open: ({ logTz }) => commonProgram.open(logTz),
};

/** NCSA combined log format, which is also the default of nginx. */
export const combined: Format = {
  name: "combined",
  title: "NCSA combined (Apache, nginx default)",
  samples: [
    '192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET /login?next=%2F HTTP/1.1" 200 5316 "https://www.example.org/" "Mozilla/5.0 (X11; Linux x86_64; rv:87.0) Gecko/20100101 Firefox/87.0"',
  ],
  open: ({ logTz }) =>
    new AlternativesReader("combined", [combinedProgram.open(logTz), unquotedProgram.open(logTz)]),
};

/** Combined with the virtual host before the client (with or without port), or after all. */
export const vhostCombined: Format = {
  name: "vhost-combined",
  title: "combined with the virtual host first or last",
  samples: [
    'www.example.org:443 192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 5316 "-" "curl/7.74.0"',
    '192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET / HTTP/1.1" 200 5316 "-" "curl/7.74.0" "www.example.org"',
  ],
  open: ({ logTz }) =>
    new AlternativesReader("vhost-combined", [
      new RequiredHostReader(vhostFirstProgram.open(logTz)),
      new RequiredHostReader(vhostLastProgram.open(logTz)),
      new RequiredHostReader(vhostLastBareProgram.open(logTz)),
    ]),
};

function program(name: string, spec: string): FieldProgram {
  return new FieldProgram(name, simplify(apachePieces(spec), spec));
}
