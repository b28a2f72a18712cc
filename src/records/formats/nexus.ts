import { FieldProgram } from "../field-program.ts";
import { Field } from "../fields.ts";
import type { Format } from "../format.ts";

const program = new FieldProgram("nexus", [
  { field: Field.client, name: "clientHost" },
  " ",
  { field: Field.skip, name: "ident" },
  " ",
  { field: Field.user, name: "user" },
  " [",
  { field: Field.clfTime, name: "date" },
  '] "',
  { field: Field.request, name: "requestURL" },
  '" ',
  { field: Field.status, name: "statusCode" },
  " ",
  { field: Field.skip, name: "request's Content-Length" },
  " ",
  { field: Field.bytes, name: "bytesSent" },
  " ",
  { field: Field.durationMs, name: "elapsedTime" },
  ' "',
  { field: Field.userAgent, name: "User-Agent" },
  '" [',
  { field: Field.skip, name: "thread" },
  "]",
]);

/** Sonatype Nexus 3 (request.log). */
export const nexus: Format = {
  name: "nexus",
  title: "Sonatype Nexus request log",
  samples: [
    '192.0.2.1 - alice [06/Apr/2021:08:00:00 +0200] "GET /login HTTP/1.1" 200 - 5316 12 "curl/7.74.0" [qtp1234567-89]',
  ],
  open: ({ logTz }) => program.open(logTz),
};
