import type { PlaceTable } from "../../src/geo/place-table.ts";
import type { Truth } from "../../src/simulator/index.ts";

/** Texts as numbers, in order of first sight. */
export class Names {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  /** The number of a text. */
  of(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.texts.length;
      this.#numbers.set(text, number);
      this.texts.push(text);
    }
    return number;
  }

  get size(): number {
    return this.texts.length;
  }
}

const LINE =
  /^(?:[^ ]+:\d+ )?([^ ]+) [^ ]+ [^ ]+ \[(\d\d)\/(\w{3})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)\] "([A-Z]+) ([^ ?"]*)[^ "]*[^"]*" (\d{3}) \d+(?: "([^"]*)" "([^"]*)")?/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * A combined, common or vhost-combined log as columns with the truth beside them. Deliberately independent of the
 * reader that is being measured: a regular expression and a split.
 */
export class RequestColumns {
  readonly count: number;
  readonly timeMs: Float64Array;
  readonly source: Uint32Array;
  readonly prefix: Uint32Array;
  readonly country: Uint16Array;
  readonly status: Uint16Array;
  readonly method: Uint16Array;
  readonly path: Uint32Array;
  readonly userAgent: Uint32Array;
  readonly referrer: Uint32Array;
  /** 1 for a login attempt. */
  readonly login: Uint8Array;
  /** Letter of the truth, as a character code. */
  readonly label: Uint8Array;
  readonly sources = new Names();
  readonly prefixes = new Names();
  readonly countries = new Names();
  readonly methods = new Names();
  readonly paths = new Names();
  readonly userAgents = new Names();
  readonly referrers = new Names();
  /** Prefix and country by source. */
  readonly prefixOf: number[] = [];
  readonly countryOf: number[] = [];

  constructor(log: Buffer, truth: Truth, places: PlaceTable) {
    const { organic, attack, benignBots, nuisance } = truth.totals;
    const count = organic + attack + benignBots + nuisance;
    this.count = count;
    this.timeMs = new Float64Array(count);
    this.source = new Uint32Array(count);
    this.prefix = new Uint32Array(count);
    this.country = new Uint16Array(count);
    this.status = new Uint16Array(count);
    this.method = new Uint16Array(count);
    this.path = new Uint32Array(count);
    this.userAgent = new Uint32Array(count);
    this.referrer = new Uint32Array(count);
    this.login = new Uint8Array(count);
    this.label = labels(truth.labels, count);
    const loginPaths = new Set(truth.loginPaths);
    let row = 0;
    for (let start = 0; start < log.length; ) {
      const newline = log.indexOf(10, start);
      const end = newline < 0 ? log.length : newline;
      this.#read(row, log.toString("latin1", start, end), loginPaths, places);
      row += 1;
      start = end + 1;
    }
    if (row !== count) throw new Error(`${truth.scenario}: ${row} lines, but the truth tells of ${count}`);
  }

  #read(row: number, line: string, loginPaths: ReadonlySet<string>, places: PlaceTable): void {
    const match = LINE.exec(line);
    if (match === null) throw new Error(`not a line this reads: ${line}`);
    const [
      ,
      address,
      day,
      month,
      year,
      hour,
      minute,
      second,
      sign,
      zoneHour,
      zoneMinute,
      method,
      path,
      status,
      referrer,
      userAgent,
    ] = match;
    const offset = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === "-" ? -1 : 1);
    this.timeMs[row] =
      Date.UTC(
        Number(year),
        MONTHS.indexOf(month!),
        Number(day),
        Number(hour),
        Number(minute),
        Number(second),
      ) -
      offset * 60_000;
    const source = this.sources.of(address!);
    if (source === this.prefixOf.length) {
      const network = networkOf(address!);
      this.prefixOf.push(this.prefixes.of(network.prefix));
      this.countryOf.push(
        this.countries.of(places.country(places.lookup(network.family, network.hi, network.lo))),
      );
    }
    this.source[row] = source;
    this.prefix[row] = this.prefixOf[source]!;
    this.country[row] = this.countryOf[source]!;
    this.status[row] = Number(status);
    this.method[row] = this.methods.of(method!);
    this.path[row] = this.paths.of(path!);
    this.referrer[row] = this.referrers.of(referrer ?? "-");
    this.userAgent[row] = this.userAgents.of(userAgent ?? "-");
    this.login[row] = method === "POST" && loginPaths.has(path!) ? 1 : 0;
  }
}

/** Words of an address, and its /24 or /48 as text. */
export function networkOf(address: string): { family: number; hi: number; lo: number; prefix: string } {
  if (!address.includes(":")) {
    const [a, b, c, d] = address.split(".").map(Number) as [number, number, number, number];
    return {
      family: 4,
      hi: 0,
      lo: ((a << 24) | (b << 16) | (c << 8) | d) >>> 0,
      prefix: `${a}.${b}.${c}.0/24`,
    };
  }
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  while (groups.length + last.length < 8) groups.push("0");
  const words = [...groups, ...last].map((group) => Number.parseInt(group, 16));
  const [a, b, c, d] = words as [number, number, number, number];
  return {
    family: 6,
    hi: ((a << 16) | b) >>> 0,
    lo: ((c << 16) | d) >>> 0,
    prefix: `${a.toString(16)}:${b.toString(16)}:${c.toString(16)}::/48`,
  };
}

function labels(runs: string, count: number): Uint8Array {
  const result = new Uint8Array(count);
  let at = 0;
  for (const [, letter, length] of runs.matchAll(/([a-z])(\d+)/g)) {
    const end = at + Number(length);
    result.fill(letter!.charCodeAt(0), at, end);
    at = end;
  }
  if (at !== count) throw new Error(`labels for ${at} lines, but ${count} lines`);
  return result;
}
