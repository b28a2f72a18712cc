import { FieldProgram } from "../field-program.ts";
import { Field, type Piece, TimePart } from "../fields.ts";
import type { Format } from "../format.ts";

const part = (name: string, part: number): Piece => ({ field: Field.timePart, name, part });

const program = new FieldProgram("chi", [
  part("date", TimePart.date),
  " ",
  part("time", TimePart.clock),
  ' "',
  { field: Field.requestUrl, name: "request" },
  '" from ',
  { field: Field.client, name: "client" },
  " - ",
  { field: Field.status, name: "status" },
  " ",
  { field: Field.bytes, name: "bytes" },
  "B in ",
  { field: Field.durationMs, name: "duration" },
]);

/** chi, a router for Go: its `middleware.Logger`; times are in the zone of the machine. */
export const chi: Format = {
  name: "chi",
  title: "chi (Go)",
  samples: [
    '2021/04/06 08:00:00 "GET http://www.example.org/login?next=%2F HTTP/1.1" from 192.0.2.1:51482 - 200 5316B in 12.345ms',
  ],
  open: ({ logTz }) => program.open(logTz),
};
