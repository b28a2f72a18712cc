import type { AttackPlan } from "./attack-plan.ts";
import { Bot } from "./bot.ts";
import type { Agent } from "./event-queue.ts";
import type { Address } from "./exchange.ts";
import { ipv4, type Networks } from "./networks.ts";
import { type Random, WeightedChoice } from "./random.ts";
import type { Resource } from "./site.ts";
import { ascii } from "./text.ts";
import { drawBrowser, drawDesktop, TOOLS } from "./user-agents.ts";
import { Visit, type VisitHabits } from "./visit.ts";
import type { Tally, World } from "./world.ts";

/** Visits of bots that behave like people are drawn for so long at once. */
const STEP_MS = 1_000;
/** Bots per rented /24. */
const BOTS_PER_RENTED_PREFIX = 12;

/** What an attack has to know of the people it hides among. */
export interface Surroundings {
  /** Requests that people send while the attack lasts, without it. */
  organicRequests: number;
  /** Requests of one visit, mean. */
  requestsPerVisit: number;
  habits: VisitHabits;
  /** Draws somebody of the audience: an address they have at that time, and their browser. */
  person(random: Random, timeMs: number): { address: Address; userAgent: Uint8Array };
}

/** An attack under way: its bots, and the tally of what they really sent. */
export class Attack implements Agent {
  readonly plan: AttackPlan;
  /** Requests in the log, by true country. */
  readonly countries = new Map<string, number>();
  /** Requests in the log. */
  requests = 0;
  /** Times of the first and last line in the log. */
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  /** Requests per second of all bots at full strength. */
  readonly fullRps: number;
  /** Share of guesses that are right: stolen passwords are tried where some were used before. */
  readonly successShare: number;
  /** What a flood asks for. */
  readonly targets: readonly Resource[];
  readonly #world: World;
  readonly #random: Random;
  readonly #networks: Networks;
  readonly #surroundings: Surroundings;
  readonly #year: number;
  /** What its bots say they are. */
  readonly #pool: readonly Uint8Array[];

  /** @param year of the browsers that bots claim to be */
  constructor(
    world: World,
    random: Random,
    networks: Networks,
    plan: AttackPlan,
    surroundings: Surroundings,
    year: number,
  ) {
    this.plan = plan;
    this.#world = world;
    this.#random = random;
    this.#networks = networks;
    this.#surroundings = surroundings;
    this.#year = year;
    const seconds = plan.durationMs / 1000;
    const wanted = (surroundings.organicRequests * plan.attackShare) / (1 - plan.attackShare);
    this.fullRps = Math.max(wanted, plan.minimumRps * seconds) / (seconds * this.#meanStrength());
    this.successShare = random.logBetween(0.0005, 0.02);
    this.#pool = this.#drawPool();
    this.targets = this.#drawTargets();
  }

  /** Share of the full rate at a time, 0..1. */
  strength(timeMs: number): number {
    const { startMs, durationMs, riseMs, shape, pulseMs, pauseMs } = this.plan;
    const sinceMs = timeMs - startMs;
    if (sinceMs < 0 || sinceMs >= durationMs) return 0;
    if (shape === "pulses") return sinceMs % (pulseMs + pauseMs) < pulseMs ? 1 : 0;
    if (shape === "ramp") return Math.max(0.02, sinceMs / durationMs);
    return riseMs > 0 ? Math.min(1, Math.max(0.05, sinceMs / riseMs)) : 1;
  }

  /** Sends out the bots, once; or, second by second, visits that nobody could tell from people's. */
  act(nowMs: number): number {
    if (this.plan.work === "visits") return this.#visit(nowMs);
    this.#sendOut(nowMs);
    return Number.POSITIVE_INFINITY;
  }

  /** What a bot says it is: decided once, or for every request. */
  agentFor(current: Uint8Array | null): Uint8Array | null {
    return this.plan.agents === "rotating" ? this.#random.pick(this.#pool) : current;
  }

  /** Size of the answer to a wrong guess. */
  failureBytes(random: Random): number {
    const { form, failureStatus } = this.#world.site;
    return Math.round(form.bytes * (failureStatus === 302 ? 0.03 : 1.02)) + random.below(40);
  }

  #sendOut(nowMs: number): void {
    const { plan } = this;
    const random = this.#random;
    const names = Object.keys(plan.countries);
    const country = new WeightedChoice(Object.values(plan.countries));
    const count = plan.home === "single" ? 1 : Math.max(1, plan.bots);
    const weights = Array.from({ length: count }, () => random.logNormal(1, plan.rateSpread));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const rented = new Map<string, number[]>();
    const home = this.#networks.drawPrefix(random, names[country.draw(random)]!);
    const block = this.#networks.drawBlock6(random, home.country);
    const together = plan.home === "single" || plan.home === "prefix" || plan.home === "ipv6-rotating";
    for (const weight of weights) {
      const from = together ? home.country : names[country.draw(random)]!;
      let address: Address;
      if (plan.home === "audience") {
        address = this.#surroundings.person(random, nowMs).address;
      } else if (plan.home === "ipv6-rotating") {
        address = { family: 6, hi: block.hi, lo: block.lo, hostHi: 0, hostLo: 1 };
      } else if (plan.home === "single" || plan.home === "prefix") {
        address = ipv4(home.base + 1 + random.below(254));
      } else if (plan.home === "residential") {
        address = ipv4(this.#networks.drawPrefix(random, from).base + 1 + random.below(254));
      } else {
        address = this.#drawRented(from, count * plan.countries[from]!, rented);
      }
      const rps = (this.fullRps * weight) / total;
      const bot = new Bot(this, random, this.#world, address, this.#drawAgent(), this.#tally(from), rps);
      this.#world.queue.push(nowMs + bot.firstPauseMs(), bot);
    }
  }

  #visit(nowMs: number): number {
    const random = this.#random;
    const { requestsPerVisit, habits } = this.#surroundings;
    if (nowMs >= this.plan.startMs + this.plan.durationMs) return Number.POSITIVE_INFINITY;
    const mean = ((this.fullRps / requestsPerVisit) * this.strength(nowMs) * STEP_MS) / 1000;
    const tally = this.#tally(Object.keys(this.plan.countries)[0] ?? "");
    for (let count = random.poisson(mean); count > 0; count -= 1) {
      const atMs = nowMs + random.uniform() * STEP_MS;
      const { address, userAgent } = this.#surroundings.person(random, atMs);
      const visit = new Visit(this.#world, random, habits, address, userAgent, random.chance(0.5), tally);
      this.#world.queue.push(atMs, visit);
    }
    return nowMs + STEP_MS;
  }

  /** Counts what is sent from a country. */
  #tally(country: string): Tally {
    return {
      count: (stampMs) => {
        this.requests += 1;
        this.firstMs = Math.min(this.firstMs, stampMs);
        this.lastMs = Math.max(this.lastMs, stampMs);
        this.countries.set(country, (this.countries.get(country) ?? 0) + 1);
      },
    };
  }

  #meanStrength(): number {
    const { startMs, durationMs } = this.plan;
    let sum = 0;
    for (let i = 0; i < 200; i += 1) sum += this.strength(startMs + ((i + 0.5) * durationMs) / 200);
    return Math.max(0.05, sum / 200);
  }

  #drawPool(): Uint8Array[] {
    const random = this.#random;
    const { agents } = this.plan;
    const count = agents === "one" ? 1 : agents === "pool" ? 3 + random.below(9) : 60;
    const pool = Array.from({ length: count }, () =>
      ascii(
        agents === "tool"
          ? random.pick(TOOLS)
          : drawBrowser(random, { year: this.#year - random.between(0, 1.5), mobileShare: 0.25 }),
      ),
    );
    return agents === "tool" ? pool.slice(0, 1) : pool;
  }

  #drawTargets(): Resource[] {
    const random = this.#random;
    const { site } = this.#world;
    if (this.plan.work === "expensive") return random.shuffled(site.apis).slice(0, 2);
    return random.chance(0.6) ? [site.landing] : random.shuffled(site.pages).slice(0, 1 + random.below(6));
  }

  #drawRented(country: string, bots: number, rented: Map<string, number[]>): Address {
    const random = this.#random;
    let prefixes = rented.get(country);
    if (prefixes === undefined) {
      const length = 1 + Math.floor(bots / BOTS_PER_RENTED_PREFIX);
      prefixes = Array.from({ length }, () => this.#networks.drawPrefix(random, country).base);
      rented.set(country, prefixes);
    }
    return ipv4(random.pick(prefixes) + 1 + random.below(254));
  }

  #drawAgent(): Uint8Array | null {
    const random = this.#random;
    if (this.plan.agents === "absent") return null;
    if (this.plan.agents !== "browsers") return random.pick(this.#pool);
    return ascii(
      random.chance(0.5)
        ? drawBrowser(random, { year: this.#year, mobileShare: 0.5 })
        : drawDesktop(random, this.#year),
    );
  }
}
