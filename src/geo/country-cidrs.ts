import type { PlaceTable } from "./place-table.ts";

/** A range of numbers, half-open. */
interface Range {
  readonly start: bigint;
  readonly end: bigint;
}

/**
 * The address ranges of countries as CIDRs, IPv4 first, ascending and as few as possible: for firewalls that know no countries.
 * Thousands for most countries. O(ranges of the table)
 *
 * @param codes ISO 3166 alpha-2
 */
export function countryCidrs(places: PlaceTable, codes: readonly string[]): string[] {
  const ranges4 = codes.flatMap((code) =>
    places.rangesOf(code).map(({ start, end }) => ({ start: BigInt(start), end: BigInt(end) })),
  );
  const ranges6 = codes.flatMap((code) =>
    places.ranges6Of(code).map(({ startHi, startLo, endHi, endLo }) => ({
      start: join(startHi, startLo),
      end: join(endHi, endLo),
    })),
  );
  return [
    ...blocks(ranges4, 32).map(({ start, length }) => `${ipv4(start)}/${length}`),
    ...blocks(ranges6, 64).map(({ start, length }) => `${ipv6(start)}/${length}`),
  ];
}

function join(hi: number, lo: number): bigint {
  return (BigInt(hi) << 32n) | BigInt(lo);
}

/** Ranges as blocks whose size is a power of two that divides their start. */
function blocks(ranges: readonly Range[], bits: number): { start: bigint; length: number }[] {
  const found: { start: bigint; length: number }[] = [];
  const sorted = [...ranges].sort((a, b) => (a.start < b.start ? -1 : 1));
  for (let i = 0; i < sorted.length; ) {
    let at = sorted[i]!.start;
    let end = sorted[i]!.end;
    for (i += 1; i < sorted.length && sorted[i]!.start <= end; i += 1) {
      if (sorted[i]!.end > end) end = sorted[i]!.end;
    }
    while (at < end) {
      let host = 0;
      while (host < bits && ((at >> BigInt(host)) & 1n) === 0n && at + (2n << BigInt(host)) <= end) host += 1;
      found.push({ start: at, length: bits - host });
      at += 1n << BigInt(host);
    }
  }
  return found;
}

function ipv4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".");
}

/** @param network the upper 64 bits */
function ipv6(network: bigint): string {
  const groups = [48n, 32n, 16n, 0n].map((shift) => ((network >> shift) & 0xffffn).toString(16));
  while (groups.at(-1) === "0") groups.pop();
  return `${groups.join(":")}::`;
}
