import { FieldProgram } from "../field-program.ts";
import { Field } from "../fields.ts";
import type { Format } from "../format.ts";

const program = new FieldProgram("squid", [
  { field: Field.epochTime, name: "time" },
  " ",
  { field: Field.durationMs, name: "elapsed", padded: true },
  " ",
  { field: Field.client, name: "client" },
  " ",
  { field: Field.skip, name: "result code" },
  "/",
  { field: Field.status, name: "status" },
  " ",
  { field: Field.bytes, name: "bytes" },
  " ",
  { field: Field.method, name: "method" },
  " ",
  { field: Field.path, name: "URL" },
  " ",
  { field: Field.user, name: "user" },
]);

/** Squid's native access log. */
export const squid: Format = {
  name: "squid",
  title: "Squid native",
  samples: [
    "1617688800.123     12 192.0.2.1 TCP_MISS/200 5316 GET http://www.example.org/login - HIER_DIRECT/198.51.100.7 text/html",
  ],
  open: ({ logTz }) => program.open(logTz),
};
