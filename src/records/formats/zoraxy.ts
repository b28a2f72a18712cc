import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";

const skip = (name: string): Piece => ({ field: Field.skip, name });

const BODY: readonly Piece[] = [
  { field: Field.isoTime, name: "time" },
  "] [",
  skip("router"),
  "] [origin:",
  { field: Field.host, name: "origin" },
  "] [client: ",
  { field: Field.client, name: "client" },
  "] [useragent: ",
  { field: Field.userAgent, name: "user agent" },
  "] ",
  { field: Field.method, name: "method" },
  " ",
  { field: Field.path, name: "path" },
  " ",
  { field: Field.status, name: "status" },
];
const program = new FieldProgram("zoraxy", [skip("date"), " [", ...BODY]);
/** Later versions leave out the date before all. */
const laterProgram = new FieldProgram("zoraxy", ["[", ...BODY]);

/** Zoraxy reverse proxy; times are in the zone of the machine. */
export const zoraxy: Format = {
  name: "zoraxy",
  title: "Zoraxy",
  samples: [
    "2021/04/06 08:00:00 [2021-04-06 08:00:00.123456] [router:host-http] [origin:www.example.org] [client: 192.0.2.1] [useragent: curl/7.74.0] GET /login 200",
  ],
  open: ({ logTz }) => new AlternativesReader("zoraxy", [program.open(logTz), laterProgram.open(logTz)]),
};
