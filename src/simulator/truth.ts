/** What kind of thing happened. */
export type IncidentKind = "attack" | "surge" | "outage" | "crawl";

/** One thing that happened, as it really was. */
export interface Incident {
  kind: IncidentKind;
  /** Unique within the log. */
  id: string;
  /** ISO 8601 UTC with milliseconds, by the times written in the log. `[start, end)`. */
  start: string;
  end: string;
  /** Requests of the log in `[start, end)`, whoever sent them. */
  requests: number;
  /** Share of them that is attack, 0..1. */
  attackShare: number;
  /** False where no reader of the log could tell: then `inconclusive` is right. */
  decidable: boolean;
  /**
   * Whether the site would have been overloaded in this time had there been no attack, found by running the same
   * people again without it. `null` where the site has no capacity to exceed.
   */
  overloadedWithoutAttack: boolean | null;
  /** Highest organic demand in ten seconds of this time without attack, requests per second; `null` like above. */
  organicPeakRequestsPerSecond: number | null;
  /** Shares of the attack's requests by the country they truly came from. Empty for what is no attack. */
  countries: Record<string, number>;
  /** The plan behind it, in a few words. */
  description: string;
}

/** The truth beside a simulated log. */
export interface Truth {
  schema: "tidegauge.truth/1";
  scenario: string;
  seed: number;
  format: string;
  /** Requests per second the site can serve; `null` is more than it was ever asked. */
  capacityRequestsPerSecond: number | null;
  /** ISO 3166 countries of the audience. */
  home: string[];
  /** Paths that take logins. */
  loginPaths: string[];
  waitingRoomPaths: string[];
  /** When the part of interest begins: what lies before is history, normal by construction. */
  historyEnd: string;
  incidents: Incident[];
  totals: { organic: number; attack: number; benignBots: number; nuisance: number };
  /** `[startMs, organic, attack, benignBots (crawlers and monitors), nuisance]` per 10 s, empty ones left out. */
  windows: [number, number, number, number, number][];
  /** Who is behind each line, in file order, run-length: `o120a3` (o people, a attack, b crawlers, m monitors, n nuisance). */
  labels: string;
}
