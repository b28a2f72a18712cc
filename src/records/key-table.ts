import type { FieldKind } from "./fields.ts";

/** Which keys mean what: path of a key → field, with a rank where several name the same thing (the lowest wins). */
export type KeyMap = Readonly<Record<string, FieldKind | readonly [field: FieldKind, rank: number]>>;

/** Keys under which collectors put the whole of what a program wrote, where the table does not know them otherwise. */
const WRAPPERS = ["jsonPayload", "log", "record", "message", "payload", "data", "parsed", "fields"];
const PROGRAMS = ["nginx", "apache", "aws", "access", "access_log"];
/** Added to the ranks of what stands in such an object: what stands beside it goes before. */
export const WRAPPED_RANK = 400;
const SLOTS = 1024;
/** FNV-1a offset basis: the hash of the empty path. */
export const ROOT = 0x811c9dc5 | 0;
const PRIME = 0x01000193;
const DOT = 46;

/**
 * Finds fields by the path of their key, over bytes. Paths are compared without regard to case, `_`, `-` and `@`, and a
 * dot in a key is the same as nesting, so `user_agent.original`, `UserAgent.Original` and nested objects are one path.
 * A path is a running 32-bit hash; a collision would at worst read a field nobody asked for.
 */
export class KeyTable {
  readonly #hashes = new Int32Array(SLOTS);
  readonly #fields = new Int16Array(SLOTS);
  readonly #ranks = new Int16Array(SLOTS);
  readonly #isPrefix = new Uint8Array(SLOTS);
  readonly #isWrapper = new Uint8Array(SLOTS);

  /** @param map paths with `.` between nested keys */
  constructor(map: KeyMap) {
    for (const [path, meaning] of Object.entries(map)) {
      const [field, rank] = typeof meaning === "number" ? [meaning, 0] : meaning;
      const bytes = new TextEncoder().encode(path);
      const slot = this.#slotFor(hashKey(ROOT, bytes, 0, bytes.length));
      this.#fields[slot] = field;
      this.#ranks[slot] = rank;
      for (let dot = path.indexOf("."); dot >= 0; dot = path.indexOf(".", dot + 1)) {
        this.#isPrefix[this.#slotFor(hashKey(ROOT, bytes, 0, dot))] = 1;
      }
    }
    for (const wrapper of [...WRAPPERS, ...PROGRAMS]) {
      const bytes = new TextEncoder().encode(wrapper);
      const slot = this.#slotFor(hashKey(ROOT, bytes, 0, bytes.length));
      if (this.#fields[slot] === 0 && this.#isPrefix[slot] === 0) this.#isWrapper[slot] = 1;
    }
  }

  /** Slot of a path by its hash, or -1. */
  find(hash: number): number {
    const hashes = this.#hashes;
    for (let slot = hash & (SLOTS - 1); hashes[slot] !== 0; slot = (slot + 1) & (SLOTS - 1)) {
      if (hashes[slot] === hash) return slot;
    }
    return -1;
  }

  /** The field that a slot means, or 0. */
  field(slot: number): number {
    return this.#fields[slot]!;
  }

  /** Rank of a slot's path among those of the same field. */
  rank(slot: number): number {
    return this.#ranks[slot]!;
  }

  /** Whether longer paths go on from the slot's. */
  isPrefix(slot: number): boolean {
    return this.#isPrefix[slot] === 1;
  }

  /** Whether what stands under the slot's path is read as if it stood around it: a collector has wrapped it. */
  isWrapper(slot: number): boolean {
    return this.#isWrapper[slot] === 1;
  }

  /** All slots for a kernel: hash, and field | rank + 1 << 8 | whether longer paths go on << 24 | whether it wraps << 25. */
  get words(): Int32Array {
    const words = new Int32Array(2 * SLOTS);
    for (let slot = 0; slot < SLOTS; slot += 1) {
      words[2 * slot] = this.#hashes[slot]!;
      words[2 * slot + 1] =
        this.#fields[slot]! |
        ((this.#ranks[slot]! + 1) << 8) |
        (this.#isPrefix[slot]! << 24) |
        (this.#isWrapper[slot]! << 25);
    }
    return words;
  }

  #slotFor(hash: number): number {
    let slot = hash & (SLOTS - 1);
    while (this.#hashes[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & (SLOTS - 1);
    this.#hashes[slot] = hash;
    return slot;
  }
}

/** The hash with which the keys of an object under `parent` begin; `addByte` goes on with it. */
export function beginKey(parent: number): number {
  return parent === ROOT ? ROOT : Math.imul(parent ^ DOT, PRIME);
}

/** The hash after one more byte of the key. */
export function addByte(hash: number, byte: number): number {
  if (byte === 0x5f || byte === 0x2d || byte === 0x40) return hash;
  return Math.imul(hash ^ (byte >= 65 && byte <= 90 ? byte | 32 : byte), PRIME);
}

/** Hash of the path that goes on from `parent` by the key `[start, end)`; see {@link KeyTable}. */
export function hashKey(parent: number, bytes: Uint8Array, start: number, end: number): number {
  let hash = beginKey(parent);
  for (let i = start; i < end; i += 1) hash = addByte(hash, bytes[i]!);
  return hash === 0 ? 1 : hash;
}
