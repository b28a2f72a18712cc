import { AppClient, appRps } from "./apps.ts";
import { Attack, type Surroundings } from "./attack.ts";
import { Audience } from "./audience.ts";
import { surgeDemand } from "./demand.ts";
import type { Agent } from "./event-queue.ts";
import { type Address, Label } from "./exchange.ts";
import { Zone } from "./local-time.ts";
import { LogBook } from "./log-book.ts";
import { LineWriter } from "./log-format.ts";
import { Crawler, Monitor, Scanners } from "./machines.ts";
import { Networks, type PlaceSource } from "./networks.ts";
import { Arrivals, drawSchools, SchoolDay } from "./people.ts";
import { Random } from "./random.ts";
import type { AudienceSketch, Plan } from "./scenario.ts";
import { type Filter, Server } from "./server.ts";
import { tellTruth } from "./told-truth.ts";
import type { Truth } from "./truth.ts";
import { Visit } from "./visit.ts";
import { World } from "./world.ts";

const HOUR_MS = 3_600_000;
/** Played before the log begins, so that it begins in the midst of life. */
const WARM_UP_MS = 20 * 60_000;
/** Settled bytes that make a chunk. */
const CHUNK_BYTES = 1 << 18;
/** More people than this nobody can tell apart. */
const PEOPLE_MAX = 120_000;
/** One run of a plan: its world with everybody in it. */
export class Simulation {
  #plan: Plan;
  readonly #seed: number;
  readonly #random: Random;
  readonly #networks: Networks;
  readonly #requestsPerVisit: number;
  readonly #visitsPerSecond: number;
  readonly #writer: LineWriter;

  /** @throws TidegaugeError TG_OPTION when the plan's format is none */
  constructor(plan: Plan, seed: number, places: PlaceSource) {
    this.#plan = plan;
    this.#seed = seed;
    this.#random = new Random(seed, "simulation");
    this.#networks = new Networks(places);
    this.#writer = new LineWriter(plan.format, {
      zone: new Zone(plan.zone),
      host: plan.site.host,
      http2: plan.http2,
    });
    const pollRps = plan.apps === null ? 0 : appRps(plan.apps.clients, plan.apps.habits);
    this.#requestsPerVisit = this.#watchVisits();
    this.#visitsPerSecond = Math.max(plan.rate * 0.1, plan.rate - pollRps) / this.#requestsPerVisit;
  }

  /** Plays it and yields the log in chunks; returns the truth. */
  *run(scenario: string): Generator<Uint8Array, Truth, void> {
    this.#settleCapacity();
    const plan = this.#plan;
    const calm = plan.attacks.length > 0 ? this.#playWithoutAttacks() : null;
    const log = new LogBook(this.#writer, plan.writing);
    const world = this.#world(log);
    const { attacks } = this.#populate(world, plan.startMs - WARM_UP_MS, calm);
    const { queue } = world;
    let settledMs = Number.NEGATIVE_INFINITY;
    while (queue.nextMs < plan.endMs) {
      const nowMs = queue.nextMs;
      if (nowMs - settledMs > 1000) {
        log.advance(nowMs);
        settledMs = nowMs;
        if (log.settledBytes >= CHUNK_BYTES) yield log.take();
      }
      queue.step();
    }
    log.advance(plan.endMs + 10 * 60_000);
    if (log.settledBytes > 0) yield log.take();
    return tellTruth({ scenario, seed: this.#seed, plan, world, calm: calm ?? world, attacks, log });
  }

  /** Turns a capacity relative to the demand into requests per second. */
  #settleCapacity(): void {
    const { capacityOfPeak, historyEndMs, endMs, server } = this.#plan;
    if (capacityOfPeak === null) return;
    const { peakMinuteRps } = this.#playWithoutAttacks().demandBetween(historyEndMs, endMs);
    // One page is a burst of a dozen requests: a site that is meant to bear its visitors bears some of these at once.
    const leastRps = capacityOfPeak > 1 ? 10 : 3;
    this.#plan = {
      ...this.#plan,
      server: { ...server, capacityRps: Math.max(leastRps, peakMinuteRps * capacityOfPeak) },
      capacityOfPeak: null,
    };
  }

  /** The same site, people and surges without attacks: what the attacks are sized against, and the counterfactual. */
  #playWithoutAttacks(): World {
    const plan = this.#plan;
    const world = this.#world(null);
    this.#populate(world, Math.max(plan.startMs, plan.historyEndMs - HOUR_MS) - WARM_UP_MS, null);
    while (world.queue.nextMs < plan.endMs) world.queue.step();
    return world;
  }

  #world(log: LogBook | null): World {
    const plan = this.#plan;
    const server = new Server(plan.server, this.#random.fork("server"));
    server.outages.push(...plan.outages);
    if (plan.filter !== null) server.filter = firewall(plan.filter);
    return new World(plan.site, server, log, plan.startMs, plan.historyEndMs, plan.endMs - plan.historyEndMs);
  }

  /** Puts everybody into a world. Attacks come only where `calm` says what to size them against. */
  #populate(world: World, fromMs: number, calm: World | null): { attacks: Attack[] } {
    const plan = this.#plan;
    const random = this.#random;
    const { queue } = world;
    const audience = this.#audience(plan.audience, plan.surgeAudience === null);
    audience.releaseMs = plan.releaseMs ?? Number.NEGATIVE_INFINITY;
    const start = (name: string, agent: Agent, spreadMs: number) =>
      queue.push(fromMs + random.fork(`start/${name}`).uniform() * spreadMs, agent);

    const usual = { ...plan.demand, surges: plan.surgeAudience === null ? plan.demand.surges : [] };
    const parts = plan.audience.parts;
    const total = parts.reduce((sum, part) => sum + part.weight, 0);
    for (const [i, part] of parts.entries()) {
      const share = (this.#visitsPerSecond * part.weight) / total;
      const stream = random.fork(`people/${i}`);
      start(
        `people/${i}`,
        new Arrivals(world, stream, audience, i, share, usual, plan.habits, plan.surgeHabits),
        0,
      );
    }
    if (plan.surgeAudience !== null) this.#populateSurge(world, plan.surgeAudience, fromMs);
    if (plan.schools !== null) {
      const stream = random.fork("schools");
      const { country, count, bells } = plan.schools;
      const schools = drawSchools(stream, this.#networks, country, count, plan.year);
      const coming = bells.filter(({ timeMs }) => timeMs >= fromMs);
      const day = new SchoolDay(world, stream, schools, coming, plan.habits);
      queue.push(day.firstMs, day);
    }
    if (plan.apps !== null) {
      const { habits, clients, dropMs } = plan.apps;
      for (let i = 0; i < clients; i += 1) {
        const stream = random.fork(`app/${i}`);
        const app = new AppClient(
          world,
          stream,
          habits,
          audience,
          stream.below(audience.size),
          fromMs,
          dropMs,
          plan.year,
        );
        start(`app/${i}`, app, habits.pauseMs);
      }
    }
    this.#populateMachines(world, start);
    if (calm === null) return { attacks: [] };
    const attacks = plan.attacks.map((attack) => {
      const stream = random.fork(`attack/${attack.id}`);
      const endMs = attack.startMs + attack.durationMs;
      const surroundings: Surroundings = {
        organicRequests: calm.demandBetween(attack.startMs, endMs).requests,
        requestsPerVisit: this.#requestsPerVisit,
        habits: plan.habits,
        person: (drawn, timeMs) => {
          const person = drawn.below(audience.size);
          return { address: audience.addressOf(person, timeMs), userAgent: audience.agentOf(person) };
        },
      };
      const agent = new Attack(world, stream, this.#networks, attack, surroundings, plan.year);
      queue.push(Math.max(fromMs, attack.startMs), agent);
      return agent;
    });
    return { attacks };
  }

  /** People of another audience whom a surge brings and nothing else. */
  #populateSurge(world: World, sketch: AudienceSketch, fromMs: number): void {
    const plan = this.#plan;
    const crowd = this.#audience(sketch, true);
    const total = sketch.parts.reduce((sum, part) => sum + part.weight, 0);
    for (const [i, part] of sketch.parts.entries()) {
      const share = (this.#visitsPerSecond * part.weight) / total;
      const stream = this.#random.fork(`surge-people/${i}`);
      const surgeOnly = { ...plan.demand, surgesOnly: true };
      world.queue.push(
        fromMs,
        new Arrivals(world, stream, crowd, i, share, surgeOnly, plan.habits, plan.surgeHabits),
      );
    }
  }

  #populateMachines(world: World, start: (name: string, agent: Agent, spreadMs: number) => void): void {
    const plan = this.#plan;
    const random = this.#random;
    for (let i = 0; i < plan.crawlers.count; i += 1) {
      const { pauseMs, restMs } = plan.crawlers;
      const stream = random.fork(`crawler/${i}`);
      start(`crawler/${i}`, new Crawler(world, stream, this.#networks, pauseMs, restMs), restMs);
    }
    for (const [i, crawl] of plan.crawls.entries()) {
      for (let j = 0; j < crawl.crawlers; j += 1) {
        const stream = random.fork(`crawl/${i}/${j}`);
        const crawler = new Crawler(world, stream, this.#networks, crawl.pauseMs, crawl.pauseMs, crawl.endMs);
        world.queue.push(crawl.startMs + stream.uniform() * 5_000, crawler);
      }
    }
    for (let i = 0; i < plan.monitors.count; i += 1) {
      const { periodMs } = plan.monitors;
      const stream = random.fork(`monitor/${i}`);
      start(`monitor/${i}`, new Monitor(world, stream, this.#networks, periodMs), periodMs);
    }
    for (let i = 0; i < plan.scanners.count; i += 1) {
      const { restMs } = plan.scanners;
      const stream = random.fork(`scanners/${i}`);
      start(`scanners/${i}`, new Scanners(world, stream, this.#networks, restMs), restMs);
    }
  }

  /** The people of a sketch: as many as the demand needs. */
  #audience(sketch: AudienceSketch, withSurges: boolean): Audience {
    const plan = this.#plan;
    const perDay = this.#visitsPerSecond * 9 * 3600;
    let surge = 0;
    if (withSurges) {
      const stepMs = 60_000;
      for (let timeMs = plan.startMs; timeMs < plan.endMs; timeMs += stepMs) {
        surge += (this.#visitsPerSecond * surgeDemand(plan.demand.surges, timeMs) * stepMs) / 1000;
      }
    }
    const people = Math.round(
      Math.min(PEOPLE_MAX, Math.max(40, plan.peoplePerDailyVisit * perDay + 0.8 * surge)),
    );
    return new Audience(this.#networks, this.#random.fork(withSurges ? "audience" : "regulars"), {
      ...sketch,
      people,
    });
  }

  /** Requests of a usual visit, by watching some. */
  #watchVisits(): number {
    const plan = this.#plan;
    const random = this.#random.fork("visit-size");
    const server = new Server(
      { ...plan.server, capacityRps: Number.POSITIVE_INFINITY },
      random.fork("server"),
    );
    const world = new World(plan.site, server, null, 0, 0, 0);
    const visits = 400;
    const address: Address = { family: 4, hi: 0, lo: 0, hostHi: 0, hostLo: 0 };
    for (let i = 0; i < visits; i += 1) {
      world.queue.push(i, new Visit(world, random, plan.habits, address, null, random.chance(0.5)));
    }
    while (world.queue.size > 0) world.queue.step();
    return Math.max(1, world.demandBetween(0, 24 * HOUR_MS).requests / visits);
  }
}

/** A firewall that knows most of the attack's sources, and a few wrong ones. */
function firewall(options: { caughtShare: number; status: number }): Filter {
  return ({ address, label }) => {
    const word = Math.imul(address.hostLo ^ Math.imul(address.lo, 0x9e3779b1) ^ 0x2545f491, 0x85ebca6b) >>> 0;
    const draw = word / 0x100000000;
    return draw < (label === Label.attack ? options.caughtShare : 0.001) ? options.status : 0;
  };
}
