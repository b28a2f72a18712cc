import type { AttackPlan } from "./attack-plan.ts";
import type { Agent } from "./event-queue.ts";
import { type Address, GET, HEAD, Label, POST } from "./exchange.ts";
import type { Random } from "./random.ts";
import type { Resource } from "./site.ts";
import { TargetText } from "./target-text.ts";
import { ascii } from "./text.ts";
import type { Client, Tally, World } from "./world.ts";

const SLASH = ascii("/");
const QUERY = ascii("?");
const AND = ascii("&");
const EQUALS = ascii("=");
const QUESTION_MARK = 0x3f;
/** Bytes of a page that says that there is none. */
const NOT_FOUND_BYTES = 1_240;
/** One for all: a target is written out before anybody acts again. */
const target = new TargetText();

/** What a bot is told by the attack that it belongs to. */
export interface BotOrders {
  readonly plan: AttackPlan;
  /** Share of its logins that are answered as a success, 0..1. */
  readonly successShare: number;
  /** The pages it asks for. */
  readonly targets: readonly Resource[];
  /** How much of the attack is on at an instant, 0..1. */
  strength(timeMs: number): number;
  /** The user agent of the next request, given that of the last. */
  agentFor(current: Uint8Array | null): Uint8Array | null;
  /** Size of the answer to a refused login, bytes. */
  failureBytes(random: Random): number;
}

/** One bot. It does its work, and refusals do not change its mind. */
export class Bot implements Agent, Client {
  readonly label = Label.attack;
  readonly tally: Tally;
  readonly address: Address;
  userAgent: Uint8Array | null;
  readonly #attack: BotOrders;
  readonly #random: Random;
  readonly #world: World;
  readonly #rps: number;
  readonly #opensForm: boolean;
  #doneMs = 0;

  /** @param rps requests per second at the attack's full strength */
  constructor(
    attack: BotOrders,
    random: Random,
    world: World,
    address: Address,
    userAgent: Uint8Array | null,
    tally: Tally,
    rps: number,
  ) {
    this.#attack = attack;
    this.#random = random;
    this.#world = world;
    this.#rps = rps;
    this.address = address;
    this.userAgent = userAgent;
    this.tally = tally;
    this.#opensForm = random.chance(0.3);
  }

  /** Bots do not begin in step: each somewhere in its own interval. */
  firstPauseMs(): number {
    return this.#random.uniform() * Math.min(1000 / this.#rps, this.#attack.plan.durationMs);
  }

  act(nowMs: number): number {
    const attack = this.#attack;
    const random = this.#random;
    const { plan } = attack;
    if (nowMs >= plan.startMs + plan.durationMs) return Number.POSITIVE_INFINITY;
    const strength = attack.strength(nowMs);
    if (strength === 0) {
      const intoMs = (nowMs - plan.startMs) % (plan.pulseMs + plan.pauseMs);
      return nowMs + plan.pulseMs + plan.pauseMs - intoMs + random.uniform() * 1_500;
    }
    // Weak times are thinned: a bot then skips turns, rather than sleeping through the rise.
    let sent = 1;
    if (random.chance(strength)) {
      this.userAgent = attack.agentFor(this.userAgent);
      if (plan.home === "ipv6-rotating" && random.chance(0.7)) this.#rotate();
      sent = this.#work(nowMs);
      this.#doneMs = this.#world.doneMs;
    }
    const meanMs = (sent * 1000) / this.#rps;
    const pauseMs = plan.pacing === "steady" ? meanMs * random.between(0.9, 1.1) : random.exponential(meanMs);
    return plan.waits ? Math.max(nowMs + pauseMs, Math.min(this.#doneMs, nowMs + 5_000)) : nowMs + pauseMs;
  }

  /** Sends what this attack sends; returns how many requests that took. */
  #work(nowMs: number): number {
    const random = this.#random;
    const { work, referrerShare } = this.#attack.plan;
    const forged = referrerShare > 0 && random.chance(referrerShare);
    switch (work) {
      case "credentials":
        this.#guess(nowMs, forged);
        return 1;
      case "busting-query":
      case "busting-path":
        this.#bust(nowMs, work === "busting-query", forged);
        return 1;
      case "browser":
        return this.#browse(nowMs);
      default: {
        const referrer = forged ? random.pick(this.#world.site.referrers) : null;
        const page = random.pick(this.#attack.targets);
        this.#world.request(nowMs, this, page, referrer, work === "head" ? HEAD : GET);
        return 1;
      }
    }
  }

  /** A login, or the form before it. */
  #guess(nowMs: number, forged: boolean): void {
    const random = this.#random;
    const { site } = this.#world;
    const success = random.chance(this.#attack.successShare);
    const failureBytes = success ? 0 : this.#attack.failureBytes(random);
    if (this.#opensForm && random.chance(0.5)) {
      this.#world.request(nowMs, this, site.form, forged ? site.landing.url : null);
      return;
    }
    const status = success ? site.successStatus : site.failureStatus;
    this.#world.request(nowMs, this, site.attempt, forged ? site.form.url : null, POST, status, failureBytes);
  }

  /** What no cache can have. */
  #bust(nowMs: number, byQuery: boolean, forged: boolean): void {
    const random = this.#random;
    const page = random.pick(this.#attack.targets);
    if (byQuery) {
      target.begin(page.target).add(page.target.includes(QUESTION_MARK) ? AND : QUERY);
      target.token(random, 6 + random.below(8));
      if (random.chance(0.5)) target.add(EQUALS).token(random, 5);
    } else {
      target.begin(SLASH).token(random, 6 + random.below(8));
    }
    const referrer = forged ? random.pick(this.#world.site.referrers) : null;
    const status = byQuery ? 200 : 404;
    const bytes = byQuery ? 0 : NOT_FOUND_BYTES;
    this.#world.requestTarget(nowMs, this, page, target, referrer, GET, status, bytes);
  }

  /** A page with its files, as a scripted browser fetches them; every third time a login. */
  #browse(nowMs: number): number {
    const random = this.#random;
    const world = this.#world;
    const { site } = world;
    const page = random.chance(0.4) ? site.form : random.chance(0.5) ? site.landing : world.drawPage(random);
    world.request(nowMs, this, page, site.landing.url);
    const assets = Math.min(site.assets.length, Math.round(site.assetsPerPage * 0.7));
    let atMs = world.doneMs + 20;
    for (let i = 0; i < assets; i += 1) {
      atMs += random.exponential(40);
      world.request(atMs, this, site.assets[i]!, page.url);
    }
    if (page !== site.form || !random.chance(0.8)) return 1 + assets;
    atMs += random.between(400, 1_500);
    const bytes = Math.round(site.form.bytes * 1.02);
    world.request(atMs, this, site.attempt, page.url, POST, site.failureStatus, bytes);
    return 2 + assets;
  }

  #rotate(): void {
    const { address } = this;
    address.lo = ((address.lo & 0xffff0000) | this.#random.below(0x10000)) >>> 0;
    address.hostHi = this.#random.word();
    address.hostLo = this.#random.word();
  }
}
