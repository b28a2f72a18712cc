import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece, TimePart } from "../fields.ts";
import type { Format } from "../format.ts";

const skip = (name: string): Piece => ({ field: Field.skip, name });
const part = (name: string, part: number): Piece => ({ field: Field.timePart, name, part });
const MONTH_FIRST = [part("month", TimePart.month), "/", part("day", TimePart.day)];
const DAY_FIRST = [part("day", TimePart.day), "/", part("month", TimePart.month)];

function program(date: readonly Piece[], year: number): FieldProgram {
  return new FieldProgram("iis-native", [
    { field: Field.client, name: "client" },
    ", ",
    { field: Field.user, name: "user" },
    ", ",
    ...date,
    "/",
    part("year", year),
    ", ",
    part("time", TimePart.clock),
    ", ",
    skip("service"),
    ", ",
    skip("server"),
    ", ",
    skip("server IP"),
    ", ",
    { field: Field.durationMs, name: "time taken" },
    ", ",
    skip("bytes received"),
    ", ",
    { field: Field.bytes, name: "bytes sent" },
    ", ",
    { field: Field.status, name: "status" },
    ", ",
    skip("Windows status"),
    ", ",
    { field: Field.method, name: "method" },
    ", ",
    { field: Field.path, name: "target" },
    ", ",
    { field: Field.query, name: "parameters" },
    ",",
  ]);
}

const programs = [
  program(MONTH_FIRST, TimePart.year),
  program(DAY_FIRST, TimePart.year),
  // As servers of some countries have it.
  program(MONTH_FIRST, TimePart.shortYear),
  program(DAY_FIRST, TimePart.shortYear),
];

/** IIS native log: comma separated, in local time (`--log-tz`), the month first; the day where there is no such month. */
export const iisNative: Format = {
  name: "iis-native",
  title: "IIS native (comma separated)",
  samples: [
    "192.0.2.1, -, 4/6/2021, 8:00:00, W3SVC2, WEB1, 198.51.100.7, 15, 312, 5316, 200, 0, GET, /login, next=%2F,",
  ],
  open: ({ logTz }) => {
    const [first, ...others] = programs.map((each) => each.open(logTz));
    return new AlternativesReader("iis-native", [first!, ...others]);
  },
};
