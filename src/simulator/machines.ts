import type { Agent } from "./event-queue.ts";
import { type Address, GET, HEAD, Label, POST } from "./exchange.ts";
import { ipv4, type Networks } from "./networks.ts";
import { type Random, WeightedChoice } from "./random.ts";
import { type Resource, ResourceKind } from "./site.ts";
import { ascii } from "./text.ts";
import { CRAWLERS, MONITORS, SCANNERS } from "./user-agents.ts";
import type { Client, World } from "./world.ts";

const crawlerChoice = new WeightedChoice(CRAWLERS.map(([, weight]) => weight));

/** Hosting networks where crawlers, monitors and scanners live. */
const CRAWLER_COUNTRIES = ["US", "US", "US", "IE", "DE", "RU", "SG", "FR"];

/** A declared crawler: from page to page at its own pace, from a few addresses of one network. */
export class Crawler implements Agent, Client {
  readonly label = Label.crawler;
  readonly tally = null;
  readonly address: Address;
  readonly userAgent: Uint8Array;
  readonly #world: World;
  readonly #random: Random;
  readonly #base: number;
  readonly #pauseMs: number;
  readonly #untilMs: number;
  readonly #restMs: number;
  #left: number;

  /**
   * @param pauseMs mean time between two requests of a run
   * @param restMs mean time between two runs
   * @param untilMs when it leaves for good
   */
  constructor(
    world: World,
    random: Random,
    networks: Networks,
    pauseMs: number,
    restMs: number,
    untilMs = Number.POSITIVE_INFINITY,
  ) {
    this.#world = world;
    this.#random = random;
    this.userAgent = ascii(CRAWLERS[crawlerChoice.draw(random)]![0]);
    this.#base = networks.drawPrefix(random, random.pick(CRAWLER_COUNTRIES)).base;
    this.address = ipv4(this.#base + 1);
    this.#pauseMs = pauseMs;
    this.#restMs = restMs;
    this.#untilMs = untilMs;
    this.#left = random.geometric(25) + 3;
  }

  act(nowMs: number): number {
    if (nowMs >= this.#untilMs) return Number.POSITIVE_INFINITY;
    const world = this.#world;
    const random = this.#random;
    if (random.chance(0.2)) this.address.hostLo = (this.#base + 1 + random.below(24)) >>> 0;
    if (random.chance(0.03)) world.request(nowMs, this, world.site.robots);
    else {
      const page = random.pick(world.site.pages);
      const status = random.chance(0.06) ? 404 : random.chance(0.12) ? 304 : 200;
      world.request(nowMs, this, page, null, random.chance(0.02) ? HEAD : GET, status);
    }
    this.#left -= 1;
    if (this.#left > 0) return nowMs + random.exponential(this.#pauseMs);
    this.#left = random.geometric(25) + 3;
    return nowMs + random.exponential(this.#restMs);
  }
}

/** The site's own monitor: the same request, from the same few addresses, as regular as a clock. */
export class Monitor implements Agent, Client {
  readonly label = Label.monitor;
  readonly tally = null;
  readonly address: Address;
  readonly userAgent: Uint8Array;
  readonly #addresses: number[];
  readonly #world: World;
  readonly #random: Random;
  readonly #periodMs: number;
  readonly #method: Uint8Array;

  constructor(world: World, random: Random, networks: Networks, periodMs: number) {
    this.#world = world;
    this.#random = random;
    this.userAgent = ascii(random.pick(MONITORS));
    this.#addresses = Array.from(
      { length: 1 + random.below(6) },
      () =>
        networks.drawPrefix(random, random.pick(["US", "DE", "FR", "GB", "IE"])).base + 1 + random.below(254),
    );
    this.address = ipv4(this.#addresses[0]!);
    this.#periodMs = periodMs;
    this.#method = random.chance(0.5) ? HEAD : GET;
  }

  act(nowMs: number): number {
    this.address.hostLo = this.#random.pick(this.#addresses) >>> 0;
    this.#world.request(nowMs, this, this.#world.site.health, null, this.#method);
    return nowMs + this.#periodMs + this.#random.between(-400, 400);
  }
}

const PROBES = (
  "/.env /.git/config /wp-login.php /xmlrpc.php /phpmyadmin/index.php /admin.php /.aws/credentials /actuator/health " +
  "/cgi-bin/luci /boaform/admin/formLogin /solr/admin/info/system /vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php " +
  "/config.json /backup.zip /server-status /owa/auth/logon.aspx /HNAP1 /api/jsonws/invoke /manager/html /console/"
).split(" ");

/**
 * Scanners and a guess at a password now and then, which every site has: a few dozen requests, seconds apart, then
 * long nothing, then somebody else. Too small to matter.
 */
export class Scanners implements Agent, Client {
  readonly label = Label.nuisance;
  readonly tally = null;
  readonly address: Address = ipv4(0);
  userAgent: Uint8Array | null = null;
  readonly #world: World;
  readonly #random: Random;
  readonly #networks: Networks;
  readonly #restMs: number;
  readonly #probes: Resource[];
  #guesses = false;
  #left = 0;

  /** @param restMs mean time between two of them */
  constructor(world: World, random: Random, networks: Networks, restMs: number) {
    this.#world = world;
    this.#random = random;
    this.#networks = networks;
    this.#restMs = restMs;
    this.#probes = PROBES.map((path) => ({
      kind: ResourceKind.other,
      target: ascii(path),
      url: ascii(path),
      bytes: 553,
      serviceMs: 4,
    }));
  }

  act(nowMs: number): number {
    const random = this.#random;
    if (this.#left === 0) {
      const country = random.pick(["US", "CN", "NL", "RU", "DE", "IN", "VN", "BR", "SG", "UA", "GB", "FR"]);
      this.address.hostLo = (this.#networks.drawPrefix(random, country).base + 1 + random.below(254)) >>> 0;
      this.userAgent = random.chance(0.15) ? null : ascii(random.pick(SCANNERS));
      this.#guesses = random.chance(0.3);
      this.#left = 1 + random.geometric(this.#guesses ? 6 : 9);
    }
    const { site } = this.#world;
    if (this.#guesses) {
      this.#world.request(nowMs, this, site.attempt, null, POST, site.failureStatus);
    } else {
      this.#world.request(nowMs, this, random.pick(this.#probes), null, GET, 404);
    }
    this.#left -= 1;
    return nowMs + (this.#left > 0 ? random.between(2_500, 12_000) : random.exponential(this.#restMs));
  }
}
