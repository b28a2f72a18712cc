import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";

const skip = (name: string): Piece => ({ field: Field.skip, name });
const HEAD: readonly Piece[] = [
  { field: Field.client, name: "%h" },
  ' "',
  skip("%l"),
  '" "',
  { field: Field.user, name: "%u" },
];
const REST: readonly Piece[] = [
  { field: Field.request, name: "%r" },
  '" ',
  { field: Field.status, name: "%>s" },
  " ",
  { field: Field.bytes, name: "%b" },
];
const clfTime: Piece = { field: Field.clfTime, name: "%t" };
const internetTime = new FieldProgram("fastly", [...HEAD, '" ', skip("day"), ", ", clfTime, ' "', ...REST]);
const bracketedTime = new FieldProgram("fastly", [...HEAD, '" [', clfTime, '] "', ...REST]);

/** Fastly's default for text logs: common, but for quotes around who is not known, and its time as in mails. */
export const fastly: Format = {
  name: "fastly",
  title: "Fastly default (text)",
  samples: [
    '192.0.2.1 "-" "-" Tue, 06 Apr 2021 06:00:00 GMT "GET /login HTTP/1.1" 200 5316',
    '192.0.2.1 "-" "-" [06/Apr/2021:06:00:00 +0000] "GET /login HTTP/1.1" 200 5316',
  ],
  open: ({ logTz }) =>
    new AlternativesReader("fastly", [internetTime.open(logTz), bracketedTime.open(logTz)]),
};
