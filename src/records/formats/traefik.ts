import { apachePieces } from "../apache-format.ts";
import { FieldProgram } from "../field-program.ts";
import { Field } from "../fields.ts";
import type { Format } from "../format.ts";
import { JsonProgram } from "../json-reader.ts";
import { simplify } from "../simplify.ts";

const jsonProgram = new JsonProgram("traefik-json", {
  StartUTC: Field.anyTime,
  StartLocal: [Field.anyTime, 1],
  time: [Field.anyTime, 2],
  ClientHost: Field.client,
  ClientAddr: [Field.client, 1],
  "request_X-Forwarded-For": Field.forwarded,
  ClientUsername: Field.user,
  RequestMethod: Field.method,
  RequestPath: Field.path,
  RequestProtocol: Field.protocol,
  RequestHost: Field.host,
  RequestAddr: [Field.host, 1],
  DownstreamStatus: Field.status,
  DownstreamContentSize: Field.bytes,
  Duration: Field.durationNs,
  "request_User-Agent": Field.userAgent,
  request_Referer: Field.referrer,
});

const CLF = '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" ';
const clfProgram = new FieldProgram(
  "traefik-clf",
  simplify(
    [
      ...apachePieces(CLF),
      { field: Field.skip, name: "request number" },
      ' "',
      { field: Field.skip, name: "router" },
      '" "',
      { field: Field.skip, name: "server" },
      '" ',
      { field: Field.durationMs, name: "duration" },
    ],
    CLF,
  ),
);

/** Traefik, structured access log; durations are nanoseconds. */
export const traefikJson: Format = {
  name: "traefik-json",
  title: "Traefik (JSON)",
  samples: [
    '{"ClientAddr":"192.0.2.1:51482","ClientHost":"192.0.2.1","ClientUsername":"-","DownstreamContentSize":5316,"DownstreamStatus":200,"Duration":412000,"RequestAddr":"www.example.org","RequestHost":"www.example.org","RequestMethod":"GET","RequestPath":"/login","RequestProtocol":"HTTP/2.0","StartUTC":"2021-04-06T06:00:00.123456789Z","level":"info","request_User-Agent":"curl/7.74.0","time":"2021-04-06T06:00:00Z"}',
  ],
  open: ({ logTz }) => jsonProgram.open(logTz),
};

/** Traefik, its default text log: combined, then request number, router, server, duration. */
export const traefikClf: Format = {
  name: "traefik-clf",
  title: "Traefik (text)",
  samples: [
    '192.0.2.1 - - [06/Apr/2021:06:00:00 +0000] "GET /login HTTP/1.1" 200 5316 "-" "curl/7.74.0" 17 "portal@docker" "http://198.51.100.7:80" 12ms',
  ],
  open: ({ logTz }) => clfProgram.open(logTz),
};
