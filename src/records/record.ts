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
  // Fields that come to hold fractions or numbers of 32 bits begin with one, so that the engine stores them as doubles
  // from the start and code compiled for one record stays good for the next.
  /** Event time, milliseconds since 1970 UTC; fractions allowed. */
  timeMs = Number.NaN;
  /** Zone offset written in the line, minutes east of UTC; -32768 where the line has none. */
  zoneMinutes = -32768;
  /** Status code 0..999, or -1. */
  status = -1;
  /** One of {@link Method}. */
  method = 0;
  /** Response bytes, or -1. */
  bytes = -1;
  /** Duration of the request in milliseconds, fractions allowed, or -1. */
  durationMs = Number.NaN;
  /** 4, 6, or 0 for a host name (then `addressHi`/`addressLo` are a hash of it). */
  family = 0;
  /** IPv6: upper 32 bits of the /64. IPv4: 0. Unsigned. */
  addressHi = Number.NaN;
  /** IPv6: lower 32 bits of the /64. IPv4: the address. Unsigned. */
  addressLo = Number.NaN;
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
  /** X-Forwarded-For (or Forwarded, or a header with one address) as logged, right-most last. */
  forwardedStart = 0;
  forwardedEnd = 0;
  /** Country given by the log itself, two letters; preferred over any table. */
  countryStart = 0;
  countryEnd = 0;
  /** Autonomous system number given by the log itself, or -1. */
  asn = -1;

  constructor() {
    this.reset(this.buffer);
  }

  /** Forgets everything, before a line in `buffer` is read. */
  reset(buffer: Uint8Array): void {
    this.buffer = buffer;
    this.timeMs = 0;
    this.zoneMinutes = -32768;
    this.status = -1;
    this.method = 0;
    this.bytes = -1;
    this.durationMs = -1;
    this.family = 0;
    this.addressHi = 0;
    this.addressLo = 0;
    this.hasReferrer = 0;
    this.hasUserAgent = 0;
    this.clientStart = 0;
    this.clientEnd = 0;
    this.methodStart = 0;
    this.methodEnd = 0;
    this.pathStart = 0;
    this.queryStart = 0;
    this.pathEnd = 0;
    this.protocolStart = 0;
    this.protocolEnd = 0;
    this.referrerStart = 0;
    this.referrerEnd = 0;
    this.userAgentStart = 0;
    this.userAgentEnd = 0;
    this.hostStart = 0;
    this.hostEnd = 0;
    this.userStart = 0;
    this.userEnd = 0;
    this.forwardedStart = 0;
    this.forwardedEnd = 0;
    this.countryStart = 0;
    this.countryEnd = 0;
    this.asn = -1;
  }

  /** Lets all spans index another buffer, in which their bytes lie `delta` further. */
  move(buffer: Uint8Array, delta: number): void {
    this.buffer = buffer;
    this.pathStart += delta;
    this.queryStart += delta;
    this.pathEnd += delta;
    this.clientStart += delta;
    this.clientEnd += delta;
    this.methodStart += delta;
    this.methodEnd += delta;
    this.protocolStart += delta;
    this.protocolEnd += delta;
    this.referrerStart += delta;
    this.referrerEnd += delta;
    this.userAgentStart += delta;
    this.userAgentEnd += delta;
    this.hostStart += delta;
    this.hostEnd += delta;
    this.userStart += delta;
    this.userEnd += delta;
    this.forwardedStart += delta;
    this.forwardedEnd += delta;
    this.countryStart += delta;
    this.countryEnd += delta;
  }
}
