import type { Escaping } from "../attribution/as-sent.ts";
import { Hasher } from "../bytes/hash.ts";
import { CountryPlaces } from "../geo/country-places.ts";
import type { PlaceTable } from "../geo/place-table.ts";
import type { CidrTable } from "../records/cidr-table.ts";
import type { RequestRecord } from "../records/record.ts";
import { Domain } from "../windows/summariser.ts";
import type { ReplaySink } from "./log-replay.ts";
import type { Posteriors, Weight } from "./posteriors.ts";
import type { RuleSet, TriedMatch } from "./rule-set.ts";
import { RuleSubject, RuleTester } from "./rule-tester.ts";

/** Requests of attackers, of people in the same episodes, and of the usual traffic outside all episodes. Estimates. */
export interface Masses {
  attack: number;
  organic: number;
  baseline: number;
}

/** What one rule would have hit. */
export interface TriedRule {
  readonly match: TriedMatch;
  /** By itself. */
  readonly alone: Masses;
  /** What no rule above it in its set hits. */
  readonly added: Masses;
}

/** What a set of rules would have hit. */
export interface TriedSet {
  readonly name: string;
  readonly rules: readonly TriedRule[];
  readonly together: Masses;
  /** People hit, within episodes and outside, by country; "" is the unknown. Biggest first. */
  readonly peopleByCountry: readonly { readonly key: string; readonly requests: number }[];
}

/** What a trial must know of the first reading. */
export interface TrialOptions {
  readonly seed: number;
  readonly places: PlaceTable;
  /** Sources that no rule may hit; null for none. */
  readonly allow: CidrTable | null;
  /** See {@link RuleSubject}. */
  readonly escaping: Escaping;
  /** Only what lies in here counts, ms since 1970; null: all. */
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  /** Onsets of the episodes that rules are tried on. */
  readonly onsetsMs: ReadonlySet<number>;
  /** All episodes, ms since 1970: what lies in none is usual traffic. An end of Infinity is still running. */
  readonly episodes: readonly { readonly startMs: number; readonly endMs: number }[];
  /** Network of an address; 0 where unknown. */
  readonly networkOf: (record: RequestRecord) => number;
}

interface Running {
  readonly set: RuleSet;
  readonly testers: readonly RuleTester[];
  readonly rules: { readonly match: TriedMatch; readonly alone: Masses; readonly added: Masses }[];
  readonly together: Masses;
  readonly people: Map<string, number>;
}

/**
 * Tries rules on a log that has been judged: every request is shown to every rule, and counts as attack and as organic in the
 * parts in which its source was taken for either at that minute. O(rules) a request.
 */
export class RuleTrial implements ReplaySink {
  /** All requests. */
  readonly all: Masses = none();
  /** Requests within the episodes that nobody judged: before their detection, between their phases. */
  unjudged = 0;
  readonly #options: TrialOptions;
  readonly #posteriors: Posteriors;
  readonly #hasher: Hasher;
  readonly #countryPlaces: CountryPlaces;
  readonly #subject: RuleSubject;
  readonly #sets: readonly Running[];
  readonly #weight: Weight = { onsetMs: 0, attack: 0, organic: 0 };
  readonly #mass: Masses = none();

  constructor(sets: readonly RuleSet[], posteriors: Posteriors, options: TrialOptions) {
    this.#options = options;
    this.#posteriors = posteriors;
    posteriors.settle();
    this.#hasher = new Hasher(options.seed);
    this.#countryPlaces = new CountryPlaces(options.places);
    this.#subject = new RuleSubject(options.escaping);
    this.#sets = sets.map((set) => ({
      set,
      testers: set.rules.map((match) => new RuleTester(match, options.places)),
      rules: set.rules.map((match) => ({ match, alone: none(), added: none() })),
      together: none(),
      people: new Map(),
    }));
  }

  request(record: RequestRecord): void {
    const { timeMs } = record;
    const { sinceMs, untilMs, places } = this.#options;
    if ((sinceMs !== null && timeMs < sinceMs) || (untilMs !== null && timeMs >= untilMs)) return;
    if (!this.#weigh(record)) return;
    const mass = this.#mass;
    add(this.all, mass);
    const { family, addressHi, addressLo } = record;
    if (this.#options.allow?.has(family, addressHi, addressLo) === true) return;
    const place = this.#countryPlaces.prefer(
      places.lookup(family, addressHi, addressLo),
      record.buffer,
      record.countryStart,
      record.countryEnd,
    );
    this.#subject.begin(record, place, this.#options.networkOf(record));
    for (const running of this.#sets) this.#try(running, mass, place);
  }

  /** What came out, in the order of the sets. */
  results(): TriedSet[] {
    return this.#sets.map(({ set, rules, together, people }) => ({
      name: set.name,
      rules,
      together,
      peopleByCountry: [...people]
        .map(([key, requests]) => ({ key, requests }))
        .sort((a, b) => b.requests - a.requests || (a.key < b.key ? -1 : 1)),
    }));
  }

  #try({ testers, rules, together, people }: Running, mass: Masses, place: number): void {
    let isFirst = true;
    for (let index = 0; index < testers.length; index += 1) {
      if (!testers[index]!.hits(this.#subject)) continue;
      add(rules[index]!.alone, mass);
      if (isFirst) add(rules[index]!.added, mass);
      isFirst = false;
    }
    if (isFirst) return;
    add(together, mass);
    const visitors = mass.organic + mass.baseline;
    if (visitors === 0) return;
    const country = this.#options.places.country(place);
    people.set(country, (people.get(country) ?? 0) + visitors);
  }

  /** Writes what the request counts for to `#mass`; false where it counts for nothing. */
  #weigh(record: RequestRecord): boolean {
    const mass = this.#mass;
    mass.attack = 0;
    mass.organic = 0;
    mass.baseline = 0;
    const hasher = this.#hasher;
    hasher.words(record.addressHi, record.addressLo, Domain.source * 8 + record.family);
    const weight = this.#weight;
    this.#posteriors.weigh(record.timeMs, hasher.hi, hasher.lo, weight);
    if (!Number.isNaN(weight.onsetMs)) {
      if (!this.#options.onsetsMs.has(weight.onsetMs)) return false;
      mass.attack = weight.attack;
      mass.organic = weight.organic;
      return weight.attack + weight.organic > 0;
    }
    if (this.#isInEpisode(record.timeMs)) {
      this.unjudged += 1;
      return false;
    }
    mass.baseline = 1;
    return true;
  }

  #isInEpisode(timeMs: number): boolean {
    for (const { startMs, endMs } of this.#options.episodes) {
      if (timeMs >= startMs && timeMs < endMs) return true;
    }
    return false;
  }
}

function none(): Masses {
  return { attack: 0, organic: 0, baseline: 0 };
}

function add(to: Masses, mass: Masses): void {
  to.attack += mass.attack;
  to.organic += mass.organic;
  to.baseline += mass.baseline;
}
