/**
 * Seeded random numbers for the outside scenarios: the generator sfc32 of PractRand, keyed by a text, so that every
 * crowd and every person has numbers of its own and leaving one out does not change the others.
 */
export class Chance {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(key: string) {
    // FNV-1a over the key, twice with other beginnings.
    let first = 0x811c9dc5;
    let second = 0x7ee3623b;
    for (let i = 0; i < key.length; i += 1) {
      first = Math.imul(first ^ key.charCodeAt(i), 0x01000193);
      second = Math.imul(second ^ key.charCodeAt(i), 0x01000193);
    }
    this.#a = first | 0;
    this.#b = second | 0;
    this.#c = (first ^ (second << 7)) | 0;
    for (let i = 0; i < 12; i += 1) this.unit();
  }

  /** Uniform in [0, 1). */
  unit(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  }

  /** An integer in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.unit() * limit);
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + this.unit() * (high - low);
  }

  /** Whether something of this probability happens. */
  happens(probability: number): boolean {
    return this.unit() < probability;
  }

  /** One of a list. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** Time to the next of events that are `mean` apart, exponential. */
  gap(mean: number): number {
    return -Math.log(1 - this.unit()) * mean;
  }

  /** Log-normal around a median; `spread` is the standard deviation of its logarithm. */
  around(median: number, spread: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.unit()));
    return median * Math.exp(spread * radius * Math.cos(2 * Math.PI * this.unit()));
  }

  /** A rank from 0 to `count - 1`, the first ones by far the likeliest (density 1 / rank). */
  rank(count: number): number {
    return Math.min(count - 1, Math.floor(Math.exp(this.unit() * Math.log(count + 1))) - 1);
  }

  /** `length` hexadecimal digits. */
  hex(length: number): string {
    let text = "";
    while (text.length < length) text += this.below(0x10000).toString(16).padStart(4, "0");
    return text.slice(0, length);
  }
}

/** Things by weight: `{ DE: 90, AT: 6 }`, or pairs. */
export class Urn<T> {
  readonly #things: T[] = [];
  readonly #sums: number[] = [];
  #total = 0;

  constructor(entries: Iterable<readonly [T, number]>) {
    for (const [thing, weight] of entries) {
      if (!(weight > 0)) continue;
      this.#total += weight;
      this.#things.push(thing);
      this.#sums.push(this.#total);
    }
    if (this.#things.length === 0) throw new Error("an urn without things");
  }

  /** An urn of the keys of an object. */
  static of(weights: Readonly<Record<string, number>>): Urn<string> {
    return new Urn(Object.entries(weights));
  }

  draw(chance: Chance): T {
    const mark = chance.unit() * this.#total;
    let at = 0;
    while (this.#sums[at]! <= mark && at < this.#sums.length - 1) at += 1;
    return this.#things[at]!;
  }
}
