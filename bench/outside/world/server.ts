import type { Answer, Ask, Client } from "./client.ts";

/** A server's strength, and what it does when that is not enough. Work is counted in units: a usual dynamic page is one. */
export interface ServerSpec {
  /** Units a second. */
  readonly capacity: number;
  /**
   * `503` at once, `504` after half a minute, `502` while it starts again, `slow` until the client gives up, `busy-page` with
   * status 200, `queue` at another path until one is let in.
   */
  readonly whenFull: "503" | "504" | "502" | "slow" | "busy-page" | "queue";
  /** Work that may wait, in seconds. Default 2. */
  readonly patience?: number;
  readonly queuePage?: string;
  /** Newcomers let in a minute where there is a queue. */
  readonly admitPerMinute?: number;
  /** Requests a minute from which an address is told 429. */
  readonly limitPerMinute?: number;
  /**
   * A time, in minutes after the history, in which whoever has not been seen since it began is asked to prove itself a browser:
   * answered with a status, and let in after a script has sent its proof. Known crawlers and monitors are spared.
   */
  readonly challenge?: { readonly at: number; readonly lasts: number; readonly status: number };
}

/** Where a browser's script takes its proof, as Anubis has it. */
export const CHALLENGE_PATH = "/.within.website/x/cmd/anubis/api/pass-challenge";

/** A time in seconds since the beginning in which dynamic requests fail. */
export interface Outage {
  readonly from: number;
  readonly to: number;
  readonly status: number;
  /** Share of them that fails, 0..1: one of some machines may be the broken one. */
  readonly share: number;
}

const RESTART_SECONDS = 25;

/** Answers requests: in time, late or not at all. Work that has come and is not yet done is one number, as in a fluid. */
export class Server {
  readonly #spec: ServerSpec | null;
  readonly #outage: Outage | null;
  #backlog = 0;
  #lastAt = 0;
  #downUntil = 0;
  #tokens = 20;
  #tokensAt = 0;
  readonly #admitted = new Map<Client, number>();
  readonly #proven = new Set<Client>();
  readonly #startsAt: number;
  readonly #limits = new Map<string, { level: number; at: number }>();

  /**
   * @param spec null: a server that is never short of anything
   * @param outage when it fails for all, whatever they ask
   * @param startsAt end of the history, seconds since the beginning
   */
  constructor(spec: ServerSpec | null, outage: Outage | null, startsAt = 0) {
    this.#startsAt = startsAt;
    this.#spec = spec;
    this.#outage = outage;
  }

  /** @param at seconds since the beginning of the log */
  serve(at: number, ask: Ask, client: Client): Answer {
    const base = ask.seconds ?? 0.004 + 0.05 * ask.weight * (0.4 + client.chance.unit());
    const good = { status: ask.status, seconds: base, bytes: ask.bytes, refused: false, queued: false };
    const outage = this.#outage;
    if (
      outage !== null &&
      at >= outage.from &&
      at < outage.to &&
      ask.weight >= 0.1 &&
      fails(outage, client)
    ) {
      return { status: outage.status, seconds: 0.002, bytes: 552, refused: true, queued: false };
    }
    const spec = this.#spec;
    if (spec === null) return good;
    if (spec.limitPerMinute !== undefined && this.#isOverLimit(at, client.address, spec.limitPerMinute)) {
      return { status: 429, seconds: 0.001, bytes: 169, refused: true, queued: false };
    }
    if (spec.challenge !== undefined && this.#isChallenged(at, ask, client, spec.challenge)) {
      const { status } = spec.challenge;
      return { status, seconds: 0.002, bytes: 7_412, refused: true, queued: false, challenged: true };
    }
    const spent = Math.max(0, at - this.#lastAt);
    this.#lastAt = Math.max(at, this.#lastAt);
    this.#backlog = Math.max(0, this.#backlog - spent * spec.capacity);
    if (ask.weight < 0.1) {
      this.#backlog += ask.weight;
      return good;
    }
    if (spec.whenFull === "queue" && !this.#isIn(at, client, ask, spec)) {
      return ask.target.startsWith(spec.queuePage ?? "/queue")
        ? { status: 200, seconds: 0.003, bytes: 3_412, refused: true, queued: true }
        : { status: 302, seconds: 0.002, bytes: 0, refused: true, queued: true };
    }
    if (at < this.#downUntil)
      return { status: 502, seconds: 0.001, bytes: 552, refused: true, queued: false };
    const wait = this.#backlog / spec.capacity;
    const patience = spec.patience ?? (spec.whenFull === "504" || spec.whenFull === "slow" ? 30 : 2);
    if (wait <= patience) {
      this.#backlog += ask.weight;
      return { ...good, seconds: base + wait };
    }
    switch (spec.whenFull) {
      case "504":
      case "slow":
        return { status: 504, seconds: 30, bytes: 562, refused: true, queued: false };
      case "502":
        this.#downUntil = at + RESTART_SECONDS;
        this.#backlog = 0;
        return { status: 502, seconds: base + wait, bytes: 552, refused: true, queued: false };
      case "busy-page":
        return { status: 200, seconds: 0.003, bytes: 1_377, refused: true, queued: false };
      default:
        return { status: 503, seconds: 0.002, bytes: 592, refused: true, queued: false };
    }
  }

  /** Whether a client is past the queue; newcomers are let in at a steady pace. */
  #isIn(at: number, client: Client, ask: Ask, spec: ServerSpec): boolean {
    const since = this.#admitted.get(client);
    if (since !== undefined && at - since < 1_200) return true;
    const perSecond = (spec.admitPerMinute ?? 60) / 60;
    this.#tokens = Math.min(20, this.#tokens + Math.max(0, at - this.#tokensAt) * perSecond);
    this.#tokensAt = Math.max(at, this.#tokensAt);
    if (this.#tokens < 1 || ask.weight < 0.1) return false;
    this.#tokens -= 1;
    this.#admitted.set(client, at);
    return true;
  }

  #isChallenged(
    at: number,
    ask: Ask,
    client: Client,
    { at: begins, lasts }: NonNullable<ServerSpec["challenge"]>,
  ): boolean {
    const minute = (at - this.#startsAt) / 60;
    if (minute < begins || minute >= begins + lasts || "bm".includes(client.label)) return false;
    if (ask.target === CHALLENGE_PATH) this.#proven.add(client);
    return ask.weight >= 0.1 && !this.#proven.has(client);
  }

  #isOverLimit(at: number, address: string, perMinute: number): boolean {
    let limit = this.#limits.get(address);
    if (limit === undefined) {
      limit = { level: 0, at };
      this.#limits.set(address, limit);
    }
    limit.level = Math.max(0, limit.level - (Math.max(0, at - limit.at) * perMinute) / 60);
    limit.at = Math.max(at, limit.at);
    if (limit.level >= perMinute) return true;
    limit.level += 1;
    return false;
  }
}

/** Chance is asked only where some are spared, so that it goes on as before where all fail. */
function fails({ share }: Outage, client: Client): boolean {
  return share >= 1 || client.chance.happens(share);
}
