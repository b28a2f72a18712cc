import { damaged, MmdbValues } from "./mmdb-values.ts";

/** Stands before the metadata, which lie within the last 128 KiB: `\xab\xcd\xefMaxMind.com`. */
const MARKER = Uint8Array.from([0xab, 0xcd, 0xef, ...new TextEncoder().encode("MaxMind.com")]);
const MOST_METADATA_BYTES = 128 * 1024;
/** Zero bytes between the search tree and the data. */
export const SEPARATOR_BYTES = 16;

/** What the metadata of a MaxMind DB file say. */
export interface Metadata {
  readonly type: string;
  /** `2023-11-15` */
  readonly date: string;
  readonly nodeCount: number;
  /** Bits of each half of a node: 24, 28 or 32. */
  readonly recordBits: number;
  readonly ipVersion: number;
  readonly treeBytes: number;
}

/** Reads the metadata at the end of a file. @throws TidegaugeError `TG_DECODE` where there are none, or they do not fit it */
export function readMetadata(bytes: Uint8Array): Metadata {
  const start = markerEnd(bytes);
  const values = new MmdbValues(bytes, start);
  const number = (key: string) => {
    const at = values.member(start, key);
    return at < 0 ? -1 : values.number(at);
  };
  const nodeCount = number("node_count");
  const recordBits = number("record_size");
  const ipVersion = number("ip_version");
  const treeBytes = (nodeCount * recordBits) / 4;
  const isKnown = [24, 28, 32].includes(recordBits) && (ipVersion === 4 || ipVersion === 6);
  if (nodeCount < 0 || !isKnown || treeBytes + SEPARATOR_BYTES > start) {
    throw damaged("its metadata do not fit it");
  }
  const type = values.member(start, "database_type");
  const date = new Date(Math.min(number("build_epoch"), 8e12) * 1000);
  return {
    type: (type < 0 ? "" : values.text(type)) || "MaxMind DB",
    date: date.toISOString().slice(0, 10),
    nodeCount,
    recordBits,
    ipVersion,
    treeBytes,
  };
}

function markerEnd(bytes: Uint8Array): number {
  const from = Math.max(0, bytes.length - MOST_METADATA_BYTES);
  for (let at = bytes.length - MARKER.length; at >= from; at -= 1) {
    if (MARKER.every((byte, index) => bytes[at + index] === byte)) return at + MARKER.length;
  }
  throw damaged("its metadata are not found");
}

/** The tree of address bits: a node has a half for bit 0 and one for bit 1, each the number of a node or more. */
export class SearchTree {
  readonly #bytes: Uint8Array;
  readonly #about: Metadata;

  constructor(bytes: Uint8Array, about: Metadata) {
    this.#bytes = bytes;
    this.#about = about;
  }

  /**
   * Visits the ranges of one family in order of address; of an IPv6 address the upper 64 bits count, and of what lies deeper the
   * first. IPv4 addresses within the IPv6 ones (6to4 and its like) are left out there. `record` is what {@link recordAt} takes.
   * @throws TidegaugeError `TG_DECODE` where the tree is none
   */
  walk(
    family: 4 | 6,
    visitor: (startHi: number, startLo: number, lastHi: number, lastLo: number, record: number) => void,
  ): void {
    const { nodeCount, ipVersion } = this.#about;
    if (family === 6 && ipVersion !== 6) return;
    const start4 = this.#start4();
    const alias = family === 6 && start4 < nodeCount ? start4 : -1;
    const bits = family === 4 ? 32 : 64;
    let visited = 0;
    const visit = (node: number, depth: number, hi: number, lo: number): void => {
      if (node === alias) return;
      if (node < nodeCount && depth < bits) {
        // A tree whose branches meet again would be walked as many times as there are addresses.
        visited += 1;
        if (visited > nodeCount) throw damaged("its search tree is no tree");
        const bit = family === 4 ? depth + 32 : depth;
        visit(this.#half(node, 0), depth + 1, hi, lo);
        if (bit < 32) visit(this.#half(node, 1), depth + 1, (hi | (1 << (31 - bit))) >>> 0, lo);
        else visit(this.#half(node, 1), depth + 1, hi, (lo | (1 << (63 - bit))) >>> 0);
        return;
      }
      const free = bits - depth;
      const lastLo = free >= 32 ? 0xffffffff : (lo | (2 ** free - 1)) >>> 0;
      const lastHi = free > 32 ? (hi | (2 ** (free - 32) - 1)) >>> 0 : hi;
      visitor(hi, lo, lastHi, lastLo, this.#leaf(node));
    };
    visit(family === 4 ? start4 : 0, 0, 0, 0);
  }

  /** Position in the file of the value that a record leads to, or -1 where it stands for "nothing known". */
  recordAt(record: number): number {
    const { nodeCount, treeBytes } = this.#about;
    return record === nodeCount ? -1 : treeBytes + record - nodeCount;
  }

  /** The node of the IPv4 addresses, which an IPv6 tree has at `::/96`. */
  #start4(): number {
    const { ipVersion, nodeCount } = this.#about;
    let node = 0;
    for (let depth = 0; ipVersion === 6 && depth < 96 && node < nodeCount; depth += 1)
      node = this.#half(node, 0);
    return node;
  }

  /** The first thing known under a node; the same value where it is no node. */
  #leaf(node: number): number {
    const { nodeCount } = this.#about;
    let at = node;
    for (let depth = 0; at < nodeCount; depth += 1) {
      if (depth > 64) throw damaged("its search tree does not end");
      const left = this.#half(at, 0);
      at = left === nodeCount ? this.#half(at, 1) : left;
    }
    return at;
  }

  #half(node: number, bit: 0 | 1): number {
    const bytes = this.#bytes;
    const { recordBits } = this.#about;
    const at = (node * recordBits) / 4;
    if (recordBits === 24) {
      const from = at + 3 * bit;
      return (bytes[from]! << 16) | (bytes[from + 1]! << 8) | bytes[from + 2]!;
    }
    if (recordBits === 32) {
      const from = at + 4 * bit;
      return (
        ((bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!) >>> 0
      );
    }
    const middle = bytes[at + 3]!;
    const from = at + 4 * bit;
    const low = (bytes[from]! << 16) | (bytes[from + 1]! << 8) | bytes[from + 2]!;
    return ((bit === 0 ? middle >>> 4 : middle & 15) << 24) | low;
  }
}
