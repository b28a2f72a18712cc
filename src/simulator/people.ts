import type { Audience } from "./audience.ts";
import { type DemandOptions, surgeDemand, usualDemand } from "./demand.ts";
import type { Agent } from "./event-queue.ts";
import type { Address } from "./exchange.ts";
import { Zone } from "./local-time.ts";
import { ipv4, type Networks } from "./networks.ts";
import type { Random } from "./random.ts";
import { ascii } from "./text.ts";
import { drawDesktop } from "./user-agents.ts";
import { Visit, type VisitHabits } from "./visit.ts";
import type { World } from "./world.ts";

/** Arrivals are drawn for so long at once. */
const STEP_MS = 1_000;

/**
 * The arrivals of one part of the audience: an inhomogeneous Poisson process that follows the local clock and the
 * surges. Regulars make up usual days; a surge brings everybody.
 */
export class Arrivals implements Agent {
  readonly #world: World;
  readonly #random: Random;
  readonly #audience: Audience;
  readonly #part: number;
  readonly #visitsPerSecond: number;
  readonly #demand: DemandOptions;
  readonly #habits: VisitHabits;
  readonly #surgeHabits: VisitHabits;
  readonly #zone: Zone;

  /**
   * @param visitsPerSecond in the busiest usual hour
   * @param surgeHabits how those behave whom a surge brings
   */
  constructor(
    world: World,
    random: Random,
    audience: Audience,
    part: number,
    visitsPerSecond: number,
    demand: DemandOptions,
    habits: VisitHabits,
    surgeHabits: VisitHabits,
  ) {
    this.#world = world;
    this.#random = random;
    this.#audience = audience;
    this.#part = part;
    this.#visitsPerSecond = visitsPerSecond;
    this.#demand = demand;
    this.#habits = habits;
    this.#surgeHabits = surgeHabits;
    this.#zone = new Zone(audience.options.parts[part]!.zone);
  }

  act(nowMs: number): number {
    const usual = this.#visitsPerSecond * usualDemand(this.#demand, this.#zone, nowMs);
    const extra = this.#visitsPerSecond * surgeDemand(this.#demand.surges, nowMs);
    // At night a step is long: fewer of them, and no more than one arrival in most.
    const stepMs = usual + extra > 0.3 ? STEP_MS : STEP_MS * 10;
    this.#arrive(nowMs, stepMs, (usual * stepMs) / 1000, this.#habits, 0.85);
    if (extra > 0) this.#arrive(nowMs, stepMs, (extra * stepMs) / 1000, this.#surgeHabits, 0);
    return nowMs + stepMs;
  }

  #arrive(nowMs: number, stepMs: number, mean: number, habits: VisitHabits, regularity: number): void {
    const random = this.#random;
    const audience = this.#audience;
    for (let count = random.poisson(mean); count > 0; count -= 1) {
      const atMs = nowMs + random.uniform() * stepMs;
      const person = audience.draw(random, this.#part, regularity);
      const address = audience.addressOf(person, atMs);
      const cached = audience.visit(person, atMs);
      this.#world.queue.push(
        atMs,
        new Visit(this.#world, random, habits, address, audience.agentOf(person), cached),
      );
    }
  }
}

/** A school: many people behind one address, with managed devices that are all alike. */
export interface School {
  address: Address;
  agents: Uint8Array[];
  pupils: number;
}

/** Draws schools of a country. */
export function drawSchools(
  random: Random,
  networks: Networks,
  country: string,
  count: number,
  year: number,
): School[] {
  return Array.from({ length: count }, () => {
    const managed = drawDesktop(random, year);
    return {
      address: ipv4(networks.drawPrefix(random, country).base + 1 + random.below(254)),
      agents: [managed, managed, managed, drawDesktop(random, year), drawDesktop(random, year)].map(ascii),
      pupils: 15 + random.below(60),
    };
  });
}

/** The beginning of a lesson. */
export interface Bell {
  timeMs: number;
  /** Share of the schools that have a class at the computers then. */
  share: number;
}

/** Classes that sit down at the same minute: bursts of visits out of one address each, at the given times. */
export class SchoolDay implements Agent {
  readonly #world: World;
  readonly #random: Random;
  readonly #schools: readonly School[];
  readonly #bells: readonly Bell[];
  readonly #habits: VisitHabits;
  #next = 0;

  /** @param bells ascending */
  constructor(
    world: World,
    random: Random,
    schools: readonly School[],
    bells: readonly Bell[],
    habits: VisitHabits,
  ) {
    this.#world = world;
    this.#random = random;
    this.#schools = schools;
    this.#bells = bells;
    this.#habits = habits;
  }

  /** Time of the first bell. */
  get firstMs(): number {
    return this.#bells[0]?.timeMs ?? Number.POSITIVE_INFINITY;
  }

  act(nowMs: number): number {
    const random = this.#random;
    const { share } = this.#bells[this.#next]!;
    for (const school of this.#schools) {
      if (!random.chance(share)) continue;
      const lessonMs = nowMs + random.exponential(120_000);
      for (let pupil = 0; pupil < school.pupils; pupil += 1) {
        const atMs = lessonMs + random.exponential(90_000);
        // Managed devices come from one image, and their cache is emptied overnight.
        this.#world.queue.push(
          atMs,
          new Visit(
            this.#world,
            random,
            this.#habits,
            school.address,
            random.pick(school.agents),
            random.chance(0.4),
          ),
        );
      }
    }
    this.#next += 1;
    return this.#bells[this.#next]?.timeMs ?? Number.POSITIVE_INFINITY;
  }
}
