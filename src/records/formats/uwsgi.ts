import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece, TimePart } from "../fields.ts";
import type { Format } from "../format.ts";

const skip = (name: string): Piece => ({ field: Field.skip, name });
const part = (name: string, part: number): Piece => ({ field: Field.timePart, name, part });

const HEAD: readonly Piece[] = [
  "[pid: ",
  skip("process"),
  "] ",
  { field: Field.client, name: "client" },
  " (",
  { field: Field.user, name: "user" },
  ") {",
  skip("variables"),
  "} [",
  skip("day of the week"),
  " ",
  part("month", TimePart.monthName),
  " ",
  part("day", TimePart.day),
  " ",
  part("time", TimePart.clock),
  " ",
  part("year", TimePart.year),
  "] ",
  { field: Field.method, name: "method" },
  " ",
  { field: Field.path, name: "path" },
  " => generated ",
  { field: Field.bytes, name: "bytes" },
  " bytes in ",
];
const TAIL: readonly Piece[] = [
  skip("how it was sent"),
  "(",
  { field: Field.protocol, name: "protocol" },
  " ",
  { field: Field.status, name: "status" },
  ")",
];
const programs = [
  new FieldProgram("uwsgi", [...HEAD, { field: Field.durationMs, name: "duration" }, " msecs ", ...TAIL]),
  // log-micros
  new FieldProgram("uwsgi", [...HEAD, { field: Field.durationUs, name: "duration" }, " micros ", ...TAIL]),
];

/** uWSGI; times are in the zone of the machine. */
export const uwsgi: Format = {
  name: "uwsgi",
  title: "uWSGI",
  samples: [
    "[pid: 17|app: 0|req: 1/1] 192.0.2.1 () {40 vars in 600 bytes} [Tue Apr  6 08:00:00 2021] GET /login?next=%2F => generated 5316 bytes in 12 msecs (HTTP/1.1 200) 3 headers in 100 bytes (1 switches on core 0)",
  ],
  open: ({ logTz }) => new AlternativesReader("uwsgi", [programs[0]!.open(logTz), programs[1]!.open(logTz)]),
};
