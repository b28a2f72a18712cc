import type { Baseline } from "../baselines/baseline.ts";
import type { Carrier } from "../bytes/carrier.ts";
import { attributeIndex, type Units, wideNetworkOf } from "../features/units.ts";
import { Kind, Source } from "../windows/source-layout.ts";
import type { WindowSummary } from "../windows/window-summary.ts";

/** Requests of who fetches links at most, by scale; and where they are of several kinds, as the gateways of several providers are. */
const MOST_REQUESTS = [2, 2, 4] as const;
const MOST_OF_SEVERAL = [2, 4, 8] as const;
/** And where the site was never asked for such links before: a sandbox opens those of all the mailboxes that it guards. */
const MOST_OF_NEW = [12, 40, 160] as const;
/** And of who asks for nothing but the form in which one logs in. */
const MOST_OF_FORM = [1, 1, 2] as const;
/** They are of several kinds where two of them have the same user agent no more often than this. */
const MOST_ALIKE = 0.5;
/** Fetchers below which, by scale, and a share of all requests below which, they are not looked for. */
const LEAST_FETCHERS = [8, 20, 40] as const;
const LEAST_SHARE = 0.05;
/** A newsletter is delivered within so long: who goes on with it longer does something else. */
const LASTS_MS = 6 * 60_000;
/**
 * Of fetchers in one minute, this share at most was there in so many earlier ones. A gateway fetches the links of several recipients; a few
 * bots that take turns are there in every minute.
 */
const MOST_AGAIN = 0.5;
const AGAIN_MINUTES = 2;
/** A delivery recedes when they fetch no more than this share of the most that they did in a minute. */
const RECEDED = 0.75;
/** Ten minutes hold no more of a fetcher than so many times what minutes saw him fetch. */
const MOST_ELSE = 1.3;
/** A pause that long ends one delivery. */
const PAUSE_MS = 30 * 60_000;
/** Share of their requests that must be for what nobody else of them asks for. */
const UNIQUE = 0.8;
/** Nobody asked for a recipient's own link before it was sent: what more than this share of all visitors ask for anyway is none. */
const MOST_USUAL = 0.05;
/** Minutes of normal traffic from which it is known what was asked for before. */
const LEAST_MINUTES = 60;
/** They are at home in few networks: so many of them, on average, in each /16 at least, by scale: ten seconds show few of each. */
const LEAST_EACH_NETWORK = [1.2, 2, 2] as const;
/** And where the links are new, of several clouds at once. */
const LEAST_EACH_CLOUD = 1.2;
/** A letter goes to mailboxes of several providers. */
const LEAST_CLOUDS = 3;
/** Who sends from so many /64 of one /48 rotates through them, which no gateway does. */
const MOST_OF_ONE_SITE = 8;
/** What speaks for them is as much as what speaks for who says that it is a machine. */
const WELCOME = 4;

const PROFILE = attributeIndex("profile");
const USER_AGENT = attributeIndex("user-agent");
/** They call themselves nothing, a browser or some tool of their own; none of it says what they are. */
const SAY_NOTHING: readonly number[] = [0, 1, 3];
const ERRORS = attributeIndex("errors");
const HISTORY = attributeIndex("history");
const KNOWN_SOURCE = 0;
/** Profiles of who asked for pages, one to log in among them, and loaded no file. */
const FORM_ONLY = 3;
const PAGES_ONLY: readonly number[] = [FORM_ONLY, 6, 7];

/** What is known besides the span. */
export interface LinkContext {
  readonly baseline: Baseline;
  /** Whether an attack goes on: who joins it does not deliver mail. */
  readonly isAttacked: boolean;
  /** False: the span tells of nothing that others do not tell of, too. */
  readonly isCounted: boolean;
}

/**
 * Machines that fetch links on behalf of people: gateways that try every link of a mail before it is delivered, proxies of mailboxes.
 * They say that they are browsers, come in numbers for some minutes when a newsletter goes out, load no files, and look like a flood of
 * single requests. What tells them from one: each link, which is its recipient's own, is fetched once or twice; they ask and never send;
 * they come out of few networks, many from each; nobody asked for the like before; and soon all mail is delivered.
 *
 * Fails on: a flood out of few networks, a request or two from each address, all to ever other links that the site has not: it is found
 * some minutes late.
 */
export class LinkFetchers {
  #firstMs = Number.NEGATIVE_INFINITY;
  /** Whether they asked for what was asked for anyway when they came: by and by that is learned. */
  #isUsual = false;
  /** Whether they asked for what nobody had ever asked for when they came. */
  #areNew = false;
  /** The most that they fetched in any minute of the delivery, requests. */
  #most = 0;
  /** Whether the latest minute showed that they take turns. */
  #takeTurns = false;
  #lastMs = Number.NEGATIVE_INFINITY;
  /** Who fetched in the latest minute, which began then, by how many requests, and in how many of those before it who did. */
  #latest = new Map<number, number>();
  #latestStartMs = Number.NEGATIVE_INFINITY;
  #earlier = new Map<number, number>();
  /** Requests that they fetched by, all minutes before the latest together. */
  #fetched = new Map<number, number>();

  /**
   * Lowers `units.behaviour` of those found, who are no visitors either. O(sources), and O(sampled kinds) where there are many.
   */
  welcome(
    window: WindowSummary,
    units: Units,
    scale: 0 | 1 | 2,
    { baseline, isAttacked, isCounted }: LinkContext,
  ): void {
    const candidates = candidatesIn(window, units, scale);
    if (candidates === null) return;
    const isNew = window.startMs - this.#lastMs > PAUSE_MS;
    if (isNew && isAttacked) return;
    const areNew = isNew ? areLinksNew(window, units, candidates, baseline) : this.#areNew;
    // Whose fetching minutes have seen the ten minutes that hold them need not judge anew.
    const known = scale === 2 ? (source: number) => this.#requestsOf(source) : () => 0;
    const fetchers = fetchersIn(window, units, scale, candidates, areNew, known);
    if (fetchers === null) return;
    const isUsual = isNew ? !areNew && areLinksUsual(window, units, fetchers, baseline) : this.#isUsual;
    if (isNew && isCounted) {
      this.#firstMs = window.startMs;
      this.#isUsual = isUsual;
      this.#areNew = areNew;
      this.#most = 0;
      this.#takeTurns = false;
      this.#latest.clear();
      this.#earlier.clear();
      this.#fetched.clear();
    }
    // Ten minutes tell of a time that finer spans have told of already.
    if (isCounted && scale < 2) this.#lastMs = Math.max(this.#lastMs, window.endMs);
    const isFirst = isNew && !isCounted;
    // Ten minutes may hold a delivery that is over when they are.
    const untilMs = scale === 2 ? window.startMs : this.#lastMs;
    if (isUsual || (!isFirst && untilMs - this.#firstMs > LASTS_MS)) return;
    if (isCounted && scale === 1) this.#remember(fetchers, units, window.startMs);
    let again = 0;
    for (const source of fetchers.keys()) if ((this.#earlier.get(source) ?? 0) >= AGAIN_MINUTES) again += 1;
    // Sandboxes are few and meet again in every minute of a large delivery, which recedes; who takes turns keeps coming.
    let requests = 0;
    for (const unit of fetchers.values()) requests += units.requests[unit]!;
    const perMinute = (60 * requests) / window.seconds;
    const isReceding = areNew && perMinute <= RECEDED * this.#most;
    const takeTurns = !isFirst && !isReceding && again > MOST_AGAIN * fetchers.size;
    if (isCounted && scale === 1) {
      this.#takeTurns = takeTurns;
      this.#most = Math.max(this.#most, perMinute);
    }
    if (takeTurns && scale < 2) return;
    // Of an attack that was told by that, few are seen again within ten seconds.
    if (isAttacked && this.#takeTurns) return;
    for (const unit of fetchers.values()) {
      units.behaviour[unit] = Math.min(0, units.behaviour[unit]!) - WELCOME;
      units.exempt[unit] = 1;
    }
  }

  #remember(fetchers: ReadonlyMap<number, number>, units: Units, startMs: number): void {
    if (startMs > this.#latestStartMs) {
      for (const [source, requests] of this.#latest) {
        this.#earlier.set(source, (this.#earlier.get(source) ?? 0) + 1);
        this.#fetched.set(source, (this.#fetched.get(source) ?? 0) + requests);
      }
      this.#latest.clear();
      this.#latestStartMs = startMs;
    }
    for (const [source, unit] of fetchers) {
      this.#latest.set(source, Math.max(units.requests[unit]!, this.#latest.get(source) ?? 0));
    }
  }

  /** Requests by which a source has fetched in the minutes of the delivery. */
  #requestsOf(source: number): number {
    return (this.#fetched.get(source) ?? 0) + (this.#latest.get(source) ?? 0);
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.#firstMs = by.value(this.#firstMs);
    this.#isUsual = by.value(this.#isUsual);
    this.#areNew = by.value(this.#areNew);
    this.#most = by.value(this.#most);
    this.#takeTurns = by.value(this.#takeTurns);
    this.#lastMs = by.value(this.#lastMs);
    this.#latest = by.value(this.#latest);
    this.#latestStartMs = by.value(this.#latestStartMs);
    this.#earlier = by.value(this.#earlier);
    this.#fetched = by.value(this.#fetched);
  }
}

/** Units of a span that may fetch links for others; null where they are too few, or ask for too little, to matter. */
function candidatesIn(window: WindowSummary, units: Units, scale: 0 | 1 | 2): number[] | null {
  const candidates: number[] = [];
  let all = 0;
  let requests = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    all += units.requests[unit]!;
    if (!mayFetch(units, unit, scale)) continue;
    candidates.push(unit);
    requests += units.requests[unit]!;
  }
  if (candidates.length < byLength(LEAST_FETCHERS, window, scale) || requests < LEAST_SHARE * all)
    return null;
  const sites = sitesOf(units, candidates);
  return candidates.filter((unit) => (sites.get(units.prefix[unit]!) ?? 0) <= MOST_OF_ONE_SITE);
}

/** Those of the candidates who fetch links for others, by the lower half of their hash; null where there are none to speak of. */
function fetchersIn(
  window: WindowSummary,
  units: Units,
  scale: 0 | 1 | 2,
  candidates: readonly number[],
  areNew: boolean,
  fetchedBy: (source: number) => number,
): Map<number, number> | null {
  const most = areNew ? MOST_OF_NEW : areAlike(units, candidates) ? MOST_REQUESTS : MOST_OF_SEVERAL;
  const fetchers = new Map<number, number>();
  const networks = new Set<number>();
  for (const unit of candidates) {
    const source = units.hashLo[unit]!;
    const requests = units.requests[unit]!;
    // Of a form that the site has had all along each recipient is sent one; who asks for it again, with something else behind it, passes caches.
    const isForm = !areNew && units.bin(unit, PROFILE) === FORM_ONLY;
    if (isForm && requests > MOST_OF_FORM[scale] * units.sources[unit]!) continue;
    if (requests > most[scale] * units.sources[unit]! && requests > MOST_ELSE * fetchedBy(source)) continue;
    fetchers.set(source, unit);
    networks.add(wideNetworkOf(units, unit));
  }
  if (fetchers.size < byLength(LEAST_FETCHERS, window, scale)) return null;
  const each = areNew ? LEAST_EACH_CLOUD : byLength(LEAST_EACH_NETWORK, window, scale);
  if (fetchers.size < each * networks.size) return null;
  return uniqueShare(window, fetchers) < UNIQUE ? null : fetchers;
}

/** What holds at a scale; of part of a minute, what lies between ten seconds and a minute. */
function byLength(
  values: readonly [number, number, number],
  { seconds }: WindowSummary,
  scale: 0 | 1 | 2,
): number {
  if (scale !== 1 || seconds >= 60) return values[scale];
  return values[0] + (values[1] - values[0]) * Math.max(0, (seconds - 10) / 50);
}

function mayFetch(units: Units, unit: number, scale: 0 | 1 | 2): boolean {
  return (
    PAGES_ONLY.includes(units.bin(unit, PROFILE)) &&
    units.exempt[unit] === 0 &&
    // A link in a mail is reached from no page.
    units.referred[unit] === 0 &&
    units.requests[unit]! <= MOST_OF_NEW[scale] * units.sources[unit]! &&
    SAY_NOTHING.includes(units.bin(unit, USER_AGENT)) &&
    units.bin(unit, ERRORS) === 0 &&
    units.bin(unit, HISTORY) !== KNOWN_SOURCE
  );
}

/** Whether most of them call themselves the same. */
function areAlike(units: Units, candidates: readonly number[]): boolean {
  const counts = new Map<number, number>();
  for (const unit of candidates) {
    const agent = units.userAgent[unit]!;
    counts.set(agent, (counts.get(agent) ?? 0) + 1);
  }
  let squares = 0;
  for (const count of counts.values()) squares += count * count;
  return squares > MOST_ALIKE * candidates.length ** 2;
}

/** How many of them are in each /48 of IPv6. */
function sitesOf(units: Units, candidates: readonly number[]): Map<number, number> {
  const sites = new Map<number, number>();
  for (const unit of candidates) {
    const site = units.prefix[unit]!;
    if (units.family[unit] === 6) sites.set(site, (sites.get(site) ?? 0) + units.sources[unit]!);
  }
  return sites;
}

/** Share of the fetchers' requests that are for a path of which hardly another is asked, or for one path each with a query. */
function uniqueShare(window: WindowSummary, fetchers: ReadonlyMap<number, number>): number {
  const paths = new Map<number, number>();
  let requests = 0;
  window.kinds.forEach((rows, row) => {
    if (!fetchers.has(rows[row + Kind.source]!)) return;
    const path = rows[row + Kind.path]!;
    paths.set(path, (paths.get(path) ?? 0) + 1);
    requests += 1;
  });
  let unique = 0;
  for (const askers of paths.values()) if (askers <= 2) unique += askers;
  return requests === 0 ? 0 : Math.max(unique / requests, queriedShare(window, fetchers));
}

/** Share of the fetchers' requests with a query. */
function queriedShare(window: WindowSummary, fetchers: ReadonlyMap<number, number>): number {
  let queried = 0;
  let requests = 0;
  window.sources.forEach((rows, row) => {
    if (!fetchers.has(rows[row + 1]!)) return;
    requests += rows[row + Source.requests]!;
    queried += rows[row + Source.queries]!;
  });
  return requests === 0 ? 0 : queried / requests;
}

/**
 * Whether hardly any path that the candidates ask for was ever asked for in normal traffic: a page that was made for a letter, or a path
 * for each recipient, which the site answers (who fails is no candidate). Whoever busts caches or searches asks for pages that there are.
 * O(sampled kinds + known kinds).
 */
function areLinksNew(
  window: WindowSummary,
  units: Units,
  candidates: readonly number[],
  { kinds, requests }: Baseline,
): boolean {
  if (requests.minutes < LEAST_MINUTES) return false;
  if (new Set(candidates.map((unit) => wideNetworkOf(units, unit))).size < LEAST_CLOUDS) return false;
  const known = new Set(kinds.known.map(({ path }) => path));
  const sources = new Set(candidates.map((unit) => units.hashLo[unit]!));
  let all = 0;
  let isNew = 0;
  window.kinds.forEach((rows, row) => {
    if (!sources.has(rows[row + Kind.source]!)) return;
    all += rows[row + Kind.requests]!;
    if (!known.has(rows[row + Kind.path]!)) isNew += rows[row + Kind.requests]!;
  });
  return isNew >= UNIQUE * all;
}

/**
 * Whether visitors ask for the like anyway, one path with a query, from nowhere and without its files: then it is an ordinary page of the
 * site, and no link that was just sent. Where every link is a path of its own that is not known. O(fetchers).
 */
function areLinksUsual(
  window: WindowSummary,
  units: Units,
  fetchers: ReadonlyMap<number, number>,
  baseline: Baseline,
): boolean {
  if (queriedShare(window, fetchers) < UNIQUE) return false;
  let usual = 0;
  for (const unit of fetchers.values()) usual += baseline.asked.share(units.asked[unit]!);
  return usual > MOST_USUAL * fetchers.size;
}
