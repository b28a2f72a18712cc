import type { Exchange } from "./exchange.ts";
import type { Random } from "./random.ts";
import { type Resource, ResourceKind } from "./site.ts";

/** How a server behaves beyond its capacity. */
export interface ServerOptions {
  /** Requests per second it can answer; `Infinity` is more than it will ever be asked. */
  capacityRps: number;
  /** What it says when it cannot: 502, 503 and 429 come at once, 504 after `timeoutMs`. */
  refusalStatus: number;
  timeoutMs: number;
  /** Wait in the queue at which refusals begin, ms; at twice this nobody is let in. */
  queueMs: number;
  /** Whether it sends people to a waiting room before it refuses. */
  waitingRoom: boolean;
}

/** A time in which the site answers nobody, whatever the load. */
export interface Outage {
  startMs: number;
  endMs: number;
  status: number;
}

/** What is done to a request before the site sees it: a firewall. Returns the status of its refusal, or 0. */
export type Filter = (exchange: Exchange) => number;

/** Draws how a server behaves; its capacity is the caller's. */
export function drawServerOptions(random: Random): ServerOptions {
  return {
    capacityRps: Number.POSITIVE_INFINITY,
    refusalStatus: random.pick([503, 503, 503, 504, 502, 429]),
    timeoutMs: random.pick([5_000, 10_000, 15_000, 30_000]),
    queueMs: random.between(1_500, 6_000),
    waitingRoom: false,
  };
}

/**
 * The server: one queue with a capacity (a fluid M/D/1 queue: the backlog drains at the capacity). As the wait grows
 * answers become slow, then a growing share is refused; what is refused costs nothing, so goodput stays at capacity.
 */
export class Server {
  readonly options: ServerOptions;
  readonly outages: Outage[] = [];
  filter: Filter | null = null;
  /** Refusals for want of capacity, waiting-room pages included. */
  refusals = 0;
  readonly #random: Random;
  #backlog = 0;
  #drainedMs = 0;

  constructor(options: ServerOptions, random: Random) {
    this.options = options;
    this.#random = random;
  }

  /** How long a request arriving at `nowMs` would wait, ms. */
  waitMs(nowMs: number): number {
    const { capacityRps } = this.options;
    if (capacityRps === Number.POSITIVE_INFINITY) return 0;
    if (nowMs > this.#drainedMs) {
      this.#backlog = Math.max(0, this.#backlog - ((nowMs - this.#drainedMs) * capacityRps) / 1000);
      this.#drainedMs = nowMs;
    }
    return (this.#backlog / capacityRps) * 1000;
  }

  /** Whether the waiting room is closed to newcomers: the queue is half way to refusals. */
  crowded(nowMs: number): boolean {
    return this.options.waitingRoom && this.waitMs(nowMs) > this.options.queueMs * 0.5;
  }

  /**
   * Answers: sets status, bytes and duration of `exchange`.
   * @param wantedStatus the answer of a server that has time
   * @param wantedBytes the size of that answer; 0 takes the resource's usual size
   * @returns true when the wanted answer was given
   */
  answer(exchange: Exchange, resource: Resource, wantedStatus: number, wantedBytes = 0): boolean {
    const random = this.#random;
    const nowMs = exchange.arrivalMs;
    for (const outage of this.outages) {
      if (nowMs >= outage.startMs && nowMs < outage.endMs) {
        this.#refuse(exchange, outage.status);
        return false;
      }
    }
    const blocked = this.filter === null ? 0 : this.filter(exchange);
    if (blocked !== 0) {
      exchange.status = blocked;
      exchange.bytes = 162;
      exchange.durationMs = 1 + random.uniform() * 3;
      return false;
    }
    // The waiting room is served by what stands before the site.
    const waitMs = resource.kind === ResourceKind.waitingRoom ? 0 : this.waitMs(nowMs);
    const { queueMs, refusalStatus, capacityRps } = this.options;
    if (resource.kind !== ResourceKind.waitingRoom && capacityRps !== Number.POSITIVE_INFINITY) {
      if (waitMs > queueMs && random.uniform() < (waitMs - queueMs) / queueMs) {
        this.refusals += 1;
        this.#refuse(exchange, refusalStatus);
        return false;
      }
      this.#backlog += 1;
    }
    exchange.status = wantedStatus;
    exchange.bytes = wantedStatus === 304 ? 0 : wantedBytes > 0 ? wantedBytes : varied(random, resource);
    exchange.durationMs = waitMs + resource.serviceMs * (0.4 + random.exponential(0.6));
    // Now and then an answer goes to a slow line: it takes seconds, and its log line comes late.
    if (exchange.bytes > 3_000 && random.uniform() < 0.01) exchange.durationMs += random.exponential(1_500);
    return true;
  }

  #refuse(exchange: Exchange, status: number): void {
    const random = this.#random;
    exchange.status = status;
    exchange.bytes = status === 429 ? 58 : 190 + (status % 7);
    exchange.durationMs =
      status === 504 ? this.options.timeoutMs + random.uniform() * 40 : 2 + random.exponential(30);
  }
}

/** Pages are made anew for everybody; files are what they are. */
function varied(random: Random, resource: Resource): number {
  if (resource.kind === ResourceKind.asset || resource.kind === ResourceKind.waitingRoom)
    return resource.bytes;
  if (resource.kind === ResourceKind.other) return resource.bytes;
  return Math.round(resource.bytes * random.between(0.93, 1.12));
}
