import type { Random } from "./random.ts";

/** Where bots sit. */
export type BotHome =
  /** Rented machines: many in few networks. */
  | "hosting"
  /** Taken-over devices in homes, each in a network of its own. */
  | "residential"
  /** One machine. */
  | "single"
  /** One /24. */
  | "prefix"
  /** One IPv6 /48, a fresh /64 for every few requests. */
  | "ipv6-rotating"
  /** The audience's own networks. */
  | "audience";

/** What bots do. */
export type BotWork =
  /** Logins, one after the other; some open the form first. */
  | "credentials"
  /** The same page, again and again. */
  | "flood"
  /** A page with a random query, past every cache. */
  | "busting-query"
  /** Paths that do not exist. */
  | "busting-path"
  /** The search or the API, which costs the site most. */
  | "expensive"
  /** HEAD requests. */
  | "head"
  /** Pages with their files, like a browser, logging in or not. */
  | "browser"
  /** Whole visits, as people make them, with stolen accounts: nobody could tell. */
  | "visits";

/** What bots say they are. */
export type BotAgents = "one" | "tool" | "absent" | "pool" | "browsers" | "rotating";

/** How an attack grows and ebbs. */
export type AttackShape = "flat" | "ramp" | "pulses";

/** One attack, planned. */
export interface AttackPlan {
  id: string;
  startMs: number;
  durationMs: number;
  /** Share of all requests while it lasts, 0..1: it is sized against what people do in that time without it. */
  attackShare: number;
  /** It sends at least this many requests per second on average, however quiet the site is. */
  minimumRps: number;
  shape: AttackShape;
  /** Time in which bots join. */
  riseMs: number;
  /** Length of a pulse, and of the pause after it. */
  pulseMs: number;
  pauseMs: number;
  bots: number;
  home: BotHome;
  /** Shares by country the bots are truly in. */
  countries: Readonly<Record<string, number>>;
  work: BotWork;
  agents: BotAgents;
  /** Share of requests that carry a forged referrer. */
  referrerShare: number;
  /** Whether bots keep time or send at random. */
  pacing: "steady" | "random";
  /** Standard deviation of the logarithm of the bots' rates: 0 is a flat rate. */
  rateSpread: number;
  /** Whether a bot waits for its answer before it goes on. */
  waits: boolean;
  /** False where nobody could tell these bots from the audience. */
  decidable: boolean;
}

/** Where botnets are: some countries more than others. */
const BOT_COUNTRIES =
  "US US CN CN RU RU IN IN BR BR ID ID VN VN TH TR UA IR PK BD EG MX CO AR ZA NG KE PH MY KR TW JP DE FR GB NL PL RO IT ES BG CZ HU GR RS KZ UZ EC PE CL VE MA TN DZ SA AE IQ HK SG CA AU SE".split(
    " ",
  );

/** Shares of bots by country: few countries or many. */
export function drawBotCountries(
  random: Random,
  exclude: readonly string[],
  count: number,
): Record<string, number> {
  const countries: Record<string, number> = {};
  const names = random.shuffled([...new Set(BOT_COUNTRIES.filter((name) => !exclude.includes(name)))]);
  let total = 0;
  for (const name of names.slice(0, count)) {
    countries[name] = random.exponential(1) + 0.05;
    total += countries[name];
  }
  for (const name of Object.keys(countries)) countries[name] = countries[name]! / total;
  return countries;
}

/** What is fixed of an attack; all else is drawn. */
export type AttackSketch = Partial<AttackPlan> & Pick<AttackPlan, "id" | "startMs" | "durationMs">;

/**
 * Draws an attack from abroad by rented machines or taken-over homes.
 * @param audience whose countries the bots are not in
 */
export function drawAttack(
  random: Random,
  audience: { readonly home: readonly string[] },
  sketch: AttackSketch,
): AttackPlan {
  const home = sketch.home ?? random.pick<BotHome>(["hosting", "hosting", "residential"]);
  const work =
    sketch.work ??
    random.pick<BotWork>([
      "credentials",
      "credentials",
      "flood",
      "busting-query",
      "busting-path",
      "expensive",
    ]);
  const agents =
    sketch.agents ??
    random.pick<BotAgents>(["one", "tool", "absent", "pool", "pool", "browsers", "rotating"]);
  return {
    attackShare: random.between(0.3, 0.85),
    minimumRps: 2,
    shape: "flat",
    riseMs: random.between(0, 15_000),
    pulseMs: 30_000,
    pauseMs: 30_000,
    bots: Math.round(home === "residential" ? random.logBetween(150, 4_000) : random.logBetween(20, 500)),
    countries: drawBotCountries(random, audience.home, 1 + random.below(12)),
    referrerShare: random.chance(0.35) ? random.between(0.3, 1) : 0,
    pacing: random.chance(0.6) ? "steady" : "random",
    rateSpread: random.pick([0, 0.1, 0.3, 0.8]),
    waits: random.chance(0.3),
    decidable: true,
    ...sketch,
    home,
    work,
    agents,
  };
}
