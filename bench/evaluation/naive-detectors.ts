import type { Truth } from "../../src/simulator/index.ts";
import type { ClaimedEpisode, ClaimedPhase, Claims } from "./claims.ts";
import type { RequestColumns } from "./request-columns.ts";

/** A detector of one idea, as they are in wide use. */
export interface NaiveDetector {
  name: string;
  detect(log: RequestColumns, truth: Truth): Claims;
}

const MINUTE_MS = 60_000;
/** Minutes that tell what is usual. */
const TRAILING = 60;
/** Minutes before a detector that compares with the past says anything. */
const WARM_UP = 10;
/** Flagged minutes so close belong to one alarm. */
const GAP_MS = 2 * MINUTE_MS;

/** What happened in one minute. */
interface Minute {
  startMs: number;
  requests: number;
  /** Rows of the columns. */
  rows: number[];
}

type Flag = "attack" | "organic" | null;

/** The rate is beyond 3.5 standard deviations of the last hour, and at least 200 requests. */
const rateThreshold: NaiveDetector = {
  name: "rate threshold",
  detect: (log) =>
    byMinute(log, () => {
      const past = new Trailing();
      return ({ requests }) => {
        const high = past.isReady && requests >= 200 && past.z(requests) > 3.5;
        // A flood must not raise the threshold that would have caught it.
        if (!high) past.add(requests);
        return high ? "attack" : null;
      };
    }),
};

/** More than a third of the requests from outside the audience's countries (which it is told), and at least 50. */
const foreignShare: NaiveDetector = {
  name: "foreign share",
  detect: (log, truth) =>
    byMinute(log, () => {
      const home = new Set(truth.home.map((country) => log.countries.of(country)));
      const unknown = log.countries.of("");
      return ({ requests, rows }) => {
        if (requests < 50) return null;
        const foreign = rows.filter(
          (row) => log.country[row] !== unknown && !home.has(log.country[row]!),
        ).length;
        return foreign / requests > 1 / 3 ? "attack" : null;
      };
    }),
};

/** Leaky buckets per address: 40 requests that leak one each half second, 5 logins that leak one each ten seconds. */
const perAddress: NaiveDetector = {
  name: "per-address limits",
  detect: (log) =>
    byMinute(log, () => {
      const requests = new Buckets(40, 500, log.sources.size);
      const logins = new Buckets(5, 10_000, log.sources.size);
      return ({ rows }) => {
        let overflows = 0;
        for (const row of rows) {
          const source = log.source[row]!;
          const over = requests.pour(source, log.timeMs[row]!);
          if ((log.login[row] === 1 && logins.pour(source, log.timeMs[row]!)) || over) overflows += 1;
        }
        return overflows > 0 ? "attack" : null;
      };
    }),
};

/** In a minute of twice the usual requests: fewer than half of its networks were seen before (Jung et al. 2002). */
const knownNetworks: NaiveDetector = {
  name: "known networks",
  detect: (log) =>
    byMinute(log, () => {
      const seen = new Uint8Array(log.prefixes.size);
      const past = new Trailing();
      return ({ requests, rows }) => {
        const prefixes = new Set(rows.map((row) => log.prefix[row]!));
        const known = [...prefixes].filter((prefix) => seen[prefix] === 1).length;
        const high = past.isReady && requests >= 60 && requests > 2 * past.mean;
        if (high) return known / prefixes.size < 0.5 ? "attack" : "organic";
        past.add(requests);
        for (const prefix of prefixes) seen[prefix] = 1;
        return null;
      };
    }),
};

/** The entropy of the sources is beyond 3.5 standard deviations of the last hour, in a minute of at least 60 requests. */
const sourceEntropy: NaiveDetector = {
  name: "source entropy",
  detect: (log) =>
    byMinute(log, () => {
      const past = new Trailing();
      return ({ requests, rows }) => {
        if (requests < 10) return null;
        const counts = new Map<number, number>();
        for (const row of rows) counts.set(log.source[row]!, (counts.get(log.source[row]!) ?? 0) + 1);
        let entropy = 0;
        for (const count of counts.values()) entropy -= (count / requests) * Math.log2(count / requests);
        const odd = past.isReady && requests >= 60 && Math.abs(past.z(entropy)) > 3.5;
        if (!odd) past.add(entropy);
        return odd ? "attack" : null;
      };
    }),
};

/** The detectors to beat. */
export const NAIVE_DETECTORS: readonly NaiveDetector[] = [
  rateThreshold,
  foreignShare,
  perAddress,
  knownNetworks,
  sourceEntropy,
];

/** Mean and spread of the last hour. */
class Trailing {
  readonly #values: number[] = [];

  add(value: number): void {
    this.#values.push(value);
    if (this.#values.length > TRAILING) this.#values.shift();
  }

  get isReady(): boolean {
    return this.#values.length >= WARM_UP;
  }

  get mean(): number {
    return this.#values.reduce((sum, value) => sum + value, 0) / Math.max(1, this.#values.length);
  }

  z(value: number): number {
    const { mean } = this;
    const variance = this.#values.reduce((sum, other) => sum + (other - mean) ** 2, 0) / this.#values.length;
    return (value - mean) / Math.sqrt(Math.max(variance, 1e-9));
  }
}

/** One leaky bucket per source. */
class Buckets {
  readonly #capacity: number;
  readonly #leakMs: number;
  readonly #level: Float64Array;
  readonly #lastMs: Float64Array;

  constructor(capacity: number, leakMs: number, sources: number) {
    this.#capacity = capacity;
    this.#leakMs = leakMs;
    this.#level = new Float64Array(sources);
    this.#lastMs = new Float64Array(sources);
  }

  /** Pours one in; returns whether it overflows. */
  pour(source: number, timeMs: number): boolean {
    const leaked = Math.max(0, timeMs - this.#lastMs[source]!) / this.#leakMs;
    const level = Math.max(0, this.#level[source]! - leaked) + 1;
    this.#lastMs[source] = Math.max(this.#lastMs[source]!, timeMs);
    this.#level[source] = Math.min(level, this.#capacity + 1);
    return level > this.#capacity;
  }
}

/** Runs a judgement over the minutes of a log in order, and joins what it flags into alarms. */
function byMinute(log: RequestColumns, begin: () => (minute: Minute) => Flag): Claims {
  const minutes = new Map<number, number[]>();
  for (let row = 0; row < log.count; row += 1) {
    const start = Math.floor(log.timeMs[row]! / MINUTE_MS) * MINUTE_MS;
    const rows = minutes.get(start);
    if (rows === undefined) minutes.set(start, [row]);
    else rows.push(row);
  }
  const judge = begin();
  const phases: ClaimedPhase[] = [];
  for (const startMs of [...minutes.keys()].sort((a, b) => a - b)) {
    const rows = minutes.get(startMs)!;
    const verdict = judge({ startMs, requests: rows.length, rows });
    if (verdict === null) continue;
    const endMs = startMs + MINUTE_MS;
    const last = phases.at(-1);
    if (last !== undefined && last.verdict === verdict && startMs - last.endMs <= GAP_MS) last.endMs = endMs;
    else phases.push({ startMs, endMs, verdict, detectedMs: endMs });
  }
  const episodes: ClaimedEpisode[] = phases.map((phase) => ({
    startMs: phase.startMs,
    endMs: phase.endMs,
    attack: phase.verdict === "attack",
    phases: [phase],
    attackShare: null,
    overloadedWithoutAttack: undefined,
    rules: null,
  }));
  return { episodes, windows: [] };
}
