/** Numbers of an instruction of a field program: field, ending, offset and length of its literal, argument, shortcut. */
export const STRIDE = 6;

/** How the end of a field is found. */
export const Ending = {
  /** The first place where the literal after it stands. */
  literal: 0,
  /** The same, but quotes may be escaped: `\"`. */
  quoted: 1,
  /** The same, but not where a comma or colon stands before: `192.0.2.1, 192.0.2.2`. */
  list: 2,
  /** The next blank or tab, or the end of the line. */
  word: 3,
  /** The end of the line. */
  rest: 4,
  /** By reading it: timestamps. */
  itself: 5,
  /** As quoted, or where there is no end the rest of the line. */
  cut: 6,
  /** As literal, after any blanks. */
  padded: 7,
} as const;

/**
 * Shortcuts read the ordinary shape of a field together with the literal after it; whatever is not of that shape is left
 * to the general way, which gives the same values. They make a combined line three times as fast (bench/records/read.ts).
 */
export const Shortcut = {
  none: 0,
  /** `-` */
  absent: 1,
  /** IPv4. */
  address: 2,
  clfTime: 3,
  /** `GET /path HTTP/1.1` in quotes. */
  request: 4,
  /** Three digits. */
  status: 5,
  /** Digits. */
  bytes: 6,
  /** Text in quotes, long enough to search for its end natively. */
  quoted: 7,
  /** Digits and a point. */
  duration: 8,
  /** `/path?query` without quotes or backslashes in it. */
  path: 9,
} as const;
