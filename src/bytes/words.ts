/** Words of the first buffer. */
const FIRST_WORDS = 1 << 14;

/** The two words of a double. */
const float = new Float64Array(1);
const floatWords = new Uint32Array(float.buffer);

/**
 * Words, doubles and tables one after the other in a buffer that grows by doubling, to be handed to another thread of the same
 * program: no format for files. {@link WordReader} reads them in the same order.
 */
export class WordWriter {
  #words: Uint32Array = new Uint32Array(0);
  #length = 0;
  /** Words that are likely to come. */
  #nextWords = 0;
  readonly #isShared: boolean;

  /**
   * @param isShared whether buffers are such as threads share. One that is handed over for good counts as new memory each time it
   *   comes, and the engine collects garbage because of it; a shared one is only lent
   */
  constructor(isShared = false) {
    this.#isShared = isShared;
  }

  /** Words written. */
  get length(): number {
    return this.#length;
  }

  /** One word. @param value 0..2^32-1; a signed one comes back unsigned */
  word(value: number): void {
    this.#reserve(1);
    this.#words[this.#length] = value;
    this.#length += 1;
  }

  /** One double. */
  float(value: number): void {
    this.#reserve(2);
    float[0] = value;
    this.#words[this.#length] = floatWords[0]!;
    this.#words[this.#length + 1] = floatWords[1]!;
    this.#length += 2;
  }

  /** Words as they are; their number is the reader's to know. */
  words(values: Uint32Array): void {
    this.#reserve(values.length);
    this.#words.set(values, this.#length);
    this.#length += values.length;
  }

  /** All that was written, on a buffer of its own; the writer begins anew. */
  take(): Uint32Array {
    const used = this.#words.subarray(0, this.#length);
    const isWasteful = 4 * used.length < 3 * this.#words.length;
    // What comes next is about as long: one buffer of the right size leaves nothing behind, as growing would.
    this.#nextWords = Math.ceil(1.2 * this.#length);
    this.#length = 0;
    // What is handed over may wait for a while. What is lent comes back, and is of the right size soon.
    if (isWasteful && !this.#isShared) return used.slice();
    this.#words = new Uint32Array(0);
    return used;
  }

  /** Takes back a buffer that {@link take} gave, whose words nobody reads any more: a thread that writes as much again need not allocate. */
  reuse(buffer: ArrayBufferLike): void {
    if (this.#length === 0 && buffer.byteLength > this.#words.byteLength)
      this.#words = new Uint32Array(buffer);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#words.length) return;
    const size = Math.max(needed, 2 * this.#words.length, FIRST_WORDS, this.#nextWords);
    const grown = this.#isShared ? new Uint32Array(new SharedArrayBuffer(4 * size)) : new Uint32Array(size);
    grown.set(this.#words.subarray(0, this.#length));
    this.#words = grown;
  }
}

/** Reads what a {@link WordWriter} has written, in the same order. */
export class WordReader {
  readonly #words: Uint32Array;
  #at = 0;

  constructor(words: Uint32Array) {
    this.#words = words;
  }

  /** Whether everything has been read. */
  get isAtEnd(): boolean {
    return this.#at === this.#words.length;
  }

  /** The next word, unsigned. */
  word(): number {
    const value = this.#words[this.#at];
    if (value === undefined) throw tooFew(1);
    this.#at += 1;
    return value;
  }

  /** The next double. */
  float(): number {
    floatWords[0] = this.word();
    floatWords[1] = this.word();
    return float[0]!;
  }

  /** A view of the next `count` words. @throws RangeError where there are fewer */
  words(count: number): Uint32Array {
    const end = this.#at + count;
    if (end > this.#words.length) throw tooFew(count);
    const view = this.#words.subarray(this.#at, end);
    this.#at = end;
    return view;
  }
}

function tooFew(count: number): RangeError {
  return new RangeError(`Cannot read ${count} words: too few were written`);
}
