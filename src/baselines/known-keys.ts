import { decodeError, readFields, readInteger, readWords } from "../sketches/plain-data.ts";

const WHAT = "known keys";
/** Words of a key, in its slot and in its plain form: both halves, minute of first and of last sight. */
const WORDS = 4;
const LO = 1;
const FIRST = 2;
const LAST = 3;

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
 * sketches). Keys that were not seen for long are forgotten first. Lookup and learning O(1), one cache miss; memory 16 B a slot.
 */
export class KnownKeys {
  readonly #capacity: number;
  /** Slots of {@link WORDS}: the halves of a key, minutes of its first and last sight since 1970; of a free one they are 0. */
  readonly #slots: Uint32Array;
  #size = 0;
  #threshold = 0x100000000;

  /** @param capacity slots, a power of two; half of them are used */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#slots = new Uint32Array(WORDS * capacity);
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
    const hash = spread(hi, lo);
    if (hash >= this.#threshold) return -1;
    const first = this.#slots[this.#find(hi, lo, hash) + FIRST]!;
    return first === 0 ? 0 : Math.max(0, minute - first);
  }

  /** Notes that this key was seen among normal traffic. */
  learn(hi: number, lo: number, minute: number): void {
    const hash = spread(hi, lo);
    if (hash >= this.#threshold) return;
    const slots = this.#slots;
    let at = this.#find(hi, lo, hash);
    if (slots[at + FIRST] === 0) {
      if (this.#size * 2 >= this.#capacity) {
        this.#shrink();
        if (hash >= this.#threshold) return;
        at = this.#find(hi, lo, hash);
      }
      slots[at] = hi;
      slots[at + LO] = lo;
      slots[at + FIRST] = minute;
      this.#size += 1;
    }
    if (minute > slots[at + LAST]!) slots[at + LAST] = minute;
  }

  /** The keys held, in slot order, for a codec. */
  toPlain(): KnownKeysPlain {
    const rows = new Uint32Array(WORDS * this.#size);
    let to = 0;
    for (const slot of this.#held()) {
      rows.set(slot, to);
      to += WORDS;
    }
    return { threshold: this.#threshold, rows };
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
    const rows = readWords(fields["rows"], (WORDS * capacity) / 2, WHAT, "rows");
    if (rows.length % WORDS !== 0) throw decodeError(WHAT, `"rows" must be rows of ${WORDS} words`);
    for (let at = 0; at < rows.length; at += WORDS) {
      const row = rows.subarray(at, at + WORDS);
      const [hi, lo, first, last] = row as unknown as [number, number, number, number];
      const slot = known.#find(hi, lo, spread(hi, lo));
      if (
        first === 0 ||
        last < first ||
        known.#slots[slot + FIRST] !== 0 ||
        spread(hi, lo) >= known.#threshold
      ) {
        throw decodeError(WHAT, "a key has no time, came twice, or is not one that is held");
      }
      known.#slots.set(row, slot);
      known.#size += 1;
    }
    return known;
  }

  /** Offset of the slot that holds the key, or of the free one where it would be. */
  #find(hi: number, lo: number, hash: number): number {
    const slots = this.#slots;
    const mask = this.#capacity - 1;
    let slot = hash & mask;
    for (;;) {
      const at = slot * WORDS;
      if (slots[at + FIRST] === 0 || (slots[at] === hi && slots[at + LO] === lo)) return at;
      slot = (slot + 1) & mask;
    }
  }

  /** The slots in use. */
  *#held(): Generator<Uint32Array> {
    const slots = this.#slots;
    for (let at = 0; at < slots.length; at += WORDS) {
      if (slots[at + FIRST] !== 0) yield slots.subarray(at, at + WORDS);
    }
  }

  /** Lowers the threshold until half of the held keys are gone; first those not seen for the longest time go. */
  #shrink(): void {
    const held = Array.from(this.#held(), ([hi, lo, first, last]) => ({
      hi: hi!,
      lo: lo!,
      first: first!,
      last: last!,
    }));
    held.sort((a, b) => b.last - a.last || a.hi - b.hi || a.lo - b.lo);
    const newest = held[0]!.last;
    const stale = newest - 60 * 24 * 28;
    let kept = held.filter((key) => key.last >= stale);
    if (kept.length * 4 > held.length * 3) {
      this.#threshold = Math.floor(this.#threshold / 2);
      kept = kept.filter((key) => spread(key.hi, key.lo) < this.#threshold);
    }
    this.#slots.fill(0);
    this.#size = kept.length;
    for (const { hi, lo, first, last } of kept) {
      this.#slots.set([hi, lo, first, last], this.#find(hi, lo, spread(hi, lo)));
    }
  }
}

function spread(hi: number, lo: number): number {
  let h = Math.imul(hi ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(lo, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}
