import type { Baseline } from "../baselines/baseline.ts";
import type { KnownKeys } from "../baselines/known-keys.ts";
import type { Carrier } from "../bytes/carrier.ts";
import { NumberIndex } from "../bytes/number-index.ts";
import type { CountryIndex } from "../geo/country-index.ts";
import { Source, SourceFlag } from "../windows/source-layout.ts";
import type { WindowSummary } from "../windows/window-summary.ts";
import { Deeds } from "./deeds.ts";
import { bitCount, NOT_APPLICABLE, SOURCE_ATTRIBUTES } from "./source-attributes.ts";

const ATTRIBUTES = SOURCE_ATTRIBUTES.length;
/** The attributes that are told from when and beside whom a source came, each with its place among all. */
const COMPANY = SOURCE_ATTRIBUTES.flatMap((attribute, k) =>
  attribute.isOfCompany ? [{ k, attribute }] : [],
);

/** Why a source may look like a machine: none, the script of a page that is open before somebody, or a program that is at home here. */
export const Excuse = { none: 0, openPage: 1, atHome: 2 } as const;

/**
 * The sources of a span as the judge sees them: one unit a row of the source sample, a column an array. Filled anew
 * for every judgement; the arrays grow and stay.
 */
export class Units {
  count = 0;
  /** Of them in the sampled rows of the window; the others are in its loud rows. */
  sampled = 0;
  /** Probability with which a source was sampled, 0..1. */
  theta = 1;
  /** Where the row of each is, among the sampled or the loud ones. */
  offsets = new Uint32Array(256);
  /** Estimated requests, sources, and people that the unit stands for. */
  requests = new Float64Array(256);
  people = new Float64Array(256);
  sources = new Float64Array(256);
  /** Bins of the source attributes, {@link SOURCE_ATTRIBUTES}.length a unit. */
  bins = new Uint8Array(256 * ATTRIBUTES);
  hashHi = new Uint32Array(256);
  hashLo = new Uint32Array(256);
  family = new Uint8Array(256);
  addressHi = new Uint32Array(256);
  addressLo = new Uint32Array(256);
  place = new Uint16Array(256);
  country = new Uint16Array(256);
  userAgent = new Uint32Array(256);
  prefix = new Float64Array(256);
  /** AS number that the log itself gave, 0 where it gave none. */
  network = new Uint32Array(256);
  /** What it did, how often, and how its logins were answered, as one number: for telling sources that are all alike. */
  cell = new Uint16Array(256);
  /** The one or two paths that it asked for, and how, as one number ({@link askedOf}); 0 where it asked for more. */
  asked = new Uint32Array(256);
  /** 1 for who calls itself a crawler or monitor; 2 for who is counted as organic by option. */
  exempt = new Uint8Array(256);
  attempts = new Float64Array(256);
  /** Login attempts by {@link LoginAnswer}, three a unit, of the one source: not scaled to what the unit stands for. */
  answered = new Float64Array(3 * 256);
  overloads = new Float64Array(256);
  /** Requests answered overload beyond the first, which people would not have sent without it. */
  retries = new Float64Array(256);
  /** Requests for a waiting room that no list names, as the judgement learned it: answered, and yet refusals. */
  queued = new Float64Array(256);
  /** Why what looks like a machine says nothing against a unit, one of {@link Excuse}; written by the judgement. */
  excused = new Uint8Array(256);
  referred = new Uint8Array(256);
  /** Probability that the unit belongs to the attack; written by the mixture. */
  attack = new Float64Array(256);
  /** Log-likelihood ratio of what it did, attack against people; written by the mixture. */
  behaviour = new Float64Array(256);
  /** The part of `behaviour` that is looks: what a script that drives a browser can forge. */
  looks = new Float64Array(256);
  readonly #deeds = new Deeds();
  /** Prefixes by number, the number of each unit's, and the sources of each. */
  readonly #prefixes = new NumberIndex();
  #prefixOf = new Uint32Array(256);
  #neighbours = new Float64Array(256);
  #factors = new Float64Array(256);
  /** Minutes since sources, and prefixes by number, were first learned, as in `SourceContext`. */
  #sourceAges = new Float64Array(256);
  #prefixAges = new Float64Array(256);
  readonly #context = { sourceAge: 0, prefixAge: 0, neighbours: 1, usualAnswer: null, people: 1 };

  /**
   * Reads the rows of a window. O(rows).
   * @param vouchMs until when normal traffic may vouch for a source: the onset of an attack under way, else the window's start
   * @param growth how many times as many sources as usual there are, >= 1: a crowd from the audience's networks fills them
   * @param most of more sources than this, only so many are read, with whoever is loud; the window must be settled
   */
  fill(
    window: WindowSummary,
    baseline: Baseline,
    countries: CountryIndex,
    vouchMs = window.startMs,
    growth = 1,
    most = Number.POSITIVE_INFINITY,
  ): void {
    const { sources } = window;
    this.#reserve(sources.size + sources.loudSize);
    this.sampled = sources.readRows(most, this.offsets, this.#factors, this.sources);
    this.count = this.sampled + sources.loudSize;
    this.theta = sources.thetaOf(most);
    this.#prefixes.clear();
    this.#deeds.expect(baseline.usualAnswer);
    const minute = Math.floor(Math.min(vouchMs, window.startMs) / 60_000);
    const parts = [
      { rows: sources.rows, start: 0, end: this.sampled },
      { rows: sources.loudRows, start: this.sampled, end: this.count },
    ];
    for (const { rows, start, end } of parts) this.#findPrefixes(rows, start, end);
    for (const { rows, start, end } of parts) this.#findAges(rows, start, end, baseline.sources, minute);
    const prefixes = this.#prefixes;
    for (let number = 0; number < prefixes.size; number += 1) {
      const prefix = prefixes.keys[number]!;
      this.#prefixAges[number] = baseline.prefixes.age(prefixHi(prefix), prefixLo(prefix), minute);
    }
    for (const { rows, start, end } of parts) this.#read(rows, start, end, countries, growth);
  }

  /** Finds the prefix of the units `[start, end)`, and how many sources each has. */
  #findPrefixes(rows: Uint32Array, start: number, end: number): void {
    const prefixes = this.#prefixes;
    const neighbours = this.#neighbours;
    const { sources, offsets } = this;
    for (let unit = start; unit < end; unit += 1) {
      const row = offsets[unit]!;
      const prefix = prefixNumber(
        rows[row + Source.place]! >>> 16,
        rows[row + Source.addressHi]!,
        rows[row + Source.addressLo]!,
      );
      this.prefix[unit] = prefix;
      const isNew = prefixes.size;
      const number = prefixes.add(prefix);
      this.#prefixOf[unit] = number;
      neighbours[number] = number === isNew ? sources[unit]! : neighbours[number]! + sources[unit]!;
    }
  }

  /** Looks up since when sources are known: by themselves, since each look-up waits for memory and the next need not wait for it. */
  #findAges(rows: Uint32Array, start: number, end: number, known: KnownKeys, minute: number): void {
    const ages = this.#sourceAges;
    const { offsets } = this;
    for (let unit = start; unit < end; unit += 1) {
      const row = offsets[unit]!;
      ages[unit] = known.age(rows[row]!, rows[row + 1]!, minute);
    }
  }

  /** Reads the rows of the units `[start, end)`. */
  #read(rows: Uint32Array, start: number, end: number, countries: CountryIndex, growth: number): void {
    const { bins, hashHi, hashLo, family, addressHi, addressLo, place, country, network, userAgent } = this;
    const { offsets } = this;
    const deeds = this.#deeds;
    const context = this.#context;
    for (let unit = start; unit < end; unit += 1) {
      const row = offsets[unit]!;
      hashHi[unit] = rows[row]!;
      hashLo[unit] = rows[row + 1]!;
      const where = rows[row + Source.place]!;
      family[unit] = where >>> 16;
      place[unit] = where & 0xffff;
      country[unit] = countries.ofPlace(where & 0xffff);
      addressHi[unit] = rows[row + Source.addressHi]!;
      addressLo[unit] = rows[row + Source.addressLo]!;
      network[unit] = rows[row + Source.network]!;
      userAgent[unit] = rows[row + Source.userAgent]!;
      const factor = this.#factors[unit]!;
      this.requests[unit] = factor * rows[row + Source.requests]!;
      const entry = deeds.entryOf(rows, row);
      this.people[unit] = this.sources[unit]! * deeds.people[entry]!;
      this.attempts[unit] = factor * deeds.attempts[entry]!;
      this.answered[3 * unit] = deeds.answered[3 * entry]!;
      this.answered[3 * unit + 1] = deeds.answered[3 * entry + 1]!;
      this.answered[3 * unit + 2] = deeds.answered[3 * entry + 2]!;
      this.overloads[unit] = factor * deeds.overloads[entry]!;
      this.retries[unit] = factor * deeds.retries[entry]!;
      this.queued[unit] = 0;
      this.excused[unit] = 0;
      this.referred[unit] = deeds.referred[entry]!;
      this.exempt[unit] = deeds.exempt[entry]!;
      this.cell[unit] = deeds.cell[entry]!;
      this.asked[unit] = askedOf(rows, row);
      const at = unit * ATTRIBUTES;
      for (let k = 0, from = entry * ATTRIBUTES; k < ATTRIBUTES; k += 1, from += 1) {
        bins[at + k] = deeds.bins[from]!;
      }
      context.sourceAge = this.#sourceAges[unit]!;
      context.prefixAge = this.#prefixAges[this.#prefixOf[unit]!]!;
      context.neighbours = this.#neighbours[this.#prefixOf[unit]!]! / growth;
      for (const { k, attribute } of COMPANY) bins[at + k] = attribute.read(rows, row, context);
    }
  }

  /** The bin of one attribute of a unit, or -1 where it does not apply. */
  bin(unit: number, attribute: number): number {
    const bin = this.bins[unit * ATTRIBUTES + attribute]!;
    return bin === NOT_APPLICABLE ? -1 : bin;
  }

  /** Carries the units, as they were judged, into a checkpoint or out of one. */
  carry(by: Carrier): void {
    this.count = by.value(this.count);
    this.#reserve(this.count);
    this.sampled = by.value(this.sampled);
    this.theta = by.value(this.theta);
    const { count } = this;
    this.offsets.set(by.value(this.offsets.slice(0, count)));
    for (const column of [this.requests, this.people, this.sources, this.hashHi, this.hashLo, this.family]) {
      column.set(by.value(column.slice(0, count)));
    }
    for (const column of [this.addressHi, this.addressLo, this.place, this.country, this.userAgent]) {
      column.set(by.value(column.slice(0, count)));
    }
    for (const column of [this.prefix, this.network, this.cell, this.asked, this.exempt, this.attempts]) {
      column.set(by.value(column.slice(0, count)));
    }
    for (const column of [
      this.overloads,
      this.retries,
      this.queued,
      this.excused,
      this.referred,
      this.attack,
      this.behaviour,
      this.looks,
    ]) {
      column.set(by.value(column.slice(0, count)));
    }
    this.bins.set(by.value(this.bins.slice(0, ATTRIBUTES * count)));
    this.answered.set(by.value(this.answered.slice(0, 3 * count)));
  }

  #reserve(size: number): void {
    if (size <= this.requests.length) return;
    const capacity = 2 ** Math.ceil(Math.log2(size));
    this.offsets = new Uint32Array(capacity);
    this.requests = new Float64Array(capacity);
    this.people = new Float64Array(capacity);
    this.sources = new Float64Array(capacity);
    this.bins = new Uint8Array(capacity * ATTRIBUTES);
    this.hashHi = new Uint32Array(capacity);
    this.hashLo = new Uint32Array(capacity);
    this.family = new Uint8Array(capacity);
    this.addressHi = new Uint32Array(capacity);
    this.addressLo = new Uint32Array(capacity);
    this.place = new Uint16Array(capacity);
    this.country = new Uint16Array(capacity);
    this.userAgent = new Uint32Array(capacity);
    this.prefix = new Float64Array(capacity);
    this.network = new Uint32Array(capacity);
    this.cell = new Uint16Array(capacity);
    this.asked = new Uint32Array(capacity);
    this.exempt = new Uint8Array(capacity);
    this.attempts = new Float64Array(capacity);
    this.answered = new Float64Array(3 * capacity);
    this.overloads = new Float64Array(capacity);
    this.retries = new Float64Array(capacity);
    this.queued = new Float64Array(capacity);
    this.excused = new Uint8Array(capacity);
    this.referred = new Uint8Array(capacity);
    this.attack = new Float64Array(capacity);
    this.behaviour = new Float64Array(capacity);
    this.looks = new Float64Array(capacity);
    this.#prefixOf = new Uint32Array(capacity);
    this.#neighbours = new Float64Array(capacity);
    this.#factors = new Float64Array(capacity);
    this.#sourceAges = new Float64Array(capacity);
    this.#prefixAges = new Float64Array(capacity);
  }
}

/** A prefix as one number below 2^53: an IPv4 /24 below 2^24, an IPv6 /48 above it, so families do not meet. */
export function prefixNumber(family: number, hi: number, lo: number): number {
  return family === 6 ? hi * 65536 + (lo >>> 16) + 2 ** 24 : lo >>> 8;
}

/** The halves by which a prefix is known: what is above its lowest sixteen bits, and those. */
export function prefixHi(prefix: number): number {
  return prefix < 0x100000000 ? prefix >>> 16 : Math.floor(prefix / 65536);
}

/** See {@link prefixHi}. */
export function prefixLo(prefix: number): number {
  return prefix < 0x100000000 ? prefix & 0xffff : prefix % 65536;
}

/** The /16 of a unit, or the /32 of IPv6, as one number: what belongs to one provider, or to one house. */
export function wideNetworkOf(units: Units, unit: number): number {
  return units.family[unit] === 6 ? units.addressHi[unit]! + 2 ** 16 : units.addressLo[unit]! >>> 16;
}

/** Who asked for more paths than this has an errand of his own. */
const MOST_ERRANDS = 2;

/**
 * What a source asked for that wanted one or two things only, however often it asked: which paths, of which classes, whether it sent
 * something, and whether it came from anywhere. Sources of one tool are alike in this, whatever else is rotated; 0 for who asked for more.
 */
export function askedOf(rows: Uint32Array, row: number): number {
  const paths = rows[row + Source.pathBits]!;
  if (bitCount(paths) > MOST_ERRANDS) return 0;
  const is = (column: number) => Number(rows[row + column]! > 0);
  const how =
    (rows[row + Source.flags]! & (SourceFlag.referrer | SourceFlag.canRefer)) |
    (is(Source.posts) << 2) |
    (is(Source.queries) << 3) |
    (is(Source.assets) << 4) |
    (is(Source.apis) << 5) |
    (is(Source.attempts) << 6) |
    (is(Source.waits) << 7) |
    (is(Source.loginPages) << 8);
  const mixed = Math.imul(paths ^ Math.imul(how, 0x9e3779b1), 0x85ebca6b);
  // The lowest bit tells whether something was sent; the next one that it is not 0.
  return (((mixed ^ (mixed >>> 15)) & ~1) | 2 | is(Source.posts)) >>> 0;
}

/** Whether something was sent, by what was asked; false for who asked for more than that tells. */
export function hasSent(asked: number): boolean {
  return (asked & 1) === 1;
}

/** A source as one number below 2^53, for remembering it between spans. */
export function sourceKey(units: Units, unit: number): number {
  return units.hashHi[unit]! * 2 ** 21 + (units.hashLo[unit]! >>> 11);
}

/** Index of a source attribute by name. @throws where there is none, which is a mistake in the program */
export function attributeIndex(name: string): number {
  const index = SOURCE_ATTRIBUTES.findIndex((attribute) => attribute.name === name);
  if (index < 0) throw new Error(`no source attribute is called ${name}`);
  return index;
}
