import { type AppHabits, appClients } from "./apps.ts";
import type { AudiencePart } from "./audience.ts";
import { type Surge, surgeDemand } from "./demand.ts";
import { Zone } from "./local-time.ts";
import type { Random } from "./random.ts";
import type { AudienceSketch, Plan, PlannedEvent, ScenarioRequest } from "./scenario.ts";
import { drawServerOptions } from "./server.ts";
import { drawSite, type SiteOptions } from "./site.ts";
import { USUAL_HABITS } from "./visit.ts";

/** A minute, in milliseconds. */
export const MINUTE_MS = 60_000;
/** An hour, in milliseconds. */
export const HOUR_MS = 3_600_000;
/** A day, in milliseconds. */
export const DAY_MS = 86_400_000;

/** A country with the zone most of it lives by. */
interface Market {
  country: string;
  zone: string;
  /** Where else its people are. */
  neighbours: readonly (readonly [string, string])[];
}

const MARKETS: readonly Market[] = [
  {
    country: "FR",
    zone: "Europe/Paris",
    neighbours: [
      ["BE", "Europe/Brussels"],
      ["RE", "Indian/Reunion"],
      ["MA", "Africa/Casablanca"],
    ],
  },
  {
    country: "FR",
    zone: "Europe/Paris",
    neighbours: [
      ["CH", "Europe/Zurich"],
      ["GP", "America/Guadeloupe"],
      ["DE", "Europe/Berlin"],
    ],
  },
  {
    country: "DE",
    zone: "Europe/Berlin",
    neighbours: [
      ["AT", "Europe/Vienna"],
      ["CH", "Europe/Zurich"],
      ["PL", "Europe/Warsaw"],
    ],
  },
  {
    country: "US",
    zone: "America/New_York",
    neighbours: [
      ["CA", "America/Toronto"],
      ["MX", "America/Mexico_City"],
      ["GB", "Europe/London"],
    ],
  },
  {
    country: "GB",
    zone: "Europe/London",
    neighbours: [
      ["IE", "Europe/Dublin"],
      ["US", "America/New_York"],
      ["AU", "Australia/Sydney"],
    ],
  },
  {
    country: "BR",
    zone: "America/Sao_Paulo",
    neighbours: [
      ["PT", "Europe/Lisbon"],
      ["AR", "America/Argentina/Buenos_Aires"],
      ["US", "America/New_York"],
    ],
  },
  {
    country: "IN",
    zone: "Asia/Kolkata",
    neighbours: [
      ["AE", "Asia/Dubai"],
      ["US", "America/New_York"],
      ["GB", "Europe/London"],
    ],
  },
  {
    country: "ID",
    zone: "Asia/Jakarta",
    neighbours: [
      ["MY", "Asia/Kuala_Lumpur"],
      ["SG", "Asia/Singapore"],
      ["NL", "Europe/Amsterdam"],
    ],
  },
  {
    country: "ES",
    zone: "Europe/Madrid",
    neighbours: [
      ["MX", "America/Mexico_City"],
      ["AR", "America/Argentina/Buenos_Aires"],
      ["FR", "Europe/Paris"],
    ],
  },
  {
    country: "IT",
    zone: "Europe/Rome",
    neighbours: [
      ["CH", "Europe/Zurich"],
      ["DE", "Europe/Berlin"],
      ["FR", "Europe/Paris"],
    ],
  },
  {
    country: "NG",
    zone: "Africa/Lagos",
    neighbours: [
      ["GH", "Africa/Accra"],
      ["GB", "Europe/London"],
      ["US", "America/New_York"],
    ],
  },
  {
    country: "JP",
    zone: "Asia/Tokyo",
    neighbours: [
      ["US", "America/New_York"],
      ["TW", "Asia/Taipei"],
      ["KR", "Asia/Seoul"],
    ],
  },
  {
    country: "RU",
    zone: "Europe/Moscow",
    neighbours: [
      ["KZ", "Asia/Almaty"],
      ["BY", "Europe/Minsk"],
      ["DE", "Europe/Berlin"],
    ],
  },
  {
    country: "VN",
    zone: "Asia/Ho_Chi_Minh",
    neighbours: [
      ["US", "America/New_York"],
      ["KR", "Asia/Seoul"],
      ["AU", "Australia/Sydney"],
    ],
  },
];

/** What a scenario fixes of a plan; all else is drawn. */
export interface PlanSketch {
  site?: SiteOptions;
  /** Requests per second in the busiest usual hour, log-uniform between these. */
  rate: readonly [number, number];
  /** Lines that surges and attacks bring, in seconds of the busiest usual hour: counts towards the length of the log. */
  extraSeconds?: number;
  durationMs: number;
  historyMs: number;
  /** Local hour at which the part of interest begins, between these. */
  hour: readonly [number, number];
  /** Any day of the week, or a working day. */
  weekday?: boolean;
  /** Share of the audience abroad; drawn between 2 % and 8 % otherwise. */
  abroadShare?: number;
  gatewayShare?: number;
  ipv6Share?: number;
  format?: string;
}

/** Draws a plan: a site somewhere, with its audience, its machines and its habits, on a day between 2021 and 2025. */
export function drawPlan(random: Random, request: ScenarioRequest, sketch: PlanSketch): Plan {
  const site = drawSite(random, sketch.site);
  const market = random.pick(MARKETS);
  const zone = new Zone(market.zone);
  const firstDay = 18_690 + random.below(1_600);
  let day = firstDay;
  const wanted = sketch.weekday ?? site.kind === "portal";
  while (wanted && [0, 6].includes(zone.wall(zone.at(day, 12)).weekday)) day += 1;
  const historyEndMs = Math.round(zone.at(day, random.between(...sketch.hour)) / 1000) * 1000;
  const historyMs = request.historyMs ?? sketch.historyMs;
  const durationMs = request.durationMs ?? sketch.durationMs;
  const year = 2021 + (day - 18_628) / 365.25;
  const rate = request.rate ?? cappedRate(random, sketch, historyMs, durationMs);
  const span = { startMs: historyEndMs - historyMs, endMs: historyEndMs + durationMs };
  const abroadShare = sketch.abroadShare ?? random.between(0.02, 0.08);
  return {
    ...span,
    historyEndMs,
    zone: random.chance(0.35) ? "UTC" : market.zone,
    format:
      request.format ?? sketch.format ?? random.pick(["combined", "combined", "combined", "vhost-combined"]),
    http2: random.chance(0.4),
    writing: drawWriting(random),
    year,
    site,
    server: drawServerOptions(random),
    outages: [],
    releaseMs: null,
    capacityOfPeak: null,
    rate,
    audience: drawAudience(random, market, year, abroadShare, sketch),
    peoplePerDailyVisit: random.between(0.5, 2.5),
    home: [market.country, ...(abroadShare >= 0.15 ? market.neighbours.map(([country]) => country) : [])],
    demand: {
      siteKind: site.kind,
      surges: [],
      hourlyBump: site.kind === "portal" ? random.between(0, 0.5) : 0,
    },
    habits: {
      ...USUAL_HABITS,
      noReferrerShare: random.between(0.03, 0.15),
      deepLinkShare: random.between(0.1, 0.5),
      stillInShare: random.between(0.05, site.kind === "api" ? 0.6 : 0.35),
      giveUpShare: random.between(0.06, 0.2),
    },
    surgeHabits: USUAL_HABITS,
    surgeAudience: null,
    schools: site.kind === "portal" && random.chance(0.5) ? drawLessons(random, market, rate, span) : null,
    apps: site.kind === "api" && random.chance(0.5) ? drawApp(random, rate) : null,
    crawlers: drawCrawlers(random, rate),
    crawls: [],
    monitors: {
      count: rate < 0.1 ? 1 : 1 + random.below(3),
      periodMs: random.pick([60_000, 60_000, 120_000, 300_000]),
    },
    scanners: { count: 1 + random.below(3), restMs: random.between(20, 120) * MINUTE_MS },
    attacks: [],
    filter: null,
    events: [],
  };
}

/** Draws a rate that keeps most logs near 100,000 lines: a site with a long history, or a high surge, is a slower one. */
function cappedRate(random: Random, sketch: PlanSketch, historyMs: number, durationMs: number): number {
  const lines = random.chance(0.8) ? 90_000 : 300_000;
  const busySeconds = (historyMs * 0.45 + durationMs * 0.8) / 1000 + (sketch.extraSeconds ?? 0);
  return Math.min(random.logBetween(...sketch.rate), lines / busySeconds);
}

/** Requests of a crawler's run, about; see `Crawler`. */
const CRAWLER_RUN = 28;

/** Crawlers make a twentieth to a third of what people do, and on small sites more than people. */
function drawCrawlers(random: Random, rate: number): Plan["crawlers"] {
  const count = rate < 0.1 ? 2 + random.below(2) : 3 + random.below(5);
  const rps = (0.004 + rate * random.logBetween(0.015, 0.15)) / count;
  const pauseMs = Math.min(random.between(1_500, 12_000), 700 / rps);
  return { count, pauseMs, restMs: CRAWLER_RUN * Math.max(500, 1000 / rps - pauseMs) };
}

/** Schools whose classes sit down at the computers at full hours, some of them at each. */
function drawLessons(
  random: Random,
  market: Market,
  rate: number,
  span: Pick<Plan, "startMs" | "endMs">,
): NonNullable<Plan["schools"]> {
  const zone = new Zone(market.zone);
  const share = random.between(0.05, 0.25);
  const bells = [];
  for (let day = zone.wall(span.startMs).day; zone.at(day, 0) < span.endMs; day += 1) {
    if ([0, 6].includes(zone.wall(zone.at(day, 12)).weekday)) continue;
    for (let hour = 8; hour < 17; hour += 1) bells.push({ timeMs: zone.at(day, hour + 0.05), share });
  }
  return { country: market.country, count: Math.ceil(Math.min(40, rate * random.between(0.5, 2.5))), bells };
}

/** An app beside the web pages, that makes a tenth to a half of the traffic. */
function drawApp(random: Random, rate: number): NonNullable<Plan["apps"]> {
  const habits: AppHabits = {
    name: random.pick(["ExampleApp", "EntMobile", "ShopClient", "com.example.portal"]),
    pollMs: random.pick([15_000, 30_000, 60_000]),
    sessionMs: random.between(3, 15) * MINUTE_MS,
    pauseMs: random.between(60, 300) * MINUTE_MS,
    retryMs: random.pick([1_000, 3_000, 5_000, 10_000]),
    backoff: random.pick([1, 1.5, 2]),
    loginShare: random.between(0.05, 0.2),
  };
  return {
    habits,
    clients: appClients(rate * random.between(0.1, 0.5), habits),
    dropMs: Number.POSITIVE_INFINITY,
  };
}

function drawWriting(random: Random): Plan["writing"] {
  const apache = random.chance(0.4);
  return {
    stamp: apache ? "arrival" : "completion",
    flushMs: apache || random.chance(0.6) ? 0 : random.pick([500, 1_000, 2_000]),
    workers: random.pick([2, 4, 8]),
  };
}

function drawAudience(
  random: Random,
  market: Market,
  year: number,
  abroadShare: number,
  sketch: PlanSketch,
): AudienceSketch {
  const abroad: AudiencePart[] = market.neighbours.map(([country, zone], i) => ({
    country,
    zone,
    weight: (abroadShare * [0.5, 0.3, 0.2][i]!) as number,
  }));
  return {
    parts: [{ country: market.country, zone: market.zone, weight: 1 - abroadShare }, ...abroad],
    peoplePerPrefix: random.logBetween(2, 12),
    gatewayShare: sketch.gatewayShare ?? random.between(0.05, 0.3),
    ipv6Share: sketch.ipv6Share ?? (random.chance(0.4) ? 0 : random.between(0.05, 0.4)),
    addressChangeShare: random.between(0.05, 0.4),
    awayShare: random.between(0.02, 0.08),
    browsers: { year, mobileShare: random.between(0.25, 0.65) },
  };
}

/** Lists a surge in the truth: the time in which it brings at least `share` of a busy usual hour. */
export function surgeEvent(
  surges: readonly Surge[],
  plan: Pick<Plan, "startMs" | "endMs">,
  id: string,
  description: string,
  share = 0.8,
): PlannedEvent {
  let startMs = Number.POSITIVE_INFINITY;
  let endMs = Number.NEGATIVE_INFINITY;
  for (let timeMs = plan.startMs; timeMs < plan.endMs; timeMs += 10_000) {
    if (surgeDemand(surges, timeMs) < share) continue;
    startMs = Math.min(startMs, timeMs);
    endMs = timeMs + 10_000;
  }
  return { kind: "surge", id, startMs, endMs, decidable: true, description };
}
