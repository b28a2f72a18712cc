import type { Baseline } from "../baselines/baseline.ts";
import type { Units } from "../features/units.ts";
import { GROUPINGS, SourceGroups } from "./source-groups.ts";

/** All groups together: company alone neither condemns nor clears. */
const MOST_CONDEMNING = 2.3;
const MOST_CLEARING = -2.5;
/**
 * Log-odds, by what it did and whom it came with, from which a source is rather a witness of an attack than not, and how sharply. Sources that
 * are taken for attackers by their company alone bear each other out, however many they are: of a crowd that is strange in one respect half would be an attack.
 */
const WITNESS_FROM = -0.7;
const WITNESS_STEEPNESS = 2;
/** `exempt` of who is counted as organic by option. */
const ALLOWED = 2;

/**
 * The sources of a span by class: those that nothing in the mixture tells apart, since they did the same, are of the same
 * groups, and stand for as many. They have one posterior, so it is found once for all of them: of a few thousand sources some hundred
 * classes are left as a rule. A source that is the only one of its prefix, say, shares a class with others of whom that is true.
 *
 * Filled anew for every split; the arrays grow and stay.
 */
export class SourceClasses {
  count = 0;
  /** By class, of one of its sources: what it did, and what evidence there is with its company. */
  behaviour = new Float64Array(256);
  evidence = new Float64Array(256);
  /** By class: posterior of each of its sources, how many they are, their requests, and the variance of those for being sampled. */
  attack = new Float64Array(256);
  sources = new Float64Array(256);
  requests = new Float64Array(256);
  #squares = new Float64Array(256);
  /** Of one of its sources: how many it stands for, its log-odds by doubt alone, whether it is never an attacker. */
  #factor = new Float64Array(256);
  #prior = new Float64Array(256);
  #isAllowed = new Uint8Array(256);
  /** How far one of its sources is a witness of an attack, 0..1. */
  #witness = new Float64Array(256);
  /** Sum of what its groups say of one of its sources. */
  #company = new Float64Array(256);
  #ofUnit = new Uint32Array(256);
  readonly #countries = new SourceGroups(GROUPINGS.country);
  readonly #userAgents = new SourceGroups(GROUPINGS.userAgent);
  readonly #prefixes = new SourceGroups(GROUPINGS.prefix);
  readonly #cells = new SourceGroups(GROUPINGS.cell);
  readonly #asked = new SourceGroups(GROUPINGS.asked);
  /** All of them, in the order in which what they say is summed up. */
  readonly #groups = [this.#countries, this.#userAgents, this.#prefixes, this.#cells, this.#asked];
  /** Class + 1 by hash, or 0. */
  #index = new Uint32Array(512);

  /** Sorts the units of a span into classes. O(units). @param doubts by unit, a probability, or null */
  gather(units: Units, baseline: Baseline, doubts: Float64Array | null): void {
    this.#reserve(units.count);
    this.count = 0;
    const index = this.#index.fill(0);
    const mask = index.length - 1;
    const countries = this.#countries;
    const userAgents = this.#userAgents;
    const prefixes = this.#prefixes;
    const cells = this.#cells;
    const asked = this.#asked;
    for (const groups of this.#groups) groups.gather(units, baseline);
    const bits = new Uint32Array(units.behaviour.buffer);
    const ofUnit = this.#ofUnit;
    for (let unit = 0; unit < units.count; unit += 1) {
      const country = countries.ofUnit[unit]!;
      const userAgent = userAgents.ofUnit[unit]!;
      const prefix = prefixes.ofUnit[unit]!;
      const cell = cells.ofUnit[unit]!;
      const errand = asked.ofUnit[unit]!;
      const behaviour = units.behaviour[unit]!;
      const factor = units.sources[unit]!;
      const doubt = doubts === null ? 0 : doubts[unit]!;
      const isAllowed = units.exempt[unit] === ALLOWED ? 1 : 0;
      let hash = Math.imul(country ^ Math.imul(cell ^ (errand << 16), 0x2c1b3c6d), 0x9e3779b1);
      hash ^= Math.imul(userAgent ^ Math.imul(prefix, 0x297a2d39), 0x85ebca6b);
      hash ^= Math.imul(bits[2 * unit]! ^ Math.imul(bits[2 * unit + 1]!, 0x239b961b), 0xc2b2ae35);
      let slot = (hash ^ (hash >>> 15)) & mask;
      let one = 0;
      for (;;) {
        one = index[slot]! - 1;
        if (
          one < 0 ||
          (this.behaviour[one] === behaviour &&
            prefixes.ofClass[one] === prefix &&
            cells.ofClass[one] === cell &&
            asked.ofClass[one] === errand &&
            userAgents.ofClass[one] === userAgent &&
            countries.ofClass[one] === country &&
            this.#factor[one] === factor &&
            this.#prior[one] === doubt &&
            this.#isAllowed[one] === isAllowed)
        )
          break;
        slot = (slot + 1) & mask;
      }
      const requests = units.requests[unit]!;
      if (one < 0) {
        one = this.count;
        this.count += 1;
        index[slot] = one + 1;
        this.behaviour[one] = behaviour;
        this.#factor[one] = factor;
        this.#prior[one] = doubt;
        this.#isAllowed[one] = isAllowed;
        countries.ofClass[one] = country;
        userAgents.ofClass[one] = userAgent;
        prefixes.ofClass[one] = prefix;
        cells.ofClass[one] = cell;
        asked.ofClass[one] = errand;
        this.sources[one] = factor;
        this.requests[one] = requests;
        this.#squares[one] = requests * requests;
      } else {
        this.sources[one]! += factor;
        this.requests[one]! += requests;
        this.#squares[one]! += requests * requests;
      }
      ofUnit[unit] = one;
    }
    for (let one = 0; one < this.count; one += 1) {
      const doubt = this.#prior[one]!;
      const prior = doubt === 0 ? Number.NEGATIVE_INFINITY : Math.log(doubt / (1 - doubt));
      const own = this.behaviour[one]! + Math.max(0, prior);
      this.#witness[one] = 1 / (1 + Math.exp(WITNESS_STEEPNESS * (WITNESS_FROM - own)));
      this.#prior[one] = prior;
    }
  }

  /** Sum over all classes of `values`, or of their part that is the attack's. */
  total(values: Float64Array, ofAttack = false): number {
    const { attack } = this;
    let sum = 0;
    for (let one = 0; one < this.count; one += 1)
      sum += ofAttack ? values[one]! * attack[one]! : values[one]!;
    return sum;
  }

  /** Attackers among the sources, each as far as it is a witness of an attack by itself. */
  witnesses(): number {
    let sum = 0;
    for (let one = 0; one < this.count; one += 1)
      sum += this.sources[one]! * this.attack[one]! * this.#witness[one]!;
    return sum;
  }

  /** Weighs every class by what it did alone. @param share of attackers among sources, the prior */
  begin(share: number): void {
    this.evidence.set(this.behaviour.subarray(0, this.count));
    this.weigh(share, 0);
  }

  /**
   * One round: what belonging to each group says follows from the posteriors as they are; then every class is weighed by what it did and
   * by its company. O(classes + groups).
   * @param share of attackers among sources, the prior
   * @param attackers of the sources, by the posteriors
   * @param all sources
   */
  compare(share: number, attackers: number, all: number): void {
    const { count, behaviour, evidence, attack, sources } = this;
    const factors = this.#factor;
    const priors = this.#prior;
    const isAllowed = this.#isAllowed;
    const company = this.#company.fill(0, 0, count);
    for (const groups of this.#groups) {
      groups.compare(attack, sources, count, attackers, all);
      groups.addTo(company, attack, factors, count);
    }
    const common = Math.log(share / (1 - share));
    for (let one = 0; one < count; one += 1) {
      const sum = behaviour[one]! + Math.max(MOST_CLEARING, Math.min(MOST_CONDEMNING, company[one]!));
      evidence[one] = sum;
      const prior = Math.max(common, priors[one]!);
      attack[one] = isAllowed[one] === 1 ? 0 : 1 / (1 + Math.exp(-(prior + sum)));
    }
  }

  /** Posterior of every class, with its evidence shifted by some log-odds. Who is allowed by option is never attack. */
  weigh(share: number, shift: number): void {
    const { count, evidence, attack } = this;
    const priors = this.#prior;
    const isAllowed = this.#isAllowed;
    const common = Math.log(share / (1 - share));
    for (let one = 0; one < count; one += 1) {
      const prior = Math.max(common, priors[one]!) + shift;
      attack[one] = isAllowed[one] === 1 ? 0 : 1 / (1 + Math.exp(-(prior + evidence[one]!)));
    }
  }

  /** Horvitz-Thompson variance of the attack's requests; nothing for sources that stand only for themselves. */
  variance(attackShare: number): number {
    let variance = 0;
    for (let one = 0; one < this.count; one += 1) {
      const factor = this.#factor[one]!;
      if (factor > 1) {
        variance += ((factor - 1) / factor) * this.#squares[one]! * (this.attack[one]! - attackShare) ** 2;
      }
    }
    return variance;
  }

  /** Gives every unit the posterior of its class. */
  tell(units: Units): void {
    for (let unit = 0; unit < units.count; unit += 1) units.attack[unit] = this.attack[this.#ofUnit[unit]!]!;
  }

  #reserve(units: number): void {
    if (units <= this.#ofUnit.length) return;
    const capacity = 2 ** Math.ceil(Math.log2(units));
    this.behaviour = new Float64Array(capacity);
    this.evidence = new Float64Array(capacity);
    this.attack = new Float64Array(capacity);
    this.sources = new Float64Array(capacity);
    this.requests = new Float64Array(capacity);
    this.#squares = new Float64Array(capacity);
    this.#factor = new Float64Array(capacity);
    this.#prior = new Float64Array(capacity);
    this.#isAllowed = new Uint8Array(capacity);
    this.#witness = new Float64Array(capacity);
    this.#company = new Float64Array(capacity);
    this.#ofUnit = new Uint32Array(capacity);
    this.#index = new Uint32Array(2 * capacity);
    for (const groups of this.#groups) groups.reserve(capacity);
  }
}
