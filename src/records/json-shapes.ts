import { Ascii } from "../bytes/ascii.ts";
import type { FieldSlots } from "./field-slots.ts";
import { skipValue, stringEnd } from "./json-text.ts";

/** What a value is, as far as finding its end goes. */
export const ValueKind = {
  /** No value: the object has ended. */
  end: 0,
  /** In quotes, which belong to the texts around it. */
  string: 1,
  /** A number, true, false or null. */
  bare: 2,
  /** An object that nobody asks for, stepped over. */
  object: 3,
  /** The same for a list. */
  list: 4,
  /** What is left of a list after its first element. */
  rest: 5,
} as const;

const NODES = 512;
const EDGES = 1024;
/** A node is four numbers: kind, field, rank, first edge (0 for none). */
const NODE = 4;
/**
 * An edge is six: the node's next edge, target, length of its text, where the text's words begin, its last word, and by how
 * many bits that is shifted to the right where the text is shorter than a word.
 */
const EDGE = 6;
/** In every byte of a word: a quote, a backslash, the lowest bit, the highest. */
const QUOTES = 0x22222222;
const BACKSLASHES = 0x5c5c5c5c;
const ONES = 0x01010101;
const HIGHS = 0x80808080 | 0;
const LITERAL_WORDS = 8 * 1024;
/** Longer texts between values are seldom the same twice. */
const MAX_LITERAL_BYTES = 256;
/** Ways on from one value that are tried before the line is read the general way. */
const MAX_TRIES = 12;
/** So often everything is forgotten when it is full; then what is known stays. */
const MAX_WIPES = 8;

/**
 * The shapes of a log's JSON objects, learned from its lines: after each key, which text may come before the next value,
 * byte for byte. Programs write their keys always in the same order and spelling, so that most lines are read by comparing
 * bytes with what is expected and searching the ends of values; nothing is hashed, no nesting is tracked.
 *
 * A node is a key in its place (path and depth), an edge the text between its value and the next. Whatever has not been seen
 * yet is read by the general way, which tells what it finds by {@link note}; both give the same fields. Memory: fixed, 60 KB.
 */
export class JsonShapes {
  readonly #nodes = new Int32Array(NODES * NODE);
  readonly #edges = new Int32Array(EDGES * EDGE);
  /** Texts of the edges, four bytes a word, the first lowest. */
  readonly #words = new Int32Array(LITERAL_WORDS);
  /** The bytes of which `#view` is a view: words that lie anywhere are read by it. */
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(this.#bytes.buffer);
  readonly #nodeOf = new Map<string, number>();
  #nodeCount = 1;
  #edgeCount = 1;
  #wordCount = 0;
  #wipes = 0;
  /** Where the line that is being learned has got to: its node, and the end of its last value; -1 where it is not learned. */
  #node = -1;
  #valueEnd = 0;

  /**
   * Reads the object at `start` where all of it is of a known shape, and offers its values to the slots.
   * @returns the position after it, or -1: then the slots hold what nobody should use
   */
  walk(bytes: Uint8Array, start: number, end: number, slots: FieldSlots): number {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const view = this.#view;
    const nodes = this.#nodes;
    const edges = this.#edges;
    const words = this.#words;
    slots.mayHaveEscapes = false;
    let node = 0;
    let i = start;
    for (;;) {
      let edge = nodes[node + 3]!;
      for (; edge !== 0; edge = edges[edge]!) {
        const literalEnd = i + edges[edge + 2]!;
        if (literalEnd > end) continue;
        // The last word first: it is where texts differ, and the only one that overlaps another.
        const lastAt = literalEnd - 4;
        if (lastAt < start || view.getInt32(lastAt, true) >> edges[edge + 5]! !== edges[edge + 4]!) continue;
        let at = i;
        let word = edges[edge + 3]!;
        while (at < lastAt && view.getInt32(at, true) === words[word]) {
          at += 4;
          word += 1;
        }
        if (at < lastAt || !fits(nodes[edges[edge + 1]!]!, bytes, literalEnd, end)) continue;
        node = edges[edge + 1]!;
        i = literalEnd;
        break;
      }
      if (edge === 0) return -1;
      const from = i;
      const field = nodes[node + 1]!;
      switch (nodes[node]) {
        case ValueKind.string: {
          for (const last = end - 4; i <= last; i += 4) {
            const word = view.getInt32(i, true);
            const quotes = word ^ QUOTES;
            const backslashes = word ^ BACKSLASHES;
            // A byte that is zero borrows into its highest bit (Hacker's Delight, section 6-1).
            if ((((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes)) & HIGHS) break;
          }
          while (i < end && bytes[i] !== Ascii.quote && bytes[i] !== Ascii.backslash) i += 1;
          if (i >= end) return -1;
          if (bytes[i] === Ascii.backslash) {
            slots.mayHaveEscapes = true;
            i = stringEnd(bytes, i, end);
            if (i < 0) return -1;
          }
          if (field !== 0) slots.offer(field, nodes[node + 2]!, bytes, from, i);
          break;
        }
        case ValueKind.bare:
          while (i < end && isBare(bytes[i]!)) i += 1;
          if (field !== 0 && isNumberStart(bytes[from]!))
            slots.offer(field, nodes[node + 2]!, bytes, from, i);
          break;
        case ValueKind.object:
        case ValueKind.list:
          i = skipValue(bytes, i, end);
          if (i < 0) return -1;
          break;
        case ValueKind.rest:
          i = skipRest(bytes, i, end);
          if (i < 0) return -1;
          break;
        default:
          return i;
      }
    }
  }

  /** Begins to learn from a line that is read the general way. */
  begin(start: number): void {
    this.#node = this.#wipes > MAX_WIPES ? -1 : 0;
    this.#valueEnd = start;
  }

  /** Gives up learning from this line: it has something that no shape can hold. */
  giveUp(): void {
    this.#node = -1;
  }

  /**
   * Notes a value that the general way has found.
   * @param start where it begins (after its quote), and where it ends (before its quote)
   * @param kind one of {@link ValueKind}
   * @param path hash of its key's path
   * @param depth objects around it; the same path at the same depth is the same place
   * @param field what it means, 0 for nothing
   */
  note(
    bytes: Uint8Array,
    start: number,
    end: number,
    kind: number,
    path: number,
    depth: number,
    field: number,
    rank: number,
  ): void {
    const from = this.#node;
    if (from < 0) return;
    const length = start - this.#valueEnd;
    if (length > MAX_LITERAL_BYTES || length === 0) {
      this.giveUp();
      return;
    }
    if (this.#isFull(length)) {
      this.#wipe();
      this.giveUp();
      return;
    }
    const target = this.#place(`${path},${depth},${kind}`, kind, field, rank);
    const known = this.#find(from, target, bytes, length);
    if (known < 0) {
      this.giveUp();
      return;
    }
    if (known === 0) this.#connect(from, target, bytes, length);
    this.#node = target;
    this.#valueEnd = end;
  }

  #place(key: string, kind: number, field: number, rank: number): number {
    let node = this.#nodeOf.get(key);
    if (node === undefined) {
      node = this.#nodeCount * NODE;
      this.#nodeCount += 1;
      this.#nodeOf.set(key, node);
      this.#nodes.set([kind, field, rank, 0], node);
    }
    return node;
  }

  /** The edge with this text and target, 0 where there is none, -1 where the node has as many as are tried. */
  #find(from: number, target: number, bytes: Uint8Array, length: number): number {
    const edges = this.#edges;
    const start = this.#valueEnd;
    let count = 0;
    for (let edge = this.#nodes[from + 3]!; edge !== 0; edge = edges[edge]!) {
      if (edges[edge + 1] === target && edges[edge + 2] === length) {
        let word = 0;
        while (
          word * 4 < length &&
          wordAt(bytes, start + 4 * word, start + length) === this.#words[edges[edge + 3]! + word]
        )
          word += 1;
        if (word * 4 >= length) return edge;
      }
      count += 1;
    }
    return count >= MAX_TRIES ? -1 : 0;
  }

  #connect(from: number, target: number, bytes: Uint8Array, length: number): void {
    const edges = this.#edges;
    const edge = this.#edgeCount * EDGE;
    this.#edgeCount += 1;
    const start = this.#valueEnd;
    const shift = length < 4 ? 8 * (4 - length) : 0;
    const last = wordAt(bytes, start + length - 4, start + length) >> shift;
    edges.set([0, target, length, this.#wordCount, last, shift], edge);
    for (let at = 0; at < length; at += 4) {
      this.#words[this.#wordCount] = wordAt(bytes, start + at, start + length);
      this.#wordCount += 1;
    }
    // Behind the others: what was seen first is seen most.
    let before = this.#nodes[from + 3]!;
    if (before === 0) this.#nodes[from + 3] = edge;
    else {
      while (edges[before] !== 0) before = edges[before]!;
      edges[before] = edge;
    }
  }

  #isFull(length: number): boolean {
    return (
      this.#nodeCount === NODES ||
      this.#edgeCount === EDGES ||
      this.#wordCount + length / 4 > LITERAL_WORDS - 1
    );
  }

  #wipe(): void {
    this.#wipes += 1;
    if (this.#wipes > MAX_WIPES) return;
    this.#nodeOf.clear();
    this.#nodes.fill(0);
    this.#nodeCount = 1;
    this.#edgeCount = 1;
    this.#wordCount = 0;
  }
}

/** Whether a value of this kind begins at `at`: the text before a number is a beginning of the one before a string. */
function fits(kind: number, bytes: Uint8Array, at: number, end: number): boolean {
  if (kind === ValueKind.string || kind === ValueKind.rest || kind === ValueKind.end) return true;
  if (at >= end) return false;
  const byte = bytes[at]!;
  if (kind === ValueKind.object) return byte === Ascii.braceOpen;
  return kind === ValueKind.list ? byte === Ascii.bracketOpen : isBare(byte);
}

/** Whether a byte may belong to a number, true, false or null: no blank, and nothing that structures. */
export function isBare(byte: number): boolean {
  return (
    byte > 32 &&
    byte !== Ascii.quote &&
    byte !== Ascii.backslash &&
    byte !== Ascii.comma &&
    byte !== Ascii.braceOpen &&
    byte !== Ascii.braceClose &&
    byte !== Ascii.bracketOpen &&
    byte !== Ascii.bracketClose
  );
}

function isNumberStart(byte: number): boolean {
  return byte === Ascii.minus || (byte - Ascii.zero) >>> 0 <= 9;
}

/** The four bytes at `at` as one number, the first lowest; zeros behind `end`. */
function wordAt(bytes: Uint8Array, at: number, end: number): number {
  let word = 0;
  for (let i = Math.min(at + 4, end) - 1; i >= at; i -= 1) word = (word << 8) | bytes[i]!;
  return word;
}

/** The bracket that ends the list of which `at` is behind a comma, or -1. */
function skipRest(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end) {
    i = skipValue(bytes, i, end);
    if (i < 0 || i >= end) return -1;
    while (i < end && bytes[i]! <= 32) i += 1;
    if (bytes[i] === Ascii.bracketClose) return i;
    if (bytes[i] !== Ascii.comma) return -1;
    i += 1;
  }
  return -1;
}
