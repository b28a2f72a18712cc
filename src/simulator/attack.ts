import type { Agent } from "./event-queue.ts";
import { type Address, GET, HEAD, Label, POST } from "./exchange.ts";
import { ipv4, type Networks } from "./networks.ts";
import { type Random, WeightedChoice } from "./random.ts";
import type { Resource } from "./site.ts";
import { TargetText } from "./target-text.ts";
import { ascii } from "./text.ts";
import { drawBrowser, drawDesktop, TOOLS } from "./user-agents.ts";
import type { Client, World } from "./world.ts";

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
  | "browser";

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

/** An attack under way: its bots, and the tally of what they really sent. */
export class Attack implements Agent {
  readonly plan: AttackPlan;
  /** Requests sent, by true country. */
  readonly countries = new Map<string, number>();
  requests = 0;
  /** Times of the first and last line in the log. */
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  /** Requests per second of all bots at full strength. */
  readonly fullRps: number;
  readonly #world: World;
  readonly #random: Random;
  readonly #networks: Networks;
  readonly #audienceAddress: () => Address;
  readonly #year: number;
  /** Share of guesses that are right: stolen passwords are tried where some were used before. */
  readonly #successShare: number;
  readonly #pool: Uint8Array[];
  readonly #pageTargets: Resource[];
  readonly #target = new TargetText();

  /**
   * @param organicRequests what people send while it lasts, without it
   * @param audienceAddress draws an address out of the audience's networks
   */
  constructor(
    world: World,
    random: Random,
    networks: Networks,
    plan: AttackPlan,
    organicRequests: number,
    audienceAddress: () => Address,
    year: number,
  ) {
    this.plan = plan;
    this.#world = world;
    this.#random = random;
    this.#networks = networks;
    this.#audienceAddress = audienceAddress;
    this.#year = year;
    const seconds = plan.durationMs / 1000;
    const wanted = (organicRequests * plan.attackShare) / (1 - plan.attackShare);
    let strength = 0;
    for (let i = 0; i < 200; i += 1)
      strength += this.strength(plan.startMs + ((i + 0.5) * plan.durationMs) / 200);
    this.fullRps = Math.max(wanted, plan.minimumRps * seconds) / (seconds * Math.max(0.05, strength / 200));
    this.#successShare = random.logBetween(0.0005, 0.02);
    const poolSize = plan.agents === "one" ? 1 : plan.agents === "pool" ? 3 + random.below(9) : 60;
    this.#pool = Array.from({ length: poolSize }, () =>
      ascii(
        plan.agents === "tool"
          ? random.pick(TOOLS)
          : drawBrowser(random, { year: year - random.between(0, 1.5), mobileShare: 0.25 }),
      ),
    );
    if (plan.agents === "tool") this.#pool.length = 1;
    const { site } = world;
    this.#pageTargets =
      plan.work === "expensive"
        ? random.shuffled(site.apis).slice(0, 2)
        : random.chance(0.6)
          ? [site.landing]
          : random.shuffled(site.pages).slice(0, 1 + random.below(6));
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

  /** Sends out the bots. */
  act(nowMs: number): number {
    const { plan } = this;
    const random = this.#random;
    const names = Object.keys(plan.countries);
    const country = new WeightedChoice(Object.values(plan.countries));
    const count = plan.home === "single" ? 1 : Math.max(1, plan.bots);
    const weights = Array.from({ length: count }, () => random.logNormal(1, plan.rateSpread));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const prefixes = new Map<string, number[]>();
    const home = this.#networks.drawPrefix(random, names[country.draw(random)]!);
    const block = this.#networks.drawBlock6(random, home.country);
    for (const weight of weights) {
      const from =
        plan.home === "single" || plan.home === "prefix" || plan.home === "ipv6-rotating"
          ? home.country
          : names[country.draw(random)]!;
      let address: Address;
      if (plan.home === "audience") address = this.#audienceAddress();
      else if (plan.home === "ipv6-rotating")
        address = { family: 6, hi: block.hi, lo: block.lo, hostHi: 0, hostLo: 1 };
      else if (plan.home === "single" || plan.home === "prefix")
        address = ipv4(home.base + 1 + random.below(254));
      else if (plan.home === "residential") {
        address = ipv4(this.#networks.drawPrefix(random, from).base + 1 + random.below(254));
      } else {
        let rented = prefixes.get(from);
        if (rented === undefined) {
          const number = 1 + Math.floor((count * plan.countries[from]!) / 12);
          rented = Array.from({ length: number }, () => this.#networks.drawPrefix(random, from).base);
          prefixes.set(from, rented);
        }
        address = ipv4(random.pick(rented) + 1 + random.below(254));
      }
      const bot = new Bot(
        this,
        random,
        this.#world,
        address,
        this.#agent(),
        from,
        (this.fullRps * weight) / total,
      );
      this.#world.queue.push(nowMs + bot.firstPauseMs(), bot);
    }
    return Number.POSITIVE_INFINITY;
  }

  /** What a bot says it is: decided once, or for every request. */
  agentFor(current: Uint8Array | null): Uint8Array | null {
    return this.plan.agents === "rotating" ? this.#random.pick(this.#pool) : current;
  }

  /** Sends what this attack sends. Returns how many requests that took. */
  work(nowMs: number, bot: Bot): number {
    const random = this.#random;
    const world = this.#world;
    const { site } = world;
    const { work, referrerShare } = this.plan;
    const forged = referrerShare > 0 && random.chance(referrerShare);
    switch (work) {
      case "credentials": {
        const success = random.chance(this.#successShare);
        const bytes = success
          ? 0
          : Math.round(site.form.bytes * (site.failureStatus === 302 ? 0.03 : 1.02)) + random.below(40);
        if (bot.opensForm && random.chance(0.5)) {
          this.#sent(
            bot,
            world.request(nowMs, bot, site.form, Label.attack, forged ? site.landing.url : null),
          );
          return 1;
        }
        const status = success ? site.successStatus : site.failureStatus;
        const referrer = forged ? site.form.url : null;
        this.#sent(bot, world.request(nowMs, bot, site.attempt, Label.attack, referrer, POST, status, bytes));
        return 1;
      }
      case "busting-query":
      case "busting-path": {
        const page = random.pick(this.#pageTargets);
        const target = this.#target;
        if (work === "busting-path") target.begin(SLASH).token(random, 6 + random.below(8));
        else {
          target.begin(page.target).add(page.target.includes(QUESTION_MARK) ? AND : QUERY);
          target.token(random, 6 + random.below(8));
          if (random.chance(0.5)) target.add(EQUALS).token(random, 5);
        }
        const status = work === "busting-query" ? 200 : 404;
        const bytes = status === 404 ? 1_240 : 0;
        const referrer = forged ? random.pick(site.referrers) : null;
        this.#sent(
          bot,
          world.requestTarget(nowMs, bot, page, target, Label.attack, referrer, GET, status, bytes),
        );
        return 1;
      }
      case "browser":
        return this.#browse(nowMs, bot);
      default: {
        const method = work === "head" ? HEAD : GET;
        const referrer = forged ? random.pick(site.referrers) : null;
        this.#sent(
          bot,
          world.request(nowMs, bot, random.pick(this.#pageTargets), Label.attack, referrer, method),
        );
        return 1;
      }
    }
  }

  /** A page with its files, as a scripted browser fetches them; every third time a login. */
  #browse(nowMs: number, bot: Bot): number {
    const random = this.#random;
    const world = this.#world;
    const { site } = world;
    const page = random.chance(0.4) ? site.form : random.chance(0.5) ? site.landing : world.drawPage(random);
    this.#sent(bot, world.request(nowMs, bot, page, Label.attack, site.landing.url));
    let sent = 1;
    const assets = Math.min(site.assets.length, Math.round(site.assetsPerPage * 0.7));
    let atMs = world.doneMs + 20;
    for (let i = 0; i < assets; i += 1) {
      atMs += random.exponential(40);
      this.#sent(bot, world.request(atMs, bot, site.assets[i]!, Label.attack, page.url));
      sent += 1;
    }
    if (page === site.form && random.chance(0.8)) {
      atMs += random.between(400, 1_500);
      const bytes = Math.round(site.form.bytes * 1.02);
      this.#sent(
        bot,
        world.request(atMs, bot, site.attempt, Label.attack, page.url, POST, site.failureStatus, bytes),
      );
      sent += 1;
    }
    return sent;
  }

  /** Tallies the request just sent, unless it came before the log begins. */
  #sent(bot: Bot, _answered: boolean): void {
    const { stampMs } = this.#world;
    if (Number.isNaN(stampMs)) return;
    this.requests += 1;
    if (stampMs < this.firstMs) this.firstMs = stampMs;
    if (stampMs > this.lastMs) this.lastMs = stampMs;
    this.countries.set(bot.country, (this.countries.get(bot.country) ?? 0) + 1);
  }

  #agent(): Uint8Array | null {
    switch (this.plan.agents) {
      case "absent":
        return null;
      case "browsers":
        return ascii(
          this.#random.chance(0.5)
            ? drawBrowser(this.#random, { year: this.#year, mobileShare: 0.5 })
            : drawDesktop(this.#random, this.#year),
        );
      default:
        return this.#random.pick(this.#pool);
    }
  }
}

const SLASH = ascii("/");
const QUERY = ascii("?");
const AND = ascii("&");
const EQUALS = ascii("=");
const QUESTION_MARK = 0x3f;

/** One bot. It does its work, and refusals do not change its mind. */
class Bot implements Agent, Client {
  readonly address: Address;
  readonly country: string;
  readonly opensForm: boolean;
  userAgent: Uint8Array | null;
  readonly #attack: Attack;
  readonly #random: Random;
  readonly #world: World;
  readonly #rps: number;
  #doneMs = 0;

  constructor(
    attack: Attack,
    random: Random,
    world: World,
    address: Address,
    userAgent: Uint8Array | null,
    country: string,
    rps: number,
  ) {
    this.#attack = attack;
    this.#random = random;
    this.#world = world;
    this.#rps = rps;
    this.address = address;
    this.userAgent = userAgent;
    this.country = country;
    this.opensForm = random.chance(0.3);
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
      sent = attack.work(nowMs, this);
      this.#doneMs = this.#world.doneMs;
    }
    const meanMs = (sent * 1000) / this.#rps;
    const pauseMs = plan.pacing === "steady" ? meanMs * random.between(0.9, 1.1) : random.exponential(meanMs);
    return plan.waits ? Math.max(nowMs + pauseMs, Math.min(this.#doneMs, nowMs + 5_000)) : nowMs + pauseMs;
  }

  #rotate(): void {
    const { address } = this;
    address.lo = ((address.lo & 0xffff0000) | this.#random.below(0x10000)) >>> 0;
    address.hostHi = this.#random.word();
    address.hostLo = this.#random.word();
  }
}
