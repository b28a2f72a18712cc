/** Request methods by number; what is none of them is `other`, an empty request is `none`. */
export const Method = {
  none: 0,
  get: 1,
  head: 2,
  post: 3,
  put: 4,
  delete: 5,
  options: 6,
  patch: 7,
  connect: 8,
  trace: 9,
  other: 10,
} as const;

/**
 * One request as numbers and byte spans into the line it was read from. One instance is reused for every line: who
 * wants to keep a value copies it. A span `[start, end)` indexes `buffer`; it is empty where the field is absent, `-`
 * or `""`. Numbers are -1 where absent.
 */
export class RequestRecord {
  /** The bytes that all spans index. */
  buffer: Uint8Array = new Uint8Array(0);
  /** Event time, milliseconds since 1970 UTC; fractions allowed. */
  timeMs = 0;
  /** Zone offset written in the line, minutes east of UTC; -32768 where the line has none. */
  zoneMinutes = -32768;
  /** Status code 0..999, or -1. */
  status = -1;
  /** One of {@link Method}. */
  method = 0;
  /** Response bytes, or -1. */
  bytes = -1;
  /** Duration of the request in milliseconds, fractions allowed, or -1. */
  durationMs = -1;
  /** 4, 6, or 0 for a host name (then `addressHi`/`addressLo` are a hash of it). */
  family = 0;
  /** IPv6: upper 32 bits of the /64. IPv4: 0. Unsigned. */
  addressHi = 0;
  /** IPv6: lower 32 bits of the /64. IPv4: the address. Unsigned. */
  addressLo = 0;
  /** 1 when the log format has a referrer column (also when this line's is absent), else 0. */
  hasReferrer = 0;
  /** 1 when the log format has a user agent column, else 0. */
  hasUserAgent = 0;
  clientStart = 0;
  clientEnd = 0;
  methodStart = 0;
  methodEnd = 0;
  /** Target as logged, with query. */
  pathStart = 0;
  /** Index of the `?`, or `pathEnd`. */
  queryStart = 0;
  pathEnd = 0;
  protocolStart = 0;
  protocolEnd = 0;
  referrerStart = 0;
  referrerEnd = 0;
  userAgentStart = 0;
  userAgentEnd = 0;
  hostStart = 0;
  hostEnd = 0;
  userStart = 0;
  userEnd = 0;
  /** X-Forwarded-For as logged, right-most last. */
  forwardedStart = 0;
  forwardedEnd = 0;
}
