import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";

const skip = (name: string): Piece => ({ field: Field.skip, name });
const CLF: readonly Piece[] = [{ field: Field.clfTime, name: ":date[clf]" }];
/** `Tue, 06 Apr 2021 06:00:00 GMT`, which is what `:date` writes unless told otherwise. */
const WEB: readonly Piece[] = [skip("weekday"), ", ", { field: Field.clfTime, name: ":date" }];
const AGENT: readonly Piece[] = [
  ' "',
  { field: Field.referrer, name: ":referrer" },
  '" "',
  { field: Field.userAgent, name: ":user-agent" },
  '"',
];
const DURATION: Piece = { field: Field.durationMs, name: ":response-time" };

/** Apache's lines, with another time or with the response time behind them, after a hyphen or not. */
function program(time: readonly Piece[], agent: readonly Piece[], tail: readonly Piece[]): FieldProgram {
  return new FieldProgram("morgan", [
    { field: Field.client, name: ":remote-addr" },
    " ",
    skip("-"),
    " ",
    { field: Field.user, name: ":remote-user" },
    " [",
    ...time,
    '] "',
    { field: Field.request, name: "request" },
    '" ',
    { field: Field.status, name: ":status" },
    " ",
    { field: Field.bytes, name: ":res[content-length]" },
    ...agent,
    ...tail,
  ]);
}

const TAILS: readonly (readonly Piece[])[] = [
  [" - ", DURATION, " ms"],
  [" ", DURATION, " ms"],
];
const programs = [
  ...[CLF, WEB].flatMap((time) => TAILS.map((tail) => program(time, AGENT, tail))),
  program(WEB, AGENT, []),
  ...[CLF, WEB].map((time) => program(time, [], TAILS[0]!)),
];

/** morgan, the logger of Express, where it writes Apache's lines with its own date or with the response time. */
export const morgan: Format = {
  name: "morgan",
  title: "morgan (Node): combined or common with its own date or response time",
  samples: [
    '192.0.2.1 - - [06/Apr/2021:06:00:00 +0000] "GET /login HTTP/1.1" 200 5316 "-" "curl/7.74.0" - 12.345 ms',
    '::ffff:192.0.2.1 - - [Tue, 06 Apr 2021 06:00:00 GMT] "GET /login HTTP/1.1" 200 5316 "-" "curl/7.74.0"',
  ],
  open: ({ logTz }) => {
    const [first, ...others] = programs.map((each) => each.open(logTz));
    return new AlternativesReader("morgan", [first!, ...others]);
  },
};
