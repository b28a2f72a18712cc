import { optionError } from "../errors.ts";

const STAR = 42;
const SLASH = 47;

/**
 * A path pattern: text, `*` for anything within a segment, `**` for anything across segments. Letters match in either
 * case; a trailing slash of the path does not matter. Matching never backtracks more than once per star, so its cost
 * is bounded by length of pattern × length of path.
 */
export class PathPattern {
  readonly #pattern: Uint8Array;

  /**
   * @param text the pattern; must begin with `/` or `*`
   * @param what name of the option, for the error
   * @throws TidegaugeError TG_OPTION
   */
  constructor(text: string, what: string) {
    if (!/^[/*]/.test(text) || text.length > 1024) {
      throw optionError(
        "Cannot read a path pattern",
        `"${what}" must begin with / or *, such as /login or /auth/**, got "${text}"`,
      );
    }
    const trimmed = text.length > 1 ? text.replace(/(?<!\*)\/$/, "") : text;
    this.#pattern = new TextEncoder().encode(trimmed.toLowerCase());
  }

  /**
   * The first two letters of a segment that every path of this pattern has, as {@link segmentLead} gives them; -1 where
   * there is no such segment: only a pattern that begins with two stars, a slash and two letters has one.
   */
  get lead(): number {
    const [first, second, slash, a, b] = this.#pattern;
    const isDeep = first === STAR && second === STAR && slash === SLASH;
    if (!isDeep || a === undefined || b === undefined) return -1;
    return [a, b].some((byte) => byte === STAR || byte === SLASH) ? -1 : (a << 8) | b;
  }

  /** Whether the path `[start, end)`, without query, is one of the pattern's. */
  matches(bytes: Uint8Array, start: number, end: number): boolean {
    const pattern = this.#pattern;
    const to = end - start > 1 && bytes[end - 1] === SLASH ? end - 1 : end;
    let p = 0;
    let i = start;
    // Where to go on when the text after the last star does not fit: one byte more belongs to the star.
    let starAt = -1;
    let starFrom = 0;
    let deepAt = -1;
    let deepFrom = 0;
    while (i < to) {
      const want = pattern[p];
      if (want === STAR) {
        if (pattern[p + 1] === STAR) {
          deepAt = p + 2;
          deepFrom = i;
          starAt = -1;
          p += 2;
        } else {
          starAt = p + 1;
          starFrom = i;
          p += 1;
        }
      } else if (want === lower(bytes[i]!)) {
        p += 1;
        i += 1;
      } else if (starAt >= 0 && bytes[starFrom] !== SLASH) {
        starFrom += 1;
        i = starFrom;
        p = starAt;
      } else if (deepAt >= 0) {
        deepFrom += 1;
        i = deepFrom;
        p = deepAt;
        starAt = -1;
      } else return false;
    }
    while (pattern[p] === STAR) p += 1;
    // "/a/**" is also "/a" itself.
    if (
      p === pattern.length - 3 &&
      pattern[p] === SLASH &&
      pattern[p + 1] === STAR &&
      pattern[p + 2] === STAR
    )
      return true;
    return p === pattern.length;
  }
}

/** The first two letters of the segment that begins at `at`, in lower case, as one number below 2^16. */
export function segmentLead(bytes: Uint8Array, at: number): number {
  return (lower(bytes[at]!) << 8) | lower(bytes[at + 1]!);
}

function lower(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte | 32 : byte;
}
