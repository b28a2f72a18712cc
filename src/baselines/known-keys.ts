import { decodeError, readFields, readInteger, readWords } from "../sketches/plain-data.ts";

const WHAT = "known keys";
/** Words of a key in its plain form: both halves, minute of first and of last sight. */
const PLAIN_WORDS = 4;

/** What {@link KnownKeys.toPlain} gives. */
export interface KnownKeysPlain {
  /** Keys whose hash is below are held. */
  readonly threshold: number;
  /** Four words a key: both halves, minute of first and of last sight. */
  readonly rows: Uint32Array;
}

/**
 * Which sources or prefixes have been seen before, and when: a set of bounded size.
 *
 * While they fit, all keys are held. When they do not, those whose hash is below a falling threshold are held, so for
 * a held-back share of keys the answer is "cannot know" instead of a wrong "new" (threshold sampling, as in KMV
 * sketches). Keys that were not seen for long are forgotten first. Lookup and learning O(1); memory 16 B a slot.
 */
export class KnownKeys {
  readonly #capacity: number;
  readonly #hi: Uint32Array;
  readonly #lo: Uint32Array;
  /** Minute of first and of last sight, since 1970; 0 marks a free slot. */
  readonly #first: Uint32Array;
  readonly #last: Uint32Array;
  #size = 0;
  #threshold = 0x100000000;

  /** @param capacity slots, a power of two; half of them are used */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#hi = new Uint32Array(capacity);
    this.#lo = new Uint32Array(capacity);
    this.#first = new Uint32Array(capacity);
    this.#last = new Uint32Array(capacity);
  }

  /** Number of keys held. */
  get size(): number {
    return this.#size;
  }

  /**
   * Minutes since this key was first learned: 0 when it is new, -1 when that cannot be known.
   * @param minute now, minutes since 1970
   */
  age(hi: number, lo: number, minute: number): number {
    if (spread(hi, lo) >= this.#threshold) return -1;
    const at = this.#find(hi, lo);
    return this.#first[at] === 0 ? 0 : Math.max(0, minute - this.#first[at]!);
  }

  /** Notes that this key was seen among normal traffic. */
  learn(hi: number, lo: number, minute: number): void {
    const hash = spread(hi, lo);
    if (hash >= this.#threshold) return;
    let at = this.#find(hi, lo);
    if (this.#first[at] === 0) {
      if (this.#size * 2 >= this.#capacity) {
        this.#shrink();
        if (hash >= this.#threshold) return;
        at = this.#find(hi, lo);
      }
      this.#hi[at] = hi;
      this.#lo[at] = lo;
      this.#first[at] = minute;
      this.#size += 1;
    }
    if (minute > this.#last[at]!) this.#last[at] = minute;
  }

  /** The keys held, in slot order, for a codec. */
  toPlain(): KnownKeysPlain {
    const rows: number[] = [];
    for (let at = 0; at < this.#capacity; at += 1) {
      if (this.#first[at] === 0) continue;
      rows.push(this.#hi[at]!, this.#lo[at]!, this.#first[at]!, this.#last[at]!);
    }
    return { threshold: this.#threshold, rows: Uint32Array.from(rows) };
  }

  /**
   * The keys that {@link toPlain} gave.
   * @param like some of the same capacity as those that were written; left as they are
   * @throws TidegaugeError `TG_DECODE` where they are damaged
   */
  static fromPlain(plain: unknown, like: KnownKeys): KnownKeys {
    const capacity = like.#capacity;
    const fields = readFields(plain, WHAT);
    const known = new KnownKeys(capacity);
    known.#threshold = readInteger(fields["threshold"], 1, 0x100000000, WHAT, "threshold");
    const rows = readWords(fields["rows"], (PLAIN_WORDS * capacity) / 2, WHAT, "rows");
    if (rows.length % PLAIN_WORDS !== 0)
      throw decodeError(WHAT, `"rows" must be rows of ${PLAIN_WORDS} words`);
    for (let at = 0; at < rows.length; at += PLAIN_WORDS) {
      const [hi, lo, first, last] = rows.subarray(at, at + PLAIN_WORDS) as unknown as [
        number,
        number,
        number,
        number,
      ];
      const slot = known.#find(hi, lo);
      if (first === 0 || last < first || known.#first[slot] !== 0 || spread(hi, lo) >= known.#threshold) {
        throw decodeError(WHAT, "a key has no time, came twice, or is not one that is held");
      }
      known.#hi[slot] = hi;
      known.#lo[slot] = lo;
      known.#first[slot] = first;
      known.#last[slot] = last;
      known.#size += 1;
    }
    return known;
  }

  #find(hi: number, lo: number): number {
    const mask = this.#capacity - 1;
    let at = spread(hi, lo) & mask;
    while (this.#first[at] !== 0 && (this.#hi[at] !== hi || this.#lo[at] !== lo)) at = (at + 1) & mask;
    return at;
  }

  /** Lowers the threshold until half of the held keys are gone; first those not seen for the longest time go. */
  #shrink(): void {
    const held: { hi: number; lo: number; first: number; last: number }[] = [];
    for (let at = 0; at < this.#capacity; at += 1) {
      if (this.#first[at] === 0) continue;
      held.push({
        hi: this.#hi[at]!,
        lo: this.#lo[at]!,
        first: this.#first[at]!,
        last: this.#last[at]!,
      });
    }
    held.sort((a, b) => b.last - a.last || a.hi - b.hi || a.lo - b.lo);
    const newest = held[0]!.last;
    const stale = newest - 60 * 24 * 28;
    let kept = held.filter((key) => key.last >= stale);
    if (kept.length * 4 > held.length * 3) {
      this.#threshold = Math.floor(this.#threshold / 2);
      kept = kept.filter((key) => spread(key.hi, key.lo) < this.#threshold);
    }
    this.#first.fill(0);
    this.#size = kept.length;
    for (const key of kept) {
      const at = this.#find(key.hi, key.lo);
      this.#hi[at] = key.hi;
      this.#lo[at] = key.lo;
      this.#first[at] = key.first;
      this.#last[at] = key.last;
    }
  }
}

function spread(hi: number, lo: number): number {
  let h = Math.imul(hi ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(lo, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}
