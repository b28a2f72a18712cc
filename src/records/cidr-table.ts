import IPCIDR from "ip-cidr";
import { optionError } from "../errors.ts";

/**
 * A set of address ranges that answers `has` by binary search over typed arrays, one table per family, so an IPv4
 * address is never found in an IPv6 range. IPv6 counts to the granularity of a /64, which is what a source is: a
 * longer prefix covers its whole /64.
 */
export class CidrTable {
  /** The ranges as given. */
  readonly cidrs: readonly string[];
  readonly #starts4: Float64Array;
  readonly #ends4: Float64Array;
  /** Upper and lower half of the first and last /64 of each range, four numbers a range. */
  readonly #ranges6: Float64Array;

  /**
   * @param cidrs ranges such as `10.0.0.0/8` or `2001:db8::/32`; a bare address is its own range
   * @param what name of the option, for the error
   * @throws TidegaugeError TG_OPTION for anything that is no range
   */
  constructor(cidrs: readonly string[], what: string) {
    this.cidrs = cidrs;
    const ranges4: [number, number][] = [];
    const ranges6: [bigint, bigint][] = [];
    for (const cidr of cidrs) {
      const range = parseRange(cidr, what);
      if (cidr.includes(":")) ranges6.push([range[0] >> 64n, range[1] >> 64n]);
      else ranges4.push([Number(range[0]), Number(range[1])]);
    }
    const merged4 = merge(ranges4);
    this.#starts4 = Float64Array.from(merged4, (range) => range[0]);
    this.#ends4 = Float64Array.from(merged4, (range) => range[1]);
    this.#ranges6 = Float64Array.from(
      merge(ranges6).flatMap(([start, end]) =>
        [start >> 32n, start & 0xffffffffn, end >> 32n, end & 0xffffffffn].map(Number),
      ),
    );
  }

  /** Whether an address, as in a record (`family`, `addressHi`, `addressLo`), lies in one of the ranges. O(log n). */
  has(family: number, hi: number, lo: number): boolean {
    if (family === 4) {
      const at = lastNotAbove(this.#starts4, lo);
      return at >= 0 && lo <= this.#ends4[at]!;
    }
    if (family !== 6) return false;
    const ranges = this.#ranges6;
    let low = 0;
    let high = ranges.length >> 2;
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = middle << 2;
      if (ranges[at]! < hi || (ranges[at] === hi && ranges[at + 1]! <= lo)) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return false;
    const at = (low - 1) << 2;
    return hi < ranges[at + 2]! || (hi === ranges[at + 2] && lo <= ranges[at + 3]!);
  }
}

function parseRange(text: string, what: string): [bigint, bigint] {
  const cidr = text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`;
  try {
    const range = new IPCIDR(cidr);
    return [range.start<bigint>({ type: "bigInteger" }), range.end<bigint>({ type: "bigInteger" })];
  } catch (cause) {
    const error = optionError(
      "Cannot read address ranges",
      `"${what}" must hold ranges such as 10.0.0.0/8 or 2001:db8::/32, got "${text}"`,
    );
    error.cause = cause;
    throw error;
  }
}

/** Sorted, with overlapping ranges joined. */
function merge<N extends number | bigint>(ranges: [N, N][]): [N, N][] {
  const sorted = [...ranges].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const merged: [N, N][] = [];
  for (const [start, end] of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) {
      if (end > last[1]) last[1] = end;
    } else merged.push([start, end]);
  }
  return merged;
}

function lastNotAbove(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
