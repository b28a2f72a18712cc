import { EventQueue } from "./event-queue.ts";
import { type Address, Exchange, GET, Label } from "./exchange.ts";
import type { LogBook } from "./log-book.ts";
import { type Random, WeightedChoice } from "./random.ts";
import type { Server } from "./server.ts";
import type { Resource, Site } from "./site.ts";
import type { TargetText } from "./target-text.ts";

/** Who sends requests: an address, what it says it is, and what it is. */
export interface Client {
  readonly address: Address;
  /** `null` sends none. */
  readonly userAgent: Uint8Array | null;
  /** One of {@link Label}: the truth about all it sends. */
  readonly label: number;
  /** Told of every request of this client that is in the log; `null` for most. */
  readonly tally: Tally | null;
}

/** Counts what some clients send. */
export interface Tally {
  /** @param stampMs the time on the log line */
  count(stampMs: number): void;
}

/** Organic requests of ten seconds and how many of them the server refused for want of capacity. */
export interface Demand {
  requests: number;
  refused: number;
}

const DEMAND_WINDOW_MS = 10_000;

/** The place where agents meet: the queue of what is due, the server, the log. */
export class World {
  readonly queue = new EventQueue();
  readonly site: Site;
  readonly server: Server;
  /** Popularity of pages: Zipf's law. */
  readonly pageChoice: WeightedChoice;
  /** Organic demand per 10 s of arrival, by window start. */
  readonly demand = new Map<number, Demand>();
  /** Requests of any kind per second since `countFromMs`: all, and attack. */
  readonly #perSecond: { all: Uint32Array; attack: Uint32Array };
  /** The last request: when its answer was complete, and with what status. */
  doneMs = 0;
  status = 0;
  readonly #exchange = new Exchange();
  readonly #log: LogBook | null;
  readonly #logFromMs: number;
  readonly #countFromMs: number;

  /**
   * @param log where exchanges are written; `null` plays without writing
   * @param logFromMs requests that arrive before are played and not written
   * @param countFromMs exact counts per second are kept from here
   * @param countMs for so long
   */
  constructor(
    site: Site,
    server: Server,
    log: LogBook | null,
    logFromMs: number,
    countFromMs: number,
    countMs: number,
  ) {
    this.site = site;
    this.server = server;
    this.#log = log;
    this.#logFromMs = logFromMs;
    this.#countFromMs = Math.floor(countFromMs / 1000) * 1000;
    const seconds = Math.ceil(countMs / 1000) + 120;
    this.#perSecond = { all: new Uint32Array(seconds), attack: new Uint32Array(seconds) };
    this.pageChoice = new WeightedChoice(site.pages.map((_, i) => 1 / (i + 1.5)));
  }

  /**
   * Sends a request and logs it with its answer.
   * @param atMs arrival, now or later
   * @param status the answer of a server that has time
   * @param bytes the size of that answer; 0 takes the resource's
   * @returns true when that answer was given; `doneMs` and `status` then tell the rest either way
   */
  request(
    atMs: number,
    client: Client,
    resource: Resource,
    referrer: Uint8Array | null = null,
    method: Uint8Array = GET,
    status = 200,
    bytes = 0,
  ): boolean {
    const { target } = resource;
    return this.#send(atMs, client, resource, target, target.length, referrer, method, status, bytes);
  }

  /** Like {@link request}, with another target than the resource's own. */
  requestTarget(
    atMs: number,
    client: Client,
    resource: Resource,
    target: TargetText,
    referrer: Uint8Array | null,
    method: Uint8Array,
    status: number,
    bytes: number,
  ): boolean {
    return this.#send(atMs, client, resource, target.bytes, target.length, referrer, method, status, bytes);
  }

  #send(
    atMs: number,
    client: Client,
    resource: Resource,
    target: Uint8Array,
    length: number,
    referrer: Uint8Array | null,
    method: Uint8Array,
    status: number,
    bytes: number,
  ): boolean {
    const exchange = this.#exchange;
    exchange.arrivalMs = atMs;
    exchange.address = client.address;
    exchange.userAgent = client.userAgent;
    exchange.method = method;
    exchange.target = target;
    exchange.targetLength = length;
    exchange.referrer = referrer;
    const { label } = client;
    exchange.label = label;
    const refusals = this.server.refusals;
    const answered = this.server.answer(exchange, resource, status, bytes);
    this.doneMs = atMs + exchange.durationMs;
    this.status = exchange.status;
    if (label === Label.organic) this.#countDemand(atMs, this.server.refusals > refusals);
    if (this.#log !== null && atMs >= this.#logFromMs) {
      const stampMs = this.#log.add(exchange);
      client.tally?.count(stampMs);
      const second = Math.floor((stampMs - this.#countFromMs) / 1000);
      if (second >= 0 && second < this.#perSecond.all.length) {
        this.#perSecond.all[second] = this.#perSecond.all[second]! + 1;
        if (label === Label.attack) this.#perSecond.attack[second] = this.#perSecond.attack[second]! + 1;
      }
    }
    return answered;
  }

  /** Sends somebody to the waiting room instead of answering: a refusal, if a polite one, by the server in front. */
  turnAway(
    atMs: number,
    client: Client,
    resource: Resource,
    referrer: Uint8Array | null,
    method: Uint8Array,
  ): void {
    const { target } = resource;
    const { waitingRoom } = this.site;
    this.#send(atMs, client, waitingRoom, target, target.length, referrer, method, 302, 154);
    if (client.label !== Label.organic) return;
    this.demand.get(Math.floor(atMs / DEMAND_WINDOW_MS) * DEMAND_WINDOW_MS)!.refused += 1;
  }

  /** Requests written with a time in `[startMs, endMs)`, whole seconds. */
  countBetween(startMs: number, endMs: number): { all: number; attack: number } {
    const first = Math.max(0, Math.floor((startMs - this.#countFromMs) / 1000));
    const end = Math.floor((endMs - this.#countFromMs) / 1000);
    let all = 0;
    let attack = 0;
    for (let second = first; second < end && second < this.#perSecond.all.length; second += 1) {
      all += this.#perSecond.all[second]!;
      attack += this.#perSecond.attack[second]!;
    }
    return { all, attack };
  }

  /** Organic demand in `[startMs, endMs)`: its total, its refusals, its highest ten seconds and minute, per second. */
  demandBetween(
    startMs: number,
    endMs: number,
  ): { requests: number; refused: number; peakRps: number; peakMinuteRps: number } {
    const result = { requests: 0, refused: 0, peakRps: 0, peakMinuteRps: 0 };
    const first = Math.floor(startMs / DEMAND_WINDOW_MS) * DEMAND_WINDOW_MS;
    let minute = 0;
    for (let start = first; start < endMs; start += DEMAND_WINDOW_MS) {
      const requests = this.demand.get(start)?.requests ?? 0;
      minute += requests - (start - first < 60_000 ? 0 : (this.demand.get(start - 60_000)?.requests ?? 0));
      result.requests += requests;
      result.refused += this.demand.get(start)?.refused ?? 0;
      result.peakRps = Math.max(result.peakRps, (requests * 1000) / DEMAND_WINDOW_MS);
      result.peakMinuteRps = Math.max(result.peakMinuteRps, minute / 60);
    }
    return result;
  }

  /** A page as popular as pages are. */
  drawPage(random: Random): Resource {
    return this.site.pages[this.pageChoice.draw(random)]!;
  }

  #countDemand(atMs: number, refused: boolean): void {
    const start = Math.floor(atMs / DEMAND_WINDOW_MS) * DEMAND_WINDOW_MS;
    let demand = this.demand.get(start);
    if (demand === undefined) {
      demand = { requests: 0, refused: 0 };
      this.demand.set(start, demand);
    }
    demand.requests += 1;
    if (refused) demand.refused += 1;
  }
}
