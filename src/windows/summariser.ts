import { Hasher } from "../bytes/hash.ts";
import { CountryPlaces } from "../geo/country-places.ts";
import type { PlaceTable } from "../geo/place-table.ts";
import type { CidrTable } from "../records/addresses.ts";
import { PathClass, type PathClassifier } from "../records/paths.ts";
import { Method, type RequestRecord } from "../records/record.ts";
import { classifyUserAgent, UserAgentClass } from "../records/user-agents.ts";
import { HashCache } from "./hash-cache.ts";
import { Pending, REQUEST_WORDS, Trait } from "./pending-layout.ts";
import { SourceFlag } from "./source-layout.ts";
import { openKernel, type SummaryKernel } from "./summary-kernel.ts";
import { PlaceCount, TENTHS, Total, type WindowSummary } from "./window-summary.ts";

/** What kinds of thing are hashed: equal words of different kinds must not collide. */
export const Domain = { source: 1, path: 3, userAgent: 4, kind: 5 } as const;

/** Statuses that say that the site could not cope (design §2), by status code. */
const OVERLOAD = new Uint8Array(1000);
for (const status of [429, 502, 503, 504, 509, 520, 521, 522, 523, 524]) OVERLOAD[status] = 1;
/** What nginx and Amazon's balancers write where a visitor gave up waiting: no fault of the visitor's. */
const GAVE_UP: readonly number[] = [460, 499];

const CLASS_TOTAL = new Uint8Array([Total.pages, Total.loginPages, Total.assets, Total.apis, Total.waits]);
/** What the summariser must know to read a request. */
export interface SummariserOptions {
  /** Key of all hashes, see `Hasher`. */
  readonly seed: number;
  readonly places: PlaceTable;
  readonly paths: PathClassifier;
  /** Sources counted as organic, or null. */
  readonly allow: CidrTable | null;
  /** Room for windows in a kernel's memory, bytes; 0: no kernel. */
  readonly kernelBytes: number;
}

/** Classes of paths and user agents that are remembered, each; a power of two. */
const CACHE_SLOTS = 16_384;

/** Adds records to window summaries. Cost O(1) a record; allocates nothing. */
export class Summariser {
  readonly #options: SummariserOptions;
  readonly #countryPlaces: CountryPlaces;
  readonly #hasher: Hasher;
  readonly #pathClasses: HashCache;
  readonly #userAgentClasses: HashCache;
  /** Does the same where it can; null: this file does it all. */
  readonly kernel: SummaryKernel | null;
  /** Lower half of the hash of the last record's source: a 32-bit name for it. */
  sourceName = 0;
  #sourceHi = 0;

  constructor(options: SummariserOptions) {
    this.#options = options;
    this.#countryPlaces = new CountryPlaces(options.places);
    this.#hasher = new Hasher(options.seed);
    this.kernel = openKernel(options, this.#hasher, this.#countryPlaces);
    this.#pathClasses = this.kernel?.pathClasses ?? new HashCache(CACHE_SLOTS);
    this.#userAgentClasses = this.kernel?.userAgentClasses ?? new HashCache(CACHE_SLOTS);
  }

  /** Hashes the record's source into {@link sourceName}; must precede {@link add}. */
  identify(record: RequestRecord): void {
    this.#hasher.words(record.addressHi, record.addressLo, Domain.source * 8 + record.family);
    this.#sourceHi = this.#hasher.hi;
    this.sourceName = this.#hasher.lo;
  }

  /** Adds one request to the summary of its window. */
  add(record: RequestRecord, window: WindowSummary): void {
    const allowed = this.#options.allow?.has(record.family, record.addressHi, record.addressLo) ? 1 : 0;
    const isAdded = this.kernel?.add(record, allowed, this.#sourceHi, this.sourceName, window) ?? false;
    if (!isAdded) this.#add(record, allowed, window);
  }

  /** What the kernel does as well: its twin is kernel/assembly/summarise.ts. */
  #add(record: RequestRecord, allowed: number, window: WindowSummary): void {
    const hasher = this.#hasher;
    const buffer = record.buffer;
    const totals = window.totals;

    hasher.bytes(buffer, record.pathStart, record.queryStart, Domain.path);
    const pathHi = hasher.hi;
    const pathLo = hasher.lo;
    let pathClass = this.#pathClasses.get(pathHi, pathLo);
    if (pathClass < 0) {
      pathClass = this.#options.paths.classify(buffer, record.pathStart, record.queryStart);
      this.#pathClasses.set(pathHi, pathLo, pathClass);
    }

    let userAgentHi = 0;
    let userAgentLo = 0;
    let userAgentClass: number = UserAgentClass.absent;
    const named = record.userAgentEnd > record.userAgentStart;
    if (named) {
      hasher.bytes(buffer, record.userAgentStart, record.userAgentEnd, Domain.userAgent);
      userAgentHi = hasher.hi;
      userAgentLo = (hasher.lo | 1) >>> 0;
      userAgentClass = this.#userAgentClasses.get(userAgentHi, userAgentLo);
      if (userAgentClass < 0) {
        userAgentClass = classifyUserAgent(buffer, record.userAgentStart, record.userAgentEnd);
        this.#userAgentClasses.set(userAgentHi, userAgentLo, userAgentClass);
      }
      window.userAgents.update(
        userAgentHi,
        userAgentLo,
        1,
        buffer,
        record.userAgentStart,
        record.userAgentEnd,
      );
    }
    window.paths.update(pathHi, pathLo, 1, buffer, record.pathStart, record.queryStart);

    const status = record.status;
    const overload = (status >= 0 && OVERLOAD[status] === 1) || pathClass === PathClass.waitingRoom ? 1 : 0;
    const posted = record.method === Method.post || record.method === Method.put ? 1 : 0;
    const attempt = pathClass === PathClass.login && posted === 1 ? 1 : 0;
    const queried = record.queryStart < record.pathEnd ? 1 : 0;
    const referred = record.referrerEnd > record.referrerStart ? 1 : 0;

    totals[Total.requests]! += 1;
    if (record.bytes > 0) totals[Total.bytes]! += record.bytes;
    totals[attempt === 1 ? Total.attempts : CLASS_TOTAL[pathClass]!]! += 1;
    const answer = answerTotal(status, overload);
    totals[answer]! += 1;
    if (attempt === 1) countAttempt(totals, answer);
    totals[Total.posts]! += posted;
    totals[Total.queries]! += queried;
    totals[Total.referred]! += referred;
    totals[Total.canRefer]! += record.hasReferrer;
    totals[Total.canName]! += record.hasUserAgent;
    totals[Total.allowed]! += allowed;
    if (named) totals[Total.named]! += 1;
    if (userAgentClass === UserAgentClass.declaredBot || userAgentClass === UserAgentClass.monitor) {
      totals[Total.declaredBots]! += 1;
    }
    if (record.durationMs >= 0) {
      totals[Total.durationMs]! += record.durationMs;
      totals[Total.timed]! += 1;
    }
    if (record.zoneMinutes > window.zoneMinutes) window.zoneMinutes = record.zoneMinutes;

    const place = this.#placeOf(record);
    window.places.add(place, PlaceCount.requests, 1);
    if (attempt === 1) window.places.add(place, PlaceCount.attempts, 1);
    if (overload === 1) window.places.add(place, PlaceCount.overloads, 1);

    const tenth = Math.floor(((record.timeMs - window.startMs) * TENTHS) / (window.endMs - window.startMs));
    if (overload === 1) window.overloaded[tenth]! += 1;
    else window.served[tenth]! += 1;

    const sourceLo = this.sourceName;
    const meta = record.method | (pathClass << 8) | (referred << 16);
    const { pending } = window;
    const index = pending.add();
    const { words, kinds } = pending;
    if (kinds !== null) {
      hasher.words(sourceLo ^ pathLo, userAgentLo ^ Math.imul(meta, 0x9e3779b1), Domain.kind);
      kinds[index] = hasher.lo;
    }
    const at = index * REQUEST_WORDS;
    words[at + Pending.sourceHi] = this.#sourceHi;
    words[at + Pending.sourceLo] = sourceLo;
    words[at + Pending.addressHi] = record.addressHi;
    words[at + Pending.addressLo] = record.addressLo;
    words[at + Pending.place] = place | (record.family << 16);
    words[at + Pending.asn] = Math.max(0, record.asn);
    words[at + Pending.userAgentLo] = userAgentLo;
    words[at + Pending.pathLo] = pathLo;
    words[at + Pending.meta] = meta;
    words[at + Pending.flags] =
      (referred * SourceFlag.referrer) |
      (record.hasReferrer * SourceFlag.canRefer) |
      (record.hasUserAgent * SourceFlag.canName) |
      (named ? 0 : record.hasUserAgent * SourceFlag.noUserAgent) |
      (allowed * SourceFlag.allowed) |
      httpFlag(buffer, record.pathEnd) |
      (SourceFlag.userAgentClass << userAgentClass);
    words[at + Pending.traits] =
      ((userAgentHi >>> 27) << Trait.userAgentBit) |
      ((pathHi >>> 27) << Trait.pathBit) |
      (tenth << Trait.tenth) |
      ((answer - Total.successes) << Trait.answer) |
      (Number(named) << Trait.named) |
      (attempt << Trait.attempt) |
      (posted << Trait.posted) |
      (queried << Trait.queried) |
      (overload << Trait.overload);
  }

  /** The place that the log itself gives, or else that of the address. */
  #placeOf(record: RequestRecord): number {
    const place = this.#options.places.lookup(record.family, record.addressHi, record.addressLo);
    if (record.countryEnd === record.countryStart) return place;
    return this.#countryPlaces.prefer(place, record.buffer, record.countryStart, record.countryEnd);
  }
}

/** ` HTTP/`, which stands behind the target of a request line. */
const HTTP = [0x20, 0x48, 0x54, 0x54, 0x50, 0x2f] as const;

/** The {@link SourceFlag} of the version of HTTP that stands behind a target; 0 where none does, or an unknown one. */
function httpFlag(buffer: Uint8Array, pathEnd: number): number {
  for (let at = 0; at < HTTP.length; at += 1) if (buffer[pathEnd + at] !== HTTP[at]) return 0;
  const digit = buffer[pathEnd + HTTP.length];
  if (digit === 0x30 || digit === 0x31) return SourceFlag.olderHttp;
  return digit === 0x32 || digit === 0x33 ? SourceFlag.laterHttp : 0;
}

function answerTotal(status: number, overload: number): number {
  if (overload === 1) return Total.overloads;
  if (status < 200 || status >= 600) return Total.successes;
  if (status < 300) return Total.successes;
  if (status < 400) return Total.redirects;
  if (status === 401 || status === 403) return Total.refusals;
  return status < 500 && !GAVE_UP.includes(status) ? Total.clientErrors : Total.serverErrors;
}

function countAttempt(totals: Float64Array, answer: number): void {
  if (answer === Total.successes) totals[Total.attemptSuccesses]! += 1;
  else if (answer === Total.redirects) totals[Total.attemptRedirects]! += 1;
  else if (answer === Total.overloads) totals[Total.attemptOverloads]! += 1;
  else totals[Total.attemptRefusals]! += 1;
}
