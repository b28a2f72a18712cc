import type { Baseline } from "../baselines/baseline.ts";
import type { CountryIndex } from "../geo/country-index.ts";
import { Source, SourceFlag } from "../windows/source-layout.ts";
import type { WindowSummary } from "../windows/window-summary.ts";
import {
  attemptsAnswered,
  bitCount,
  isDeclaredBot,
  LoginAnswer,
  NOT_APPLICABLE,
  SOURCE_ATTRIBUTES,
} from "./source-attributes.ts";

const ATTRIBUTES = SOURCE_ATTRIBUTES.length;
const PROFILE = SOURCE_ATTRIBUTES.findIndex((attribute) => attribute.name === "profile");
const OUTCOME = SOURCE_ATTRIBUTES.findIndex((attribute) => attribute.name === "attempt-outcome");
const ANSWER = SOURCE_ATTRIBUTES.findIndex((attribute) => attribute.name === "login-answer");
/** Number of the first login answer among outcomes of either kind. */
const FIRST_ANSWER = 5;
const REQUESTS = SOURCE_ATTRIBUTES.findIndex((attribute) => attribute.name === "requests");
const ANSWERS = Object.values(LoginAnswer);

/**
 * The sources of a span as the judge sees them: one unit a row of the source sample, a column an array. Filled anew
 * for every judgement; the arrays grow and stay.
 */
export class Units {
  count = 0;
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
  /** 1 for who calls itself a crawler or monitor; 2 for who is counted as organic by option. */
  exempt = new Uint8Array(256);
  attempts = new Float64Array(256);
  /** Login attempts by {@link LoginAnswer}, three a unit, of the one source: not scaled to what the unit stands for. */
  answered = new Float64Array(3 * 256);
  overloads = new Float64Array(256);
  /** Requests answered overload beyond the first, which people would not have sent without it. */
  retries = new Float64Array(256);
  referred = new Uint8Array(256);
  /** Probability that the unit belongs to the attack; written by the mixture. */
  attack = new Float64Array(256);
  /** Log-likelihood ratio of what it did, attack against people; written by the mixture. */
  behaviour = new Float64Array(256);
  /** The part of `behaviour` that is looks: what a script that drives a browser can forge. */
  looks = new Float64Array(256);
  /** Prefixes by number, the number of each unit's, and the sources of each. */
  readonly #prefixes = new Map<number, number>();
  #prefixOf = new Uint32Array(256);
  #neighbours = new Float64Array(256);

  /**
   * Reads the rows of a window. O(rows).
   * @param vouchMs until when normal traffic may vouch for a source: the onset of an attack under way, else the window's start
   * @param growth how many times as many sources as usual there are, >= 1: a crowd from the audience's networks fills them
   */
  fill(
    window: WindowSummary,
    baseline: Baseline,
    countries: CountryIndex,
    vouchMs = window.startMs,
    growth = 1,
  ): void {
    const prefixes = this.#prefixes;
    prefixes.clear();
    const minute = Math.floor(Math.min(vouchMs, window.startMs) / 60_000);
    let unit = 0;
    this.#reserve(window.sources.size + window.sources.loudSize);
    const prefixOf = this.#prefixOf;
    const neighbours = this.#neighbours.fill(0);
    window.sources.forEach((rows, row, weight, keyWeight) => {
      const prefix = prefixNumber(
        rows[row + Source.place]! >>> 16,
        rows[row + Source.addressHi]!,
        rows[row + Source.addressLo]!,
      );
      this.prefix[unit] = prefix;
      let number = prefixes.get(prefix);
      if (number === undefined) {
        number = prefixes.size;
        prefixes.set(prefix, number);
      }
      prefixOf[unit] = number;
      neighbours[number]! += keyWeight;
      this.requests[unit] = weight * rows[row + Source.requests]!;
      this.sources[unit] = keyWeight;
      unit += 1;
    });
    this.count = unit;
    unit = 0;
    const context = {
      sourceAge: 0,
      prefixAge: 0,
      neighbours: 1,
      usualAnswer: baseline.usualAnswer,
      people: 1,
    };
    window.sources.forEach((rows, row, weight, keyWeight) => {
      const prefix = this.prefix[unit]!;
      this.hashHi[unit] = rows[row]!;
      this.hashLo[unit] = rows[row + 1]!;
      this.family[unit] = rows[row + Source.place]! >>> 16;
      this.addressHi[unit] = rows[row + Source.addressHi]!;
      this.addressLo[unit] = rows[row + Source.addressLo]!;
      this.place[unit] = rows[row + Source.place]! & 0xffff;
      this.country[unit] = countries.ofPlace(this.place[unit]!);
      this.network[unit] = rows[row + Source.network]!;
      this.userAgent[unit] = rows[row + Source.userAgent]!;
      context.people = peopleBehind(rows[row + Source.userAgentBits]!);
      this.people[unit] = keyWeight * context.people;
      this.attempts[unit] = weight * rows[row + Source.attempts]!;
      for (const answer of ANSWERS) this.answered[3 * unit + answer] = attemptsAnswered(rows, row, answer);
      const overloads = rows[row + Source.overloads]!;
      this.overloads[unit] = weight * overloads;
      this.retries[unit] = weight * Math.max(0, Math.min(overloads, rows[row + Source.requests]! - 1));
      this.referred[unit] = rows[row + Source.flags]! & SourceFlag.referrer;
      const allowed = (rows[row + Source.flags]! & SourceFlag.allowed) !== 0;
      this.exempt[unit] = allowed ? 2 : isDeclaredBot(rows, row) ? 1 : 0;
      context.sourceAge = baseline.sources.age(rows[row]!, rows[row + 1]!, minute);
      context.prefixAge = baseline.prefixes.age(Math.floor(prefix / 65536), prefix % 65536, minute);
      context.neighbours = neighbours[prefixOf[unit]!]! / growth;
      const at = unit * ATTRIBUTES;
      for (let k = 0; k < ATTRIBUTES; k += 1)
        this.bins[at + k] = SOURCE_ATTRIBUTES[k]!.read(rows, row, context);
      const answer = this.bins[at + ANSWER]!;
      const outcome =
        answer === NOT_APPLICABLE ? (this.bins[at + OUTCOME]! + 1) & 0xff : FIRST_ANSWER + answer;
      this.cell[unit] =
        (outcome * 16 + (this.bins[at + PROFILE]! & 15)) * 16 + (this.bins[at + REQUESTS]! & 15);
      unit += 1;
    });
  }

  /** The bin of one attribute of a unit, or -1 where it does not apply. */
  bin(unit: number, attribute: number): number {
    const bin = this.bins[unit * ATTRIBUTES + attribute]!;
    return bin === NOT_APPLICABLE ? -1 : bin;
  }

  #reserve(size: number): void {
    if (size <= this.requests.length) return;
    const capacity = 2 ** Math.ceil(Math.log2(size));
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
    this.exempt = new Uint8Array(capacity);
    this.attempts = new Float64Array(capacity);
    this.answered = new Float64Array(3 * capacity);
    this.overloads = new Float64Array(capacity);
    this.retries = new Float64Array(capacity);
    this.referred = new Uint8Array(capacity);
    this.attack = new Float64Array(capacity);
    this.behaviour = new Float64Array(capacity);
    this.looks = new Float64Array(capacity);
    this.#prefixOf = new Uint32Array(capacity);
    this.#neighbours = new Float64Array(capacity);
  }
}

/**
 * People behind one address, at least: as many as user agents were seen. A school of eight hundred pupils or a mobile
 * gateway is one source. Linear counting over 32 bits (Whang et al. 1990), so hardly more than a hundred can be told.
 */
function peopleBehind(userAgentBits: number): number {
  if (userAgentBits === 0) return 1;
  const free = 32 - bitCount(userAgentBits);
  return Math.max(1, -32 * Math.log(Math.max(free, 0.5) / 32));
}

/** A prefix as one number below 2^53: an IPv4 /24 below 2^24, an IPv6 /48 above it, so families do not meet. */
export function prefixNumber(family: number, hi: number, lo: number): number {
  return family === 6 ? hi * 65536 + (lo >>> 16) + 2 ** 24 : lo >>> 8;
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
