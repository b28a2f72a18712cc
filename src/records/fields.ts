/**
 * What a field of a log line means. Formats of every kind (nginx, Apache, columns, JSON) name their fields with
 * these, so that a meaning is interpreted in one place.
 */
export const Field = {
  /** Of no interest: stepped over. */
  skip: 0,
  /** Address of the peer, or a host name. */
  client: 1,
  /** X-Forwarded-For and its kin. */
  forwarded: 2,
  user: 3,
  /** `06/Apr/2021:08:00:00 +0200` */
  clfTime: 4,
  /** `2021-04-06T08:00:00+02:00` and relatives. */
  isoTime: 5,
  /** Seconds to nanoseconds since 1970, by number of digits. */
  epochTime: 6,
  /** A part of a timestamp; the instruction's argument says which: see {@link TimePart}. */
  timePart: 7,
  /** `GET /path?query HTTP/1.1` */
  request: 8,
  method: 9,
  /** Target with or without query. */
  path: 10,
  /** Query without path; joined to the path of another field. */
  query: 11,
  protocol: 12,
  status: 13,
  bytes: 14,
  durationSeconds: 15,
  durationMs: 16,
  durationUs: 17,
  referrer: 18,
  userAgent: 19,
  host: 20,
  country: 21,
  asn: 22,
  durationNs: 23,
  /** A timestamp in any of the shapes above, or in brackets. */
  anyTime: 24,
  /** A request line with a full URL: its authority is the host. */
  requestUrl: 25,
  /** A full URL, or a path. */
  url: 26,
  /** A duration without unit: seconds where it has a point, else milliseconds. */
  duration: 27,
  /** A request line with a full URL, which stays the target; its authority is the host. */
  requestHost: 28,
  /** A duration without unit in a text log: seconds where it has a point (nginx), else microseconds (Apache's `%D`). */
  durationOrUs: 29,
  /** Nothing by itself: a key of programs whose durations without a unit are milliseconds, with or without a point. */
  durationsInMs: 30,
  /** Under a key of JSON objects that holds other text as well: a request line, where it looks like one. */
  requestLine: 31,
} as const;

/** A value of {@link Field}. */
export type FieldKind = (typeof Field)[keyof typeof Field];

/** Parts of a timestamp that a format writes as fields of their own. */
export const TimePart = {
  year: 0,
  month: 1,
  day: 2,
  hour: 3,
  minute: 4,
  second: 5,
  /** Three digits. */
  milliseconds: 6,
  /** Six digits. */
  microseconds: 7,
  /** `+0200` */
  zone: 8,
  /** `Apr` */
  monthName: 9,
  /** Two digits of the year: 69..99 are 1969..1999. */
  shortYear: 10,
  /** AM or PM. */
  half: 11,
  /** `HH:MM:SS`, perhaps with fraction. */
  clock: 12,
  /** `2021-04-06` */
  date: 13,
} as const;

/** One piece of a format: literal text, or a field. */
export type Piece = string | FieldPiece;

/** A field of a format. */
export interface FieldPiece {
  readonly field: FieldKind;
  /** The name by which the format calls it, for messages: `$remote_addr`. */
  readonly name: string;
  /** Which of several fields with the same meaning is taken: the lowest. Default 0. */
  readonly rank?: number;
  /** May hold `a, b` (a blank after a comma or colon does not end it). */
  readonly list?: boolean;
  /** One of {@link TimePart}. */
  readonly part?: number;
  /** Blanks may stand before it: right-aligned columns. */
  readonly padded?: boolean;
  /** In quotes, but where the line is cut off its rest is taken. */
  readonly mayBeCut?: boolean;
}
