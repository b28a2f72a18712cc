import { FieldProgram } from "../field-program.ts";
import { Field, type Piece, TimePart } from "../fields.ts";
import type { Format } from "../format.ts";

const skip = (name: string): Piece => ({ field: Field.skip, name });

const program = new FieldProgram("gin", [
  "[GIN] ",
  { field: Field.timePart, name: "date", part: TimePart.date },
  " - ",
  { field: Field.timePart, name: "time", part: TimePart.clock },
  " |",
  // In colour where the log is a terminal's.
  skip("colour"),
  " ",
  { field: Field.status, name: "status" },
  " ",
  skip("colour"),
  "| ",
  { field: Field.durationMs, name: "latency", padded: true },
  " | ",
  { field: Field.client, name: "client", padded: true },
  " |",
  skip("colour"),
  " ",
  { field: Field.method, name: "method" },
  " ",
  skip("padding"),
  '"',
  { field: Field.path, name: "path" },
  '"',
]);

/** Gin, the web framework for Go; times are in the zone of the machine. */
export const gin: Format = {
  name: "gin",
  title: "Gin (Go)",
  samples: [
    '[GIN] 2021/04/06 - 08:00:00 | 200 |     12.345ms |       192.0.2.1 | GET      "/login?next=%2F"',
  ],
  open: ({ logTz }) => program.open(logTz),
};
