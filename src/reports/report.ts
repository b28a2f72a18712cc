import type { Rule } from "../attribution/rule.ts";
import type { RejectedSample } from "../inputs/line-account.ts";

export type { Rule, RuleMatch, RuleShares } from "../attribution/rule.ts";

/**
 * The report: everything tidegauge has to say about a log, as plain data. What it means is fixed by the schema
 * `tidegauge.report/1`; text, JSON and the rest are pure functions of it.
 *
 * Times are ISO 8601 UTC with milliseconds. Shares and probabilities are 0..1. Rates are per second. Absent knowledge
 * is `null`, never 0 or "". Fields may be added within a schema number, never renamed or given another meaning.
 */
export interface Report {
  readonly schema: "tidegauge.report/1";
  /** Program and version, as in `tidegauge 0.1.0`. */
  readonly generator: string;
  readonly input: InputAccount;
  readonly geo: GeoAccount;
  /** Every option that can change a verdict, as it was resolved. */
  readonly settings: ReportSettings;
  /** The gravest verdict of the episodes; `normal` when there is none. */
  readonly verdict: Verdict;
  /** In order of onset. */
  readonly episodes: readonly Episode[];
  /** In order of time. Outside episodes equal neighbours are joined, and empty time is left out. */
  readonly windows: readonly ReportWindow[];
  readonly breakdowns: Breakdowns;
  /** What the reader should know or could do better next time; never a verdict. */
  readonly notes: readonly Note[];
}

/** Verdicts in order of gravity, gravest first. */
export const VERDICTS = ["flood-attack", "mixed", "inconclusive", "organic-surge", "normal"] as const;

/** What was judged: see {@link VERDICTS}. `flood-attack` and `mixed` are the attack verdicts. */
export type Verdict = (typeof VERDICTS)[number];

/** What was read. Always `lines = records + rejected.total + late + blank`. */
export interface InputAccount {
  readonly sources: readonly InputSource[];
  readonly lines: number;
  /** Lines that became requests. */
  readonly records: number;
  readonly rejected: Rejected;
  /** Lines whose time lay further back than the lateness allows. */
  readonly late: number;
  /** Lines that hold no request by nature: empty, `#Fields`, first parts of a joined line. */
  readonly blank: number;
  /** Requests in the records; a line may hold several. */
  readonly requests: number;
  /** Requests before `since` or after `until`. */
  readonly outside: number;
  /** Time of the first request, or null when there was none. */
  readonly from: string | null;
  /** Time of the last request, or null when there was none. */
  readonly to: string | null;
  /** Lateness in seconds that would have kept all late lines; absent or null when none was late. */
  readonly latenessNeededSeconds?: number | null;
}

/** One file or stream. */
export interface InputSource {
  readonly name: string;
  /** Bytes after decompression. */
  readonly bytes: number;
  readonly lines: number;
  /** Name of the format, or null when none was recognised. */
  readonly format: string | null;
  /** Share of the lines that the format reads, or null when nothing was tried. */
  readonly formatShare: number | null;
  /** Where the log goes on in another format: the first line in it, from 1, and its name. Absent where it does not. */
  readonly formatChanges?: readonly { readonly line: number; readonly format: string }[];
}

/** Lines that could not be read. */
export interface Rejected {
  readonly total: number;
  /** Count by reason (kebab-case); only reasons that occurred. */
  readonly reasons: Readonly<Record<string, number>>;
  /** The first of each reason, cut short. */
  readonly samples: readonly RejectedSample[];
}

/** Where places and networks come from. */
export interface GeoAccount {
  /** Description of the country table, or null when there is none. */
  readonly country: string | null;
  /** Description of the network table, or null when there is none. */
  readonly network: string | null;
  /** Share of the requests whose country is unknown, or null without a table or without requests. */
  readonly unknownShare: number | null;
}

/** The options as resolved. */
export interface ReportSettings {
  readonly windowSeconds: number;
  readonly latenessSeconds: number;
  /** Format as asked for: `auto`, a name or a format string. */
  readonly format: string;
  /** Countries of the audience, ISO 3166; null where neither given nor learned. */
  readonly home: readonly string[] | null;
  /** True where `home` was learned from the log rather than given. */
  readonly homeLearned: boolean;
  readonly login: readonly string[];
  readonly waitingRoom: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly allow: readonly string[];
  readonly logTz: string;
  /** Zone for showing times and for hour-of-week: as given, or the log's own (a name, or an offset as in `+02:00`). */
  readonly tz: string;
  readonly since: string | null;
  readonly until: string | null;
  /** Requests per second, or null where it is to be inferred. */
  readonly capacity: number | null;
  /** Normal traffic that was known beforehand, by when it was; null or absent where there was none. */
  readonly baseline?: { readonly from: string; readonly to: string } | null;
  /** Where fields of JSON lines are found, as given: `field=path`. */
  readonly map?: readonly string[];
  /** Largest share of an episode's organic requests that its rules may hit. */
  readonly maxCollateral?: number;
  readonly memoryBytes: number;
  readonly seed: number;
  readonly anonymize: boolean;
}

/** An estimate with its 90 % interval. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** One incident from onset to end. */
export interface Episode {
  /** The onset, in whole seconds: `2021-04-06T05:58:10Z`. Stable across runs of the same input. */
  readonly id: string;
  readonly verdict: Verdict;
  readonly onset: string;
  readonly peak: string;
  /** Null while running. */
  readonly end: string | null;
  /** Event time at which this verdict was first given; never revised by hindsight. */
  readonly detectedAt: string;
  readonly phases: readonly Phase[];
  readonly score: Score;
  readonly probabilities: Probabilities;
  /** Attack share of the episode's requests, with a 90 % interval. */
  readonly attackShare: Interval;
  readonly requests: number;
  /** Distinct sources, estimated where they did not fit. */
  readonly sources: number;
  /** Login attempts of any outcome. */
  readonly logins: number;
  readonly peakRequestsPerSecond: number;
  /** Null where nothing is known of normal traffic. */
  readonly baselineRequestsPerSecond: number | null;
  /** Where the attack part comes from; null where home is unknown or there is no attack part. */
  readonly origin: Origin | null;
  /** Over how many sources the attack is spread; null where there is no attack part. */
  readonly spread: Spread | null;
  readonly attribution: Attribution;
  /** In order of worth; together they are the answer. */
  readonly rules: readonly Rule[];
  readonly evidence: readonly Evidence[];
  readonly abstained: readonly Abstention[];
  /** What observation would turn this verdict, as a sentence; null where nothing is known to. */
  readonly wouldChange: string | null;
  /** Null where the log shows no sign of overload and no capacity is given. */
  readonly overload: Overload | null;
}

/** A stretch of an episode with one verdict. */
export interface Phase {
  readonly start: string;
  /** Null while running. */
  readonly end: string | null;
  readonly verdict: Verdict;
  readonly detectedAt: string;
  readonly attackShare: Interval;
}

/** Evidence summed up: `total = prior + Σ contributions`, in log-odds of attack against organic. */
export interface Score {
  readonly prior: number;
  readonly total: number;
  /** Attack probability = σ(offset + slope · total). */
  readonly calibration: { readonly slope: number; readonly offset: number };
}

/** Add up to 1; `flood-attack` + `mixed` is the attack probability. */
export interface Probabilities {
  readonly normal: number;
  readonly "organic-surge": number;
  readonly "flood-attack": number;
  readonly mixed: number;
}

/** Shares of the attack part by place; they add up to 1. */
export interface Origin {
  readonly home: number;
  readonly foreign: number;
  readonly unknown: number;
}

/** Sources that make 80 % of the attack: one, up to 20, more. */
export type Spread = "single-source" | "few-sources" | "distributed";

/** The dimensions along which an attack is told apart, in the order in which they are shown. */
export const DIMENSIONS = [
  "countries",
  "regions",
  "networks",
  "prefixes",
  "sources",
  "userAgents",
  "paths",
] as const;

/** The biggest contributors to the attack part by dimension, biggest first. */
export type Attribution = Readonly<Record<(typeof DIMENSIONS)[number], readonly Contributor[]>>;

/** One country, prefix, path, … */
export interface Contributor {
  /** Country `RU`, region `FR-IDF`, network `AS64500`, prefix in CIDR, source, user agent, path; "" is the unknown place. */
  readonly key: string;
  /** Who a network is, where the network table says so. */
  readonly name?: string;
  readonly requests: number;
  readonly attackRequests: number;
  /** attackRequests / requests. */
  readonly attackShare: number;
  /** Share of normal traffic; null where nothing is known of it. */
  readonly baselineShare: number | null;
  /** False for an estimate, from a sample or of part of a minute, which then has `low` and `high` (of `requests`). */
  readonly exact: boolean;
  readonly low?: number;
  readonly high?: number;
}

/** A measurement and its weight. */
export interface Evidence {
  readonly feature: string;
  readonly observed: number;
  /** What was to be expected; null where nothing is known of it. */
  readonly expected: number | null;
  /** Log-odds of attack against organic: positive speaks for an attack, negative for people. */
  readonly contribution: number;
  /** One sentence without a full stop. */
  readonly summary: string;
}

/** A measurement that the log does not allow. */
export interface Abstention {
  readonly feature: string;
  /** Half a sentence: `no login answered during the outage`. */
  readonly reason: string;
}

/** Would the site have been overloaded by its audience alone? */
export interface Overload {
  /** Null where nothing was seen from which to infer it. */
  readonly capacityRequestsPerSecond: number | null;
  /** `lower-bound`: the highest rate served, capacity was never reached. Null with an unknown capacity. */
  readonly capacityBasis: "given" | "inferred" | "lower-bound" | null;
  /** Null where it was never overloaded. */
  readonly firstOverload: string | null;
  readonly organicPeakRequestsPerSecond: number;
  readonly organicPeakLow: number;
  readonly organicPeakHigh: number;
  readonly attackPeakRequestsPerSecond: number;
  /** Null where the organic interval straddles the capacity. */
  readonly overloadedWithoutAttack: boolean | null;
}

/** One window, or several equal ones joined. */
export interface ReportWindow {
  readonly start: string;
  readonly seconds: number;
  readonly requests: number;
  readonly sources: number;
  readonly logins: number;
  readonly overloadResponses: number;
  readonly verdict: Verdict;
  /** Null where it was not judged. */
  readonly attackProbability: number | null;
  /** Null where it was not judged. */
  readonly attackShare: number | null;
}

/** All traffic, not only that of episodes. */
export interface Breakdowns {
  /** Biggest first; the key "" is the unknown place. */
  readonly countries: readonly BreakdownRow[];
  readonly regions: readonly BreakdownRow[];
  readonly networks: readonly BreakdownRow[];
  /** Hostile but too small to be an episode: scanners, a few guesses at a password. */
  readonly nuisance: readonly NuisanceRow[];
  /** What the audience was told by: `followed-up logins`, `returning visitors`, …; null where it was not learned. */
  readonly audienceLearnedFrom: string | null;
}

/** Traffic of one place or network. */
export interface BreakdownRow {
  readonly key: string;
  /** Who a network is, where the network table says so. */
  readonly name?: string;
  readonly requests: number;
  readonly sources: number;
  /** Login attempts of any outcome; opening the form is not one. */
  readonly logins: number;
  readonly exact: boolean;
}

/** One kind of nuisance. */
export interface NuisanceRow {
  /** What it is, in a few words: `scanner`, `password guessing`, … */
  readonly key: string;
  readonly requests: number;
  readonly sources: number;
}

/** Something the reader should know. */
export interface Note {
  /** Stable, kebab-case: programs may switch on it. */
  readonly code: string;
  /** One or two sentences. */
  readonly text: string;
}

/** What happens while a log is read; `--ndjson` and the live API send these one by one. */
export type AnalyzerEvent =
  | ({ readonly type: "input" } & InputAccount)
  | ({ readonly type: "window" } & ReportWindow)
  | ({ readonly type: "episode-opened" } & Episode)
  | ({ readonly type: "episode-changed" } & Episode)
  | ({ readonly type: "episode-closed" } & Episode)
  | ({ readonly type: "report" } & Report);

/** Whether a verdict says that there was an attack. */
export function isAttack(verdict: Verdict): boolean {
  return verdict === "flood-attack" || verdict === "mixed";
}

/** The gravest of some verdicts; `normal` of none. */
export function gravest(verdicts: Iterable<Verdict>): Verdict {
  let worst: number = VERDICTS.length - 1;
  for (const verdict of verdicts) worst = Math.min(worst, VERDICTS.indexOf(verdict));
  return VERDICTS[worst]!;
}
