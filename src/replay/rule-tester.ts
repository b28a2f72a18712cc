import { asSent, type Escaping, type SentIn } from "../attribution/as-sent.ts";
import { textOf } from "../bytes/text.ts";
import type { PlaceTable } from "../geo/place-table.ts";
import { CidrTable } from "../records/cidr-table.ts";
import type { RequestRecord } from "../records/record.ts";
import type { TriedMatch } from "./rule-set.ts";

/** How the unknown places are called among countries. */
const UNKNOWN_PLACES = "XX";

/** A request as rules see it. Reused; texts are made when a rule asks for them. */
export class RuleSubject {
  record!: RequestRecord;
  /** Number of its place in the table. */
  place = 0;
  /** Autonomous system number, 0 or less where unknown. */
  network = 0;
  readonly #escaping: Escaping;
  #path: string | null = null;
  #userAgent: string | null = null;
  #referrer: string | null = null;

  /** @param escaping how the log writes down what visitors sent */
  constructor(escaping: Escaping) {
    this.#escaping = escaping;
  }

  /** Turns to another request. */
  begin(record: RequestRecord, place: number, network: number): void {
    this.record = record;
    this.place = place;
    this.network = network;
    this.#path = null;
    this.#userAgent = null;
    this.#referrer = null;
  }

  get method(): string {
    return textOf(this.record.buffer, this.record.methodStart, this.record.methodEnd);
  }

  /** Without the query. */
  get path(): string {
    this.#path ??= textOf(this.record.buffer, this.record.pathStart, this.record.queryStart);
    return this.#path;
  }

  /** `-` where it is absent. */
  get userAgent(): string {
    const { buffer, userAgentStart, userAgentEnd } = this.record;
    this.#userAgent ??= userAgentStart === userAgentEnd ? "-" : textOf(buffer, userAgentStart, userAgentEnd);
    return this.#userAgent;
  }

  /** `-` where it is absent. */
  get referrer(): string {
    const { buffer, referrerStart, referrerEnd } = this.record;
    this.#referrer ??= referrerStart === referrerEnd ? "-" : textOf(buffer, referrerStart, referrerEnd);
    return this.#referrer;
  }

  /** Whether a value of the log is among some, as it was logged or as it was sent: rules come in both spellings. */
  isAmong(logged: string, values: ReadonlySet<string>, sentIn: SentIn): boolean {
    if (values.has(logged)) return true;
    const sent = asSent(logged, this.#escaping, sentIn);
    return sent !== null && sent !== logged && values.has(sent);
  }
}

/** One rule, made ready for many requests: those that it hits are those for which every predicate holds. */
export class RuleTester {
  readonly #prefixes: CidrTable | null;
  /** By place number: 1 where the rule is about it. Null where it is about any. */
  readonly #places: Uint8Array | null;
  readonly #networks: ReadonlySet<number> | null;
  readonly #methods: ReadonlySet<string> | null;
  readonly #paths: ReadonlySet<string> | null;
  readonly #userAgents: ReadonlySet<string> | null;
  readonly #referrers: ReadonlySet<string> | null;

  constructor(match: TriedMatch, places: PlaceTable) {
    const among = <T>(values: readonly T[] | undefined) => (values === undefined ? null : new Set(values));
    this.#prefixes = match.prefix === undefined ? null : new CidrTable(match.prefix, "prefix");
    this.#places = placesOf(match, places);
    this.#networks = among(match.network);
    this.#methods = among(match.method);
    this.#paths = among(match.path);
    this.#userAgents = among(match.userAgent);
    this.#referrers = among(match.referrer);
  }

  /** Whether the rule hits a request. The cheap questions come first. */
  hits(subject: RuleSubject): boolean {
    const { family, addressHi, addressLo } = subject.record;
    if (this.#places !== null && this.#places[subject.place] !== 1) return false;
    if (this.#prefixes !== null && !this.#prefixes.has(family, addressHi, addressLo)) return false;
    if (this.#networks !== null && !this.#networks.has(subject.network)) return false;
    if (this.#methods !== null && !this.#methods.has(subject.method)) return false;
    if (this.#paths !== null && !subject.isAmong(subject.path, this.#paths, "request")) return false;
    if (this.#userAgents !== null && !subject.isAmong(subject.userAgent, this.#userAgents, "header"))
      return false;
    return this.#referrers === null || subject.isAmong(subject.referrer, this.#referrers, "header");
  }
}

function placesOf({ country, notCountry }: TriedMatch, places: PlaceTable): Uint8Array | null {
  if (country === undefined && notCountry === undefined) return null;
  return Uint8Array.from({ length: places.placeCount }, (_, place) => {
    const code = places.country(place) || UNKNOWN_PLACES;
    const isIn = country === undefined || country.includes(code);
    return isIn && (notCountry === undefined || !notCountry.includes(code)) ? 1 : 0;
  });
}
