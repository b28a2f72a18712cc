import { TidegaugeError } from "../errors.ts";

/** Types of value, as the MaxMind DB specification 2.0 numbers them ("Output Data Section"). */
const Type = { pointer: 1, text: 2, map: 7, array: 11, boolean: 14 } as const;
/** Deeper nesting than any database has. */
const MOST_DEPTH = 32;

/**
 * The values of a MaxMind DB file (https://maxmind.github.io/MaxMind-DB/, 2.0): members are looked up in the bytes, and
 * only what is asked for is decoded. Positions are offsets into the file.
 */
export class MmdbValues {
  readonly #bytes: Uint8Array;
  readonly #base: number;
  readonly #decoder = new TextDecoder();
  // The value whose beginning was read last, pointers followed.
  #type = 0;
  #size = 0;
  #content = 0;

  /** @param base where the section begins that pointers count from */
  constructor(bytes: Uint8Array, base: number) {
    this.#bytes = bytes;
    this.#base = base;
  }

  /** Position of the member of a map, or -1 where there is none or the value is no map. */
  member(at: number, key: string): number {
    this.#read(at);
    if (this.#type !== Type.map) return -1;
    const count = this.#size;
    let next = this.#content;
    for (let index = 0; index < count; index += 1) {
      const isWanted = this.text(next) === key;
      next = this.#after(next, 0);
      if (isWanted) return next;
      next = this.#after(next, 0);
    }
    return -1;
  }

  /** Position of the first element of a list, or -1. */
  first(at: number): number {
    this.#read(at);
    return this.#type === Type.array && this.#size > 0 ? this.#content : -1;
  }

  /** A text; "" where the value is none. */
  text(at: number): string {
    this.#read(at);
    if (this.#type !== Type.text) return "";
    this.#byte(this.#content + this.#size - 1);
    return this.#decoder.decode(this.#bytes.subarray(this.#content, this.#content + this.#size));
  }

  /** An unsigned integer; -1 where the value is none. Exact below 2^53. */
  number(at: number): number {
    this.#read(at);
    const isInteger = this.#type === 5 || this.#type === 6 || this.#type === 9;
    return isInteger ? this.#integer(this.#content, this.#size) : -1;
  }

  /** Reads the beginning of a value; where it is a pointer, of the value that it points to. */
  #read(at: number): void {
    let hops = 0;
    for (let from = at; ; from = this.#base + this.#size) {
      this.#begin(from);
      if (this.#type !== Type.pointer) return;
      hops += 1;
      if (hops > 1) throw damaged("a pointer leads to a pointer");
    }
  }

  /** Reads a control byte and what belongs to it. A pointer's size is where it leads. */
  #begin(at: number): void {
    const control = this.#byte(at);
    let next = at + 1;
    let type = control >>> 5;
    let size = control & 0x1f;
    if (type === Type.pointer) {
      const length = (size >>> 3) + 1;
      const high = length === 4 ? 0 : (size & 7) * 2 ** (8 * length);
      size = high + this.#integer(next, length) + (length === 2 ? 2048 : length === 3 ? 526_336 : 0);
      next += length;
    } else {
      if (type === 0) {
        type = 7 + this.#byte(next);
        next += 1;
      }
      if (size >= 29) {
        const length = size - 28;
        size = [29, 285, 65_821][length - 1]! + this.#integer(next, length);
        next += length;
      }
    }
    this.#type = type;
    this.#size = size;
    this.#content = next;
  }

  /** The position behind a value. */
  #after(at: number, depth: number): number {
    if (depth > MOST_DEPTH) throw damaged("its values are nested too deep");
    this.#begin(at);
    if (this.#type === Type.pointer || this.#type === Type.boolean) return this.#content;
    if (this.#type !== Type.map && this.#type !== Type.array) return this.#content + this.#size;
    const count = this.#type === Type.map ? 2 * this.#size : this.#size;
    let next = this.#content;
    for (let index = 0; index < count; index += 1) next = this.#after(next, depth + 1);
    return next;
  }

  #integer(at: number, length: number): number {
    let value = 0;
    for (let i = at; i < at + length; i += 1) value = value * 256 + this.#byte(i);
    return value;
  }

  #byte(at: number): number {
    const byte = this.#bytes[at];
    if (byte === undefined) throw damaged("a value reaches beyond its end");
    return byte;
  }
}

/** The error for a file that is no MaxMind DB, or a broken one. */
export function damaged(rule: string): TidegaugeError {
  return new TidegaugeError(
    "TG_DECODE",
    `Cannot read the place data: the file is no sound MaxMind DB: ${rule}`,
  );
}
