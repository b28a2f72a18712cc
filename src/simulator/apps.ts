import type { Audience } from "./audience.ts";
import type { Agent } from "./event-queue.ts";
import { type Address, GET, Label, POST } from "./exchange.ts";
import type { Random } from "./random.ts";
import { ascii } from "./text.ts";
import { drawAppClient } from "./user-agents.ts";
import type { Client, World } from "./world.ts";

/** How an app talks to its site. */
export interface AppHabits {
  name: string;
  /** Between two polls while it runs. */
  pollMs: number;
  /** Mean time it runs. */
  sessionMs: number;
  /** Mean pause between two runs. */
  pauseMs: number;
  /** First pause before it tries again after a refusal. */
  retryMs: number;
  /** Factor by which that pause grows; 1 hammers on. */
  backoff: number;
  /** Share of runs that begin with a login rather than a kept token. */
  loginShare: number;
}

/** Requests per second that so many clients make: half of the sessions go on at once, so there are two to a pause. */
export function appRps(clients: number, { pollMs, sessionMs, pauseMs }: AppHabits): number {
  return (clients * ((2 * sessionMs) / (2 * sessionMs + pauseMs))) / (pollMs / 1000);
}

/** How many clients make so many requests per second, 20,000 at most; the inverse of {@link appRps}. */
export function appClients(rps: number, habits: AppHabits): number {
  return Math.min(20_000, Math.ceil(rps / appRps(1, habits)));
}

/** An app on one person's device: it opens, polls, loses its connection, comes back. */
export class AppClient implements Agent, Client {
  readonly label = Label.organic;
  readonly tally = null;
  readonly address: Address;
  readonly userAgent: Uint8Array;
  readonly #world: World;
  readonly #random: Random;
  readonly #habits: AppHabits;
  #sessionEndMs = Number.NEGATIVE_INFINITY;
  #retryMs: number;
  #loggedIn = false;
  /** Time at which all apps lose their connection at once, and reconnect. */
  readonly #dropMs: number;
  #dropped = false;

  constructor(
    world: World,
    random: Random,
    habits: AppHabits,
    audience: Audience,
    person: number,
    nowMs: number,
    dropMs: number,
    year: number,
  ) {
    this.#world = world;
    this.#random = random;
    this.#habits = habits;
    this.address = audience.addressOf(person, nowMs);
    this.userAgent = ascii(drawAppClient(random, habits.name, year));
    this.#retryMs = habits.retryMs;
    this.#dropMs = dropMs;
  }

  act(nowMs: number): number {
    const random = this.#random;
    const world = this.#world;
    const { pollMs, sessionMs, pauseMs, retryMs, backoff, loginShare } = this.#habits;
    if (!this.#dropped && nowMs >= this.#dropMs) {
      // Everybody's connection is gone at once; those that ran reconnect within seconds, and sign in again.
      this.#dropped = true;
      this.#loggedIn = false;
      this.#sessionEndMs = nowMs + random.exponential(sessionMs);
    } else if (nowMs >= this.#sessionEndMs) {
      if (this.#sessionEndMs !== Number.NEGATIVE_INFINITY && !random.chance(0.5)) {
        this.#sessionEndMs = Number.NEGATIVE_INFINITY;
        return this.#wake(nowMs + random.exponential(pauseMs));
      }
      this.#sessionEndMs = nowMs + random.exponential(sessionMs);
      this.#loggedIn = !random.chance(loginShare);
    }
    const { site } = world;
    const given = this.#loggedIn
      ? world.request(nowMs, this, random.pick(site.apis), null, GET, random.chance(0.3) ? 304 : 200)
      : world.request(nowMs, this, site.attempt, null, POST, site.successStatus);
    if (!given) {
      const waitMs = this.#retryMs * random.between(0.7, 1.3);
      this.#retryMs = Math.min(this.#retryMs * backoff, 300_000);
      return world.doneMs + waitMs;
    }
    this.#retryMs = retryMs;
    if (!this.#loggedIn) {
      this.#loggedIn = true;
      for (let i = 0; i < 3; i += 1) {
        world.request(world.doneMs + 60 + random.exponential(80), this, random.pick(site.apis));
      }
    }
    return this.#wake(world.doneMs + pollMs * random.between(0.95, 1.05));
  }

  /** The next act, unless the great disconnection comes first. */
  #wake(timeMs: number): number {
    if (this.#dropped || timeMs < this.#dropMs) return timeMs;
    return this.#dropMs + this.#random.exponential(8_000);
  }
}
