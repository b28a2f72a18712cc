import { WordReader, WordWriter } from "./words.ts";

/** What writes itself down in words and reads itself from them, the same each time. */
export interface Written {
  write(to: WordWriter): void;
  read(from: WordReader): void;
}

/**
 * Carries state out of objects into a checkpoint, or from a checkpoint back into objects that were made anew.
 *
 * One method of a class, `carry`, does both: `this.#run = by.value(this.#run)` writes the run down and leaves it as it is, or reads it.
 * So what is written and what is read cannot come apart, nor can their order. `test/checkpoint.test.ts` finds fields that a
 * `carry` leaves out.
 */
export interface Carrier {
  /** Whether state is being read. */
  readonly isReading: boolean;
  /**
   * One value: a number, text, truth value or null, a list, plain object, `Map`, `Set` or typed array of such.
   * @returns the value that it has now
   * @throws TidegaugeError `TG_DECODE` where something of another kind was written
   */
  value<T>(value: T): T;
  /** A part that writes itself down. Whoever writes goes on with what a reader will have: what is not written is forgotten by both. */
  words(part: Written): void;
}

/** Writes state down, value by value. */
export class StateWriter implements Carrier {
  readonly isReading = false;
  /** What has been written. */
  readonly values: unknown[] = [];

  value<T>(value: T): T {
    this.values.push(value);
    return value;
  }

  words(part: Written): void {
    const writer = new WordWriter();
    part.write(writer);
    const words = writer.take();
    this.values.push(words);
    part.read(new WordReader(words));
  }
}

/** Reads state, value by value. */
export class StateReader implements Carrier {
  readonly isReading = true;
  readonly #values: readonly unknown[];
  readonly #damaged: (rule: string) => Error;
  #at = 0;

  /**
   * @param values as a {@link StateWriter} has written them
   * @param damaged makes the error that says what is wrong with them
   */
  constructor(values: readonly unknown[], damaged: (rule: string) => Error) {
    this.#values = values;
    this.#damaged = damaged;
  }

  /** Whether all has been read. */
  get isAtEnd(): boolean {
    return this.#at === this.#values.length;
  }

  value<T>(value: T): T {
    if (this.isAtEnd) throw this.#damaged("it ends too early");
    const read = this.#values[this.#at];
    this.#at += 1;
    const given = kindOf(value);
    const found = kindOf(read);
    if (given !== found && given !== "null" && found !== "null") {
      throw this.#damaged(`value ${this.#at} should be ${given} and is ${found}`);
    }
    return read as T;
  }

  words(part: Written): void {
    const words = this.value<Uint32Array>(new Uint32Array(0));
    part.read(new WordReader(words));
  }
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return typeof value === "object" ? (value.constructor?.name ?? "an object") : typeof value;
}
