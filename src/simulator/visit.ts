import type { Agent } from "./event-queue.ts";
import { type Address, GET, Label, OPTIONS, POST } from "./exchange.ts";
import type { Random } from "./random.ts";
import { type Resource, ResourceKind } from "./site.ts";
import { TargetText } from "./target-text.ts";
import { ascii } from "./text.ts";
import type { Client, Tally, World } from "./world.ts";

/** How people use a site, beyond what the site itself decides. */
export interface VisitHabits {
  /** Share of browsers that send no referrer at all. */
  noReferrerShare: number;
  /** Share of visits that begin on some page rather than at the front door. */
  deepLinkShare: number;
  /** Where such visitors come from; `null` takes the site's usual referrers. */
  linkedFrom: Uint8Array | null;
  /** Share of those who mean to log in; `null` takes the site's. */
  loginShare: number | null;
  /** Share of those who mean to log in and still are from last time. */
  stillInShare: number;
  /** Page everybody comes for (exam results), asked for again and again until it is there; `null` for usual visits. */
  pollPage: Resource | null;
  /** Chance to give up at a first refusal. Those who stay lose patience a little at every further one. */
  giveUpShare: number;
}

/** What people usually do. */
export const USUAL_HABITS: VisitHabits = {
  noReferrerShare: 0.06,
  deepLinkShare: 0.25,
  linkedFrom: null,
  loginShare: null,
  stillInShare: 0.2,
  pollPage: null,
  giveUpShare: 0.12,
};

/** Words people search for. */
const SEARCHED =
  "login homework maths schedule red shoes size recipe lemon cake train results phone case chapter help"
    .split(" ")
    .map(ascii);
const SEARCH_QUERY = ascii("?q=");
const PLUS = ascii("+");
const TICKET_QUERY = ascii("?ticket=ST-");
const LINK_QUERIES = ["?fbclid=IwAR", "?gclid=Cj0KCQ", "?utm_source=newsletter&mc_eid="].map(ascii);
/** Some wait no longer than this for a page before they press reload. */
const PATIENCE_MS = 9_000;

/** One for all: a target is written out before anybody acts again. */
const target = new TargetText();

enum Step {
  land = 0,
  form = 1,
  attempt = 2,
  enter = 3,
  browse = 4,
  wait = 5,
  poll = 6,
}

/** A waiting room's page reloads itself this often. */
const WAITING_ROOM_MS = 20_000;

/**
 * One person's visit: the front door, the form, typing, mistakes, the dashboard, a few pages, and for each page what a
 * browser fetches for it. Refused, people press reload, try again, give up, come back later; sent to a waiting room,
 * they let its timer run, or do not.
 */
export class Visit implements Agent, Client {
  readonly address: Address;
  readonly userAgent: Uint8Array | null;
  readonly label: number;
  readonly tally: Tally | null;
  readonly #world: World;
  readonly #random: Random;
  readonly #habits: VisitHabits;
  readonly #sendsReferrer: boolean;
  readonly #means: "login" | "still-in" | "look";
  #cached: boolean;
  #step: Step = Step.land;
  #stepAfterWait: Step = Step.land;
  #from: Uint8Array | null;
  #page: Resource | null = null;
  #pagesLeft: number;
  #failures = 0;
  #comebacks = 0;
  #refreshes = 0;
  #mistakes = 0;
  #admitted = false;

  /**
   * @param cached whether the browser has the site's files from an earlier visit
   * @param tally of the attack that this visit is part of: bots that behave like people; `null` for people
   */
  constructor(
    world: World,
    random: Random,
    habits: VisitHabits,
    address: Address,
    userAgent: Uint8Array | null,
    cached: boolean,
    tally: Tally | null = null,
  ) {
    this.label = tally === null ? Label.organic : Label.attack;
    this.tally = tally;
    this.#world = world;
    this.#random = random;
    this.#habits = habits;
    this.address = address;
    this.userAgent = userAgent;
    this.#cached = cached;
    this.#sendsReferrer = !random.chance(habits.noReferrerShare);
    const { site } = world;
    const logsIn = random.chance(habits.loginShare ?? site.loginShare);
    this.#means = logsIn ? (random.chance(habits.stillInShare) ? "still-in" : "login") : "look";
    this.#pagesLeft = random.geometric(logsIn ? site.pagesPerVisit : site.pagesPerVisit * 0.6);
    this.#from = null;
    if (this.#means === "login" && random.chance(0.25)) {
      // The form itself is what they bookmarked.
      this.#step = Step.form;
    } else if (random.chance(habits.deepLinkShare)) {
      this.#from = habits.linkedFrom ?? random.pick(site.referrers);
      if (!logsIn) this.#page = world.drawPage(random);
    }
    if (habits.pollPage !== null) {
      this.#page = habits.pollPage;
      this.#step = Step.poll;
    }
  }

  act(nowMs: number): number {
    switch (this.#step) {
      case Step.land:
        return this.#land(nowMs);
      case Step.form:
        return this.#openForm(nowMs);
      case Step.attempt:
        return this.#attempt(nowMs);
      case Step.enter:
        return this.#enter(nowMs);
      case Step.browse:
        return this.#browse(nowMs);
      case Step.poll:
        return this.#poll(nowMs);
      default:
        return this.#waitInLine(nowMs);
    }
  }

  #land(nowMs: number): number {
    const { site } = this.#world;
    if (this.#means === "still-in") return this.#enter(nowMs);
    const door = this.#page ?? site.landing;
    if (!this.#open(nowMs, door)) return this.#refused(nowMs, Step.land);
    if (this.#means === "look") return this.#next(Step.browse);
    if (door === site.form) return this.#type();
    this.#step = Step.form;
    return this.#world.doneMs + this.#random.logNormal(3_000, 0.7);
  }

  #openForm(nowMs: number): number {
    if (!this.#open(nowMs, this.#world.site.form)) return this.#refused(nowMs, Step.form);
    return this.#type();
  }

  /** Typing takes its time; a password manager does not. */
  #type(): number {
    this.#step = Step.attempt;
    const random = this.#random;
    return (
      this.#world.doneMs +
      (random.chance(0.45) ? random.logNormal(2_800, 0.5) : random.logNormal(12_000, 0.5))
    );
  }

  #attempt(nowMs: number): number {
    const world = this.#world;
    const random = this.#random;
    const { site } = world;
    const wrong = random.chance(site.mistakeShare * (1 + this.#mistakes));
    const status = wrong ? site.failureStatus : site.successStatus;
    const bytes = wrong ? Math.round(site.form.bytes * (status === 302 ? 0.03 : 1.02)) + random.below(40) : 0;
    if (!this.#send(nowMs, site.attempt, this.#referrer(site.form.url), POST, status, bytes)) {
      return this.#refused(nowMs, Step.attempt);
    }
    this.#page = site.form;
    if (!wrong) {
      this.#step = Step.enter;
      if (site.callback !== null) {
        target.begin(site.callback.target).add(TICKET_QUERY).token(random, 24);
        const atMs = world.doneMs + 40;
        world.requestTarget(atMs, this, site.callback, target, null, GET, 302, 0);
      }
      return world.doneMs + (status === 302 ? 30 : 250) + random.exponential(60);
    }
    this.#mistakes += 1;
    if (this.#mistakes > 3 || random.chance(0.08 * this.#mistakes)) return Number.POSITIVE_INFINITY;
    this.#step = status === 302 ? Step.form : Step.attempt;
    return world.doneMs + (status === 302 ? 60 : random.logNormal(9_000, 0.5));
  }

  #enter(nowMs: number): number {
    if (!this.#open(nowMs, this.#world.site.dashboard)) return this.#refused(nowMs, Step.enter);
    return this.#next(Step.browse);
  }

  #browse(nowMs: number): number {
    if (this.#pagesLeft <= 0) return Number.POSITIVE_INFINITY;
    const random = this.#random;
    const { site } = this.#world;
    const u = random.uniform();
    let opened: boolean;
    if (u < 0.06) {
      target.begin(site.search.target).add(SEARCH_QUERY).add(random.pick(SEARCHED));
      if (random.chance(0.6)) target.add(PLUS).add(random.pick(SEARCHED));
      opened = this.#open(nowMs, site.search, target);
    } else if (u < 0.12 && this.#page !== null && this.#means !== "look") {
      // A message, a filled-in form: sent to the page it stands on.
      opened = this.#send(
        nowMs,
        this.#page,
        this.#referrer(this.#page.url),
        POST,
        random.chance(0.5) ? 302 : 200,
      );
    } else {
      opened = this.#open(nowMs, this.#world.drawPage(random));
    }
    if (!opened) return this.#refused(nowMs, Step.browse);
    this.#pagesLeft -= 1;
    return this.#next(Step.browse);
  }

  /** Reload until the results are there. */
  #poll(nowMs: number): number {
    const page = this.#habits.pollPage!;
    if (!this.#open(nowMs, page)) return this.#refused(nowMs, Step.poll);
    if (this.#random.chance(0.08)) return this.#next(Step.browse);
    return this.#world.doneMs + this.#random.logNormal(15_000, 0.8);
  }

  /** A page, with its files and calls. Returns false when it was not to be had. */
  #open(nowMs: number, page: Resource, asked: TargetText | null = null): boolean {
    const random = this.#random;
    const referrer = this.#page === page && this.#failures > 0 ? this.#from : this.#referrerOf();
    let wanted = asked;
    if (wanted === null && this.#from !== null && random.chance(0.3)) {
      // Those who share links mark them, each click differently.
      wanted = target.begin(page.target).add(random.pick(LINK_QUERIES)).token(random, 30);
    }
    if (!this.#send(nowMs, page, referrer, GET, 200, 0, wanted)) return false;
    const { doneMs } = this.#world;
    if (doneMs - nowMs > PATIENCE_MS && random.chance(0.3)) {
      this.#send(nowMs + PATIENCE_MS, page, referrer, GET, 200, 0, wanted);
    }
    this.#page = page;
    this.#from = null;
    this.#fetchFiles(doneMs, page);
    const calls = page.kind === ResourceKind.page ? random.poisson(this.#world.site.callsPerPage) : 0;
    for (let i = 0; i < calls; i += 1) this.#call(doneMs + 150 + random.exponential(400), page);
    this.#world.doneMs = doneMs;
    return true;
  }

  /** What a browser fetches to show a page: much at first, little when it has it already. */
  #fetchFiles(fromMs: number, page: Resource): void {
    const world = this.#world;
    const random = this.#random;
    const { site } = world;
    const mean = this.#cached ? site.assetsPerPage * 0.08 : site.assetsPerPage;
    const count = site.assets.length === 0 ? 0 : Math.min(site.assets.length, random.poisson(mean));
    const first = this.#cached ? random.below(Math.max(1, site.assets.length)) : 0;
    const referrer = this.#referrer(page.url);
    let atMs = fromMs + 20;
    for (let i = 0; i < count; i += 1) {
      atMs += random.exponential(60);
      const status = this.#cached && random.chance(0.6) ? 304 : 200;
      world.request(atMs, this, site.assets[(first + i) % site.assets.length]!, referrer, GET, status);
    }
    if (!this.#cached && site.assetsPerPage > 0 && random.chance(0.15)) {
      world.request(atMs + 30, this, site.missing, referrer, GET, 404);
    }
    this.#cached = true;
  }

  /** A call that a page makes on its own. */
  #call(atMs: number, page: Resource): void {
    const { site } = this.#world;
    const api = this.#random.pick(site.apis);
    const referrer = this.#referrer(page.url);
    if (site.preflight) this.#world.request(atMs - 20, this, api, referrer, OPTIONS, 204, 1);
    this.#world.request(atMs, this, api, referrer);
  }

  /** One request, unless the waiting room stands before it. */
  #send(
    nowMs: number,
    resource: Resource,
    referrer: Uint8Array | null,
    method: Uint8Array,
    status: number,
    bytes = 0,
    asked: TargetText | null = null,
  ): boolean {
    const world = this.#world;
    if (!this.#admitted && world.server.crowded(nowMs)) {
      world.turnAway(nowMs, this, resource, referrer, method);
      this.#refreshes = 1;
      return false;
    }
    const given =
      asked === null
        ? world.request(nowMs, this, resource, referrer, method, status, bytes)
        : world.requestTarget(nowMs, this, resource, asked, referrer, method, status, bytes);
    if (given) this.#failures = 0;
    return given;
  }

  /** What comes after an answer nobody wanted. */
  #refused(nowMs: number, step: Step): number {
    const world = this.#world;
    const random = this.#random;
    if (this.#refreshes === 1) {
      this.#step = Step.wait;
      this.#stepAfterWait = step;
      return world.doneMs + 40 + random.exponential(40);
    }
    this.#step = step;
    this.#failures += 1;
    if (random.chance(this.#habits.giveUpShare + 0.04 * this.#failures)) {
      this.#comebacks += 1;
      if (this.#comebacks > 3 || random.chance(0.4)) return Number.POSITIVE_INFINITY;
      this.#failures = 0;
      this.#step = this.#habits.pollPage === null ? Step.land : Step.poll;
      return nowMs + random.logNormal(6 * 60_000, 0.7);
    }
    // Some hammer the reload key, most give it a few seconds.
    const pauseMs = random.chance(0.3) ? random.between(300, 2_500) : random.logNormal(7_000, 0.8);
    return world.doneMs + pauseMs;
  }

  /** The waiting room: its page reloads itself; some help it along; some have had enough. */
  #waitInLine(nowMs: number): number {
    const world = this.#world;
    const random = this.#random;
    const { waitingRoom } = world.site;
    if (this.#refreshes > 1 && !world.server.crowded(nowMs)) {
      world.request(nowMs, this, waitingRoom, this.#referrer(waitingRoom.url), undefined, 302, 154);
      this.#admitted = true;
      this.#refreshes = 0;
      this.#step = this.#stepAfterWait === Step.attempt ? Step.form : this.#stepAfterWait;
      return world.doneMs + 50;
    }
    world.request(nowMs, this, waitingRoom, this.#referrer(waitingRoom.url));
    this.#refreshes += 1;
    if (random.chance(0.04)) return Number.POSITIVE_INFINITY;
    if (random.chance(0.06)) return world.doneMs + random.between(1_500, 9_000);
    return world.doneMs + WAITING_ROOM_MS + random.between(0, 250);
  }

  /** Reading before the next page. */
  #next(step: Step): number {
    this.#step = step;
    return this.#world.doneMs + this.#random.logNormal(22_000, 0.9);
  }

  #referrerOf(): Uint8Array | null {
    if (this.#page === null || this.#from !== null) return this.#sendsReferrer ? this.#from : null;
    return this.#referrer(this.#page.url);
  }

  #referrer(url: Uint8Array): Uint8Array | null {
    return this.#sendsReferrer ? url : null;
  }
}
