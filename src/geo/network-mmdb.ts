import { readMetadata, SEPARATOR_BYTES, SearchTree } from "./mmdb-tree.ts";
import { damaged, MmdbValues } from "./mmdb-values.ts";
import { NetworkRanges, NetworkTable } from "./network-table.ts";

/**
 * Makes a network table of a MaxMind DB file (GeoLite2-ASN, DB-IP, IPinfo), by walking its search tree once. The number from
 * `autonomous_system_number` or `asn`, the name from `autonomous_system_organization`, `as_name` or `name`.
 * @param bytes the whole file; not kept
 * @throws TidegaugeError `TG_DECODE` where it is no MaxMind DB, a damaged one, or one without networks
 */
export function readNetworkMmdb(bytes: Uint8Array): NetworkTable {
  const about = readMetadata(bytes);
  const tree = new SearchTree(bytes, about);
  const values = new MmdbValues(bytes, about.treeBytes + SEPARATOR_BYTES);
  const names = new Map<number, string>();
  const known = new Map<number, number>();
  const numberOf = (record: number): number => {
    const at = tree.recordAt(record);
    if (at < 0) return 0;
    let number = known.get(record);
    if (number === undefined) {
      number = numberAt(values, at);
      known.set(record, number);
      if (number > 0 && !names.has(number)) names.set(number, nameAt(values, at));
    }
    return number;
  };
  const ranges = (family: 4 | 6): NetworkRanges => {
    const built = new NetworkRanges(family);
    tree.walk(family, (startHi, startLo, lastHi, lastLo, record) => {
      const number = numberOf(record);
      if (number > 0) built.add(startHi, startLo, lastHi, lastLo, number);
    });
    return built.finish();
  };
  const builders = { four: ranges(4), six: ranges(6) };
  if (names.size === 0) throw damaged("it knows no network");
  return new NetworkTable(`${about.type} ${about.date}`, builders, names);
}

function numberAt(values: MmdbValues, at: number): number {
  const member = values.member(at, "autonomous_system_number");
  if (member >= 0) return Math.max(values.number(member), 0);
  const asn = values.member(at, "asn");
  if (asn < 0) return 0;
  const text = /^(?:AS)?(\d{1,10})$/.exec(values.text(asn))?.[1];
  return text === undefined ? Math.max(values.number(asn), 0) : Number(text);
}

function nameAt(values: MmdbValues, at: number): string {
  for (const key of ["autonomous_system_organization", "as_name", "name"]) {
    const member = values.member(at, key);
    if (member >= 0) return values.text(member);
  }
  return "";
}
