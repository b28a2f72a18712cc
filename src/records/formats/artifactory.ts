import { FieldProgram } from "../field-program.ts";
import { Field } from "../fields.ts";
import type { Format } from "../format.ts";

const program = new FieldProgram("artifactory", [
  { field: Field.isoTime, name: "timestamp" },
  "|",
  { field: Field.skip, name: "trace id" },
  "|",
  { field: Field.client, name: "remote address" },
  "|",
  { field: Field.user, name: "username" },
  "|",
  { field: Field.method, name: "request method" },
  "|",
  { field: Field.path, name: "request URL" },
  "|",
  { field: Field.status, name: "return status" },
  "|",
  { field: Field.skip, name: "request content length" },
  "|",
  { field: Field.bytes, name: "response content length" },
  "|",
  { field: Field.durationMs, name: "request duration" },
  "|",
  { field: Field.userAgent, name: "request user agent" },
]);

/** JFrog's request logs (Artifactory, Xray, Access), since version 7. */
export const artifactory: Format = {
  name: "artifactory",
  title: "JFrog Artifactory request log",
  samples: [
    "2021-04-06T06:00:00.123Z|0123456789abcdef|192.0.2.1|anonymous|GET|/login|200|-1|5316|12|curl/7.74.0",
  ],
  open: ({ logTz }) => program.open(logTz),
};
