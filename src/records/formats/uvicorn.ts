import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";

const skip = (name: string): Piece => ({ field: Field.skip, name });
const time: Piece = { field: Field.isoTime, name: "asctime" };
const REST: readonly Piece[] = [
  ' - "',
  { field: Field.request, name: "request" },
  '" ',
  { field: Field.status, name: "status" },
];
const client: Piece = { field: Field.client, name: "client_addr" };
const programs = [
  [time, " ", skip("level"), ":", { ...client, padded: true }],
  [time, " - ", skip("name or level"), " - ", client],
  [time, " - ", skip("name"), " - ", skip("level"), " - ", client],
].map((head) => new FieldProgram("uvicorn", [...head, ...REST]));

/** Uvicorn (FastAPI, Starlette) with a time before its lines: its own, or what a collector puts there. */
export const uvicorn: Format = {
  name: "uvicorn",
  title: "Uvicorn (Python) with a time before the line",
  samples: [
    '2021-04-06 08:00:00,123 INFO:     192.0.2.1:51482 - "GET /login HTTP/1.1" 200 OK',
    '2021-04-06 08:00:00,123 - INFO - 192.0.2.1:51482 - "GET /login HTTP/1.1" 200',
    '2021-04-06 08:00:00,123 - uvicorn.access - INFO - 192.0.2.1:51482 - "GET /login HTTP/1.1" 200',
  ],
  open: ({ logTz }) => {
    const [first, ...others] = programs.map((program) => program.open(logTz));
    return new AlternativesReader("uvicorn", [first!, ...others]);
  },
};
