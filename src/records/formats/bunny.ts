import { AlternativesReader } from "../alternatives.ts";
import { FieldProgram } from "../field-program.ts";
import { Field, type Piece } from "../fields.ts";
import type { Format } from "../format.ts";

const skip = (name: string): Piece => ({ field: Field.skip, name });

const STATUSES = ["HIT", "MISS", "EXPIRED", "BYPASS", "STALE", "UPDATING", "-"];
const REST: readonly Piece[] = [
  { field: Field.status, name: "status" },
  "|",
  { field: Field.epochTime, name: "timestamp" },
  "|",
  { field: Field.bytes, name: "bytes sent" },
  "|",
  skip("pull zone"),
  "|",
  { field: Field.client, name: "remote IP" },
  "|",
  { field: Field.referrer, name: "referrer" },
  "|",
  { field: Field.url, name: "URL" },
  "|",
  skip("edge location"),
  "|",
  { field: Field.userAgent, name: "user agent" },
  "|",
  skip("request ID"),
  "|",
  { field: Field.country, name: "country" },
];
const programs = STATUSES.map((status) => new FieldProgram("bunny-cdn", [`${status}|`, ...REST]));

/** bunny.net CDN; times in milliseconds. */
export const bunny: Format = {
  name: "bunny-cdn",
  title: "bunny.net CDN",
  samples: [
    "MISS|200|1617688800123|5316|412|192.0.2.1|-|https://www.example.org/login|FR|curl/7.74.0|0123456789abcdef0123456789abcdef|FR",
  ],
  open: ({ logTz }) => {
    const [first, ...others] = programs.map((program) => program.open(logTz));
    return new AlternativesReader("bunny-cdn", [first!, ...others]);
  },
};
