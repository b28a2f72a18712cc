import type { Baseline } from "../baselines/baseline.ts";
import type { Composition } from "../baselines/composition.ts";
import { NumberIndex } from "../bytes/number-index.ts";
import type { Units } from "../features/units.ts";

/** Sources by which the attack's own profile is held to the whole span's until it has shown itself. */
const ATTACK_ANCHOR = 5;
/** Log-odds that one group says of a source, at most, for or against. */
const GROUP_LIMIT = 2.5;
/** The group of who is alone in it, where normal traffic does not have it either: all such are in the same position. */
const ALONE = -1;

/** What sources have in common: by what they are grouped, and how far a group is believed. */
export interface Grouping {
  /** Part of a group's log-odds that counts, 0..1. */
  readonly trust: number;
  readonly keys: (units: Units) => Uint16Array | Uint32Array | Float64Array;
  readonly normal: (baseline: Baseline) => Composition;
  /** Key of those who have nothing in common. */
  readonly none?: number;
  /** Whether it says something of a source that it is the only one of its group, and that nobody was in it before. */
  readonly isLoneTelling: boolean;
  /** Minutes of normal traffic from which on it says anything: where nothing is known yet, what most ask for looks like the errand of a flood. */
  readonly leastMinutes?: number;
}

/** What sources of a span may have in common: where they are, what they call themselves, what they do, what they want. */
export const GROUPINGS = {
  country: {
    trust: 0.6,
    keys: (units) => units.country,
    normal: (baseline) => baseline.countries,
    isLoneTelling: true,
  },
  userAgent: {
    trust: 0.7,
    keys: (units) => units.userAgent,
    normal: (baseline) => baseline.userAgents,
    isLoneTelling: true,
  },
  prefix: {
    trust: 0.6,
    keys: (units) => units.prefix,
    normal: (baseline) => baseline.networks,
    isLoneTelling: true,
  },
  cell: {
    trust: 0.9,
    keys: (units) => units.cell,
    normal: (baseline) => baseline.cells,
    isLoneTelling: true,
  },
  // Every page of the long tail is asked for by somebody who is the only one.
  asked: {
    trust: 0.7,
    keys: (units) => units.asked,
    normal: (baseline) => baseline.asked,
    none: 0,
    isLoneTelling: false,
    leastMinutes: 60,
  },
} satisfies Record<string, Grouping>;

/** The groups of one grouping: which sources are in them, and which share each has in normal traffic. */
export class SourceGroups {
  /** Number of the group, or {@link ALONE}, by unit and by class. */
  ofUnit = new Int32Array(256);
  ofClass = new Int32Array(256);
  readonly #grouping: Grouping;
  readonly #numbers = new NumberIndex();
  /** By number: share in normal traffic, sources in the span, those of the attack, what belonging to it says. */
  #normal = new Float64Array(256);
  #all = new Float64Array(256);
  #attack = new Float64Array(256);
  #ratios = new Float64Array(256);
  #members = new Uint32Array(256);
  #isAlone = new Uint8Array(256);
  /** Number of the group of those who have nothing in common, or -1. */
  #none = -1;
  #isKnown = true;
  /** Sources of the span, and those of them that are attackers. */
  #sources = 0;
  #attackers = 0;
  /** Sources that normal traffic counts as, against those of this span. */
  #anchor = 0;

  constructor(grouping: Grouping) {
    this.#grouping = grouping;
  }

  gather(units: Units, baseline: Baseline): void {
    const numbers = this.#numbers;
    const all = this.#all;
    const members = this.#members;
    const { ofUnit } = this;
    const keys = this.#grouping.keys(units);
    numbers.clear();
    let sources = 0;
    for (let unit = 0; unit < units.count; unit += 1) {
      const before = numbers.size;
      const number = numbers.add(keys[unit]!);
      const weight = units.sources[unit]!;
      ofUnit[unit] = number;
      all[number] = number === before ? weight : all[number]! + weight;
      members[number] = number === before ? 1 : members[number]! + 1;
      sources += weight;
    }
    const composition = this.#grouping.normal(baseline);
    for (let number = 0; number < numbers.size; number += 1) {
      const share = composition.share(numbers.keys[number]!);
      this.#normal[number] = share;
      this.#isAlone[number] = share === 0 && members[number] === 1 ? 1 : 0;
    }
    const { none, leastMinutes = 0 } = this.#grouping;
    this.#none = none === undefined ? -1 : numbers.find(none);
    this.#isKnown = baseline.requests.minutes >= leastMinutes;
    for (let unit = 0; unit < units.count; unit += 1) {
      if (this.#isAlone[ofUnit[unit]!] === 1) ofUnit[unit] = ALONE;
    }
    this.#anchor = Math.min(composition.total, sources);
  }

  /** Finds what belonging to each group says, from the posteriors as they are. */
  compare(attack: Float64Array, sources: Float64Array, count: number, attackers: number, all: number): void {
    const attacking = this.#attack;
    const ratios = this.#ratios;
    const { size } = this.#numbers;
    const { ofClass } = this;
    attacking.fill(0, 0, size);
    for (let one = 0; one < count; one += 1) {
      const number = ofClass[one]!;
      if (number !== ALONE) attacking[number]! += attack[one]! * sources[one]!;
    }
    this.#attackers = attackers;
    this.#sources = all;
    for (let number = 0; number < size; number += 1) {
      if (this.#isAlone[number] === 1) continue;
      ratios[number] =
        number === this.#none || !this.#isKnown
          ? 0
          : this.#ratio(attacking[number]!, this.#all[number]!, this.#normal[number]!);
    }
  }

  /**
   * Adds to every class what its group says of it.
   * @param attack by class, posterior of one of it
   * @param factors by class, sources that one of it stands for
   */
  addTo(company: Float64Array, attack: Float64Array, factors: Float64Array, count: number): void {
    const { ofClass } = this;
    const ratios = this.#ratios;
    const isLoneTelling = this.#grouping.isLoneTelling;
    for (let one = 0; one < count; one += 1) {
      const number = ofClass[one]!;
      if (number !== ALONE) company[one]! += ratios[number]!;
      else if (isLoneTelling) company[one]! += this.#ratio(attack[one]! * factors[one]!, factors[one]!, 0);
    }
  }

  /** What belonging to a group of so many sources, so many of them attackers, says of a source. */
  #ratio(attack: number, sources: number, normal: number): number {
    const all = this.#sources;
    const attackers = this.#attackers;
    const overall = sources / all;
    const inAttack = (attack + ATTACK_ANCHOR * overall) / (attackers + ATTACK_ANCHOR);
    const organic = Math.max(0, sources - attack);
    const inOrganic =
      (organic + this.#anchor * normal + 0.5 * overall) / (Math.max(0, all - attackers) + this.#anchor + 0.5);
    const ratio = this.#grouping.trust * Math.log(inAttack / inOrganic);
    return Math.max(-GROUP_LIMIT, Math.min(GROUP_LIMIT, ratio));
  }

  reserve(capacity: number): void {
    this.ofUnit = new Int32Array(capacity);
    this.ofClass = new Int32Array(capacity);
    this.#normal = new Float64Array(capacity);
    this.#all = new Float64Array(capacity);
    this.#attack = new Float64Array(capacity);
    this.#ratios = new Float64Array(capacity);
    this.#members = new Uint32Array(capacity);
    this.#isAlone = new Uint8Array(capacity);
  }
}
