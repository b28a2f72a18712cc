import { ascii } from "./text.ts";

/** Who is behind a request: the truth, one letter a line in a truth file. */
export const Label = {
  /** People, and the apps and managed devices of people. */
  organic: 0,
  attack: 1,
  /** Declared crawlers. */
  crawler: 2,
  /** The site's own monitors. */
  monitor: 3,
  /** Scanners and password guessers too small to matter, which every real site has. */
  nuisance: 4,
} as const;

/** The letters of `Label`, by number: what a request truly was. */
export const LABEL_LETTERS = "oabmn";

/** An address as a log shows it: four 32-bit words of IPv6, or IPv4 in the last of them. */
export interface Address {
  family: 4 | 6;
  /** IPv6: the upper 64 bits. IPv4: 0. */
  hi: number;
  lo: number;
  /** IPv6: the interface identifier, the lower 64 bits. IPv4: 0 and the address. */
  hostHi: number;
  hostLo: number;
}

/** Request methods as written. */
export const GET: Uint8Array = ascii("GET");
/** The method POST, as bytes. */
export const POST: Uint8Array = ascii("POST");
/** The method HEAD, as bytes. */
export const HEAD: Uint8Array = ascii("HEAD");
/** The method OPTIONS, as bytes. */
export const OPTIONS: Uint8Array = ascii("OPTIONS");

/** One request and its answer, about to be logged. One instance is reused for all. */
export class Exchange {
  /** When the request arrived, ms since 1970 UTC. */
  arrivalMs = 0;
  /** When the answer was complete. */
  durationMs = 0;
  address: Address = { family: 4, hi: 0, lo: 0, hostHi: 0, hostLo: 0 };
  method: Uint8Array = GET;
  /** Target with query: the first `targetLength` bytes. */
  target: Uint8Array = ascii("/");
  targetLength = 1;
  /** `null` is absent, logged as `-`. */
  referrer: Uint8Array | null = null;
  userAgent: Uint8Array | null = null;
  status = 200;
  /** Bytes of the answer's body. */
  bytes = 0;
  /** One of {@link Label}. */
  label = 0;
}
