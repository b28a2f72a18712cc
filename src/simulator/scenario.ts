import type { AppHabits } from "./apps.ts";
import type { AttackPlan } from "./attack-plan.ts";
import type { AudienceOptions } from "./audience.ts";
import type { DemandOptions } from "./demand.ts";
import type { WritingHabit } from "./log-book.ts";
import type { Bell } from "./people.ts";
import type { Random } from "./random.ts";
import type { Outage, ServerOptions } from "./server.ts";
import type { Site } from "./site.ts";
import type { IncidentKind } from "./truth.ts";
import type { VisitHabits } from "./visit.ts";

/** What a caller may ask of any scenario; what is left out the scenario draws from the seed. */
export interface ScenarioRequest {
  /** Share of all requests that is attack while an attack lasts, 0..0.95. */
  attackShare: number | null;
  /** Length of the part of interest. */
  durationMs: number | null;
  /** Requests per second in the busiest usual hour. */
  rate: number | null;
  /** Length of the normal traffic before it. */
  historyMs: number | null;
  /** A name of `LOG_FORMATS`, or an nginx `log_format` string. */
  format: string | null;
}

/** An audience whose size follows from the demand. */
export type AudienceSketch = Omit<AudienceOptions, "people">;

/** Everything a run of the simulator needs, drawn from a seed. */
export interface Plan {
  /** Where the log begins and ends, and where history ends and the part of interest begins. */
  startMs: number;
  historyEndMs: number;
  endMs: number;
  /** Zone of the server's clock. */
  zone: string;
  format: string;
  http2: boolean;
  writing: WritingHabit;
  /** Year with fraction, for the versions of browsers. */
  year: number;
  site: Site;
  server: ServerOptions;
  /**
   * Capacity as a multiple of the highest organic demand (of a minute) that an unlimited server sees; `null` takes the server's
   * own. What a crowd will ask for is known only when it has been played.
   */
  capacityOfPeak: number | null;
  outages: Outage[];
  /** When every file of the site changes its name, and every browser must fetch it anew; `null` is never. */
  releaseMs: number | null;
  /** Requests per second in the busiest usual hour. */
  rate: number;
  audience: AudienceSketch;
  /** People per daily visit: a site of regulars has few, a site everybody knows has many. */
  peoplePerDailyVisit: number;
  /** ISO 3166 countries that count as home. */
  home: string[];
  demand: DemandOptions;
  habits: VisitHabits;
  surgeHabits: VisitHabits;
  /** Countries the surge's people come from when they are not the audience: a link on a foreign site. */
  surgeAudience: AudienceSketch | null;
  schools: { country: string; count: number; bells: Bell[] } | null;
  apps: { habits: AppHabits; clients: number; dropMs: number } | null;
  crawlers: { count: number; pauseMs: number; restMs: number };
  /** A crawler in a hurry. */
  crawls: { startMs: number; endMs: number; pauseMs: number; crawlers: number }[];
  monitors: { count: number; periodMs: number };
  scanners: { count: number; restMs: number };
  attacks: AttackPlan[];
  /** Share of attack requests a firewall refuses, and with what. */
  filter: { caughtShare: number; status: number } | null;
  /** What the truth lists beside the attacks. */
  events: PlannedEvent[];
}

/** Something other than an attack that the truth tells of. */
export interface PlannedEvent {
  kind: Exclude<IncidentKind, "attack">;
  id: string;
  startMs: number;
  endMs: number;
  decidable: boolean;
  description: string;
}

/** A named kind of day. */
export interface Scenario {
  /** Such as `organic/bell-surge`. */
  name: string;
  /** The group it is listed in: `drill`, `normal`, `organic`, `flood`, `mixed`. */
  group: string;
  /** One sentence for `simulate --list`. */
  summary: string;
  /** Draws everything that is particular to one run. */
  plan(random: Random, request: ScenarioRequest): Plan;
}
