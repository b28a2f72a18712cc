import { TidegaugeError } from "../errors.ts";

/**
 * Readers of decoded sketches. What they are given was read from a file and may be anything; what they return has the
 * type and range that was asked for. Everything else is a {@link TidegaugeError} with the code `TG_DECODE`.
 */

/** The error of damaged data: `what` names the sketch, `rule` the broken rule and the value found. */
export function decodeError(what: string, rule: string): TidegaugeError {
  return new TidegaugeError("TG_DECODE", `Cannot read ${what}: ${rule}`);
}

/** The value as an object whose members can be asked for. */
export function readFields(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw decodeError(what, `expected a map, got ${describe(value)}`);
  }
  return value as Readonly<Record<string, unknown>>;
}

/** The value as an integer in `[low, high]`. */
export function readInteger(value: unknown, low: number, high: number, what: string, name: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < low || value > high) {
    throw decodeError(what, `"${name}" must be an integer from ${low} to ${high}, got ${describe(value)}`);
  }
  return value;
}

/** The value as a finite number in `[low, high]`. */
export function readNumber(value: unknown, low: number, high: number, what: string, name: string): number {
  if (typeof value !== "number" || !(value >= low && value <= high)) {
    throw decodeError(what, `"${name}" must be a number from ${low} to ${high}, got ${describe(value)}`);
  }
  return value;
}

/** The value as bytes, at most `limit` of them. */
export function readBytes(value: unknown, limit: number, what: string, name: string): Uint8Array {
  if (!(value instanceof Uint8Array) || value.length > limit) {
    throw decodeError(what, `"${name}" must be at most ${limit} bytes, got ${describe(value)}`);
  }
  return value;
}

/**
 * The value as 32-bit words, at most `limit` of them: a `Uint32Array`, or its bytes in little-endian order, which is
 * what MessagePack makes of one. Always a copy.
 */
export function readWords(value: unknown, limit: number, what: string, name: string): Uint32Array {
  if (value instanceof Uint32Array && value.length <= limit) return value.slice();
  if (value instanceof Uint8Array && value.length % 4 === 0 && value.length <= 4 * limit) {
    const words = new Uint32Array(value.length / 4);
    const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
    for (let i = 0; i < words.length; i += 1) words[i] = view.getUint32(4 * i, true);
    return words;
  }
  throw decodeError(what, `"${name}" must be at most ${limit} words of 32 bits, got ${describe(value)}`);
}

/** The value as 64-bit floating point numbers, at most `limit` of them: as {@link readWords}. Always a copy. */
export function readFloats(value: unknown, limit: number, what: string, name: string): Float64Array {
  if (value instanceof Float64Array && value.length <= limit) return value.slice();
  if (value instanceof Uint8Array && value.length % 8 === 0 && value.length <= 8 * limit) {
    const floats = new Float64Array(value.length / 8);
    const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
    for (let i = 0; i < floats.length; i += 1) floats[i] = view.getFloat64(8 * i, true);
    return floats;
  }
  throw decodeError(what, `"${name}" must be at most ${limit} numbers of 64 bits, got ${describe(value)}`);
}

function describe(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  return Array.isArray(value) ? "an array" : typeof value;
}
