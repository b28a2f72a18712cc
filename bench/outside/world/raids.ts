import type { Raid, Shot } from "../scenario.ts";
import type { AddressBook } from "./addresses.ts";
import { Chance, Urn } from "./chance.ts";
import type { Ask, Client, Life } from "./client.ts";
import { Visit } from "./moves.ts";
import { height, meanHeight } from "./shapes.ts";
import type { Stage } from "./stage.ts";
import { fill, type TemplateContext } from "./template.ts";
import type { World } from "./world.ts";

/** A source of a raid, and how many requests it has left. */
interface Raider {
  readonly client: Client;
  left: number;
}

/**
 * Lets a raid come.
 * @param perMinute requests a minute on average over its whole length
 */
export function sendRaid(stage: Stage, raid: Raid, group: number, perMinute: number): void {
  const chance = new Chance(`${stage.seed}/${raid.name}`);
  const party = new Party(raid, group, stage.book, chance);
  stage.world.begin(0, party.next(), raiding(stage, raid, perMinute, party, chance));
}

function* raiding(stage: Stage, raid: Raid, perMinute: number, party: Party, chance: Chance): Life {
  const { world, setting, startsAt } = stage;
  const shape = raid.shape ?? { is: "flat" as const };
  const beginsAt = startsAt + raid.at * 60;
  const { visit, shots } = raid.tool;
  const peakPerSecond = perMinute / 60 / meanHeight(shape, raid.lasts) / (visit?.requests ?? 1);
  const urn = shots === undefined ? null : new Urn(shots.map((shot) => [shot, shot.often ?? 1] as const));
  const context = new RaidContext(world, chance);
  yield beginsAt;
  for (let number = 0; ; number += 1) {
    yield raid.turns === true ? (0.9 + 0.2 * chance.unit()) / peakPerSecond : chance.gap(1 / peakPerSecond);
    const minute = (world.now - beginsAt) / 60;
    if (minute >= raid.lasts) return true;
    if (!chance.happens(height(shape, minute, raid.lasts))) continue;
    const client = party.next();
    if (urn !== null) {
      const ask = asked(urn.draw(chance), raid, minute, context);
      const agent = raid.tool.agentEach === true ? { ...client, agent: raid.tool.agents(chance) } : client;
      world.request(world.now, agent, ask);
    } else if (visit !== undefined) {
      const from = raid.tool.referrer === undefined ? "" : fill(raid.tool.referrer, context);
      const temper = { retries: 0, pause: 1, stubborn: true };
      world.begin(
        world.now,
        client,
        new Visit(setting, client, temper, from, false, number).walk(visit.moves),
      );
    }
  }
}

function asked(shot: Shot, raid: Raid, minute: number, context: RaidContext): Ask {
  const [method = "GET", ...rest] = fill(shot.send, context).split(" ");
  const { blocked } = raid;
  const isBlocked = blocked !== undefined && minute >= blocked.after;
  return {
    method,
    target: rest.join(" "),
    status: isBlocked ? blocked.status : (shot.status ?? 200),
    bytes: isBlocked ? 153 : Math.round(context.chance.around(shot.bytes ?? 9_000, 0.2)),
    weight: isBlocked ? 0.02 : (shot.weight ?? 1),
    referrer: raid.tool.referrer === undefined ? "" : fill(raid.tool.referrer, context),
    ...(shot.seconds === undefined ? {} : { seconds: shot.seconds }),
  };
}

class RaidContext implements TemplateContext {
  readonly chance: Chance;
  readonly clientNumber = 0;
  readonly #world: World;
  #count = 0;

  constructor(world: World, chance: Chance) {
    this.#world = world;
    this.chance = chance;
  }

  next(): number {
    this.#count += 1;
    return this.#count;
  }

  nowMs(): number {
    return this.#world.beginsMs + this.#world.now * 1000;
  }
}

/** The sources of a raid, in turn or at random, ever new or always the same. */
class Party {
  readonly #raid: Raid;
  readonly #group: number;
  readonly #book: AddressBook;
  readonly #chance: Chance;
  readonly #countries: Urn<string>;
  readonly #site6: string;
  readonly #members: Raider[] = [];
  #at = 0;

  constructor(raid: Raid, group: number, book: AddressBook, chance: Chance) {
    this.#raid = raid;
    this.#group = group;
    this.#book = book;
    this.#chance = chance;
    this.#countries = Urn.of(raid.lair.countries);
    this.#site6 = raid.lair.kind === "rotating" ? book.site6(this.#countries.draw(chance), chance) : "";
  }

  next(): Client {
    const { count = 1, requestsEach } = this.#raid.lair;
    const limit = requestsEach === undefined ? count : Math.min(count === 1 ? 60 : count, 400);
    let index = this.#members.length;
    if (index >= limit) {
      this.#at = this.#raid.turns === true ? (this.#at + 1) % limit : this.#drawn(limit);
      index = this.#at;
    }
    let member = this.#members[index];
    if (member === undefined || member.left <= 0) {
      member = this.#newcomer();
      this.#members[index] = member;
    }
    member.left -= 1;
    return member.client;
  }

  #drawn(limit: number): number {
    return this.#raid.lair.uneven === true ? this.#chance.rank(limit) : this.#chance.below(limit);
  }

  #newcomer(): Raider {
    const { lair, tool, nuisance } = this.#raid;
    const chance = this.#chance;
    const own = new Chance(`${this.#raid.name}/${chance.hex(12)}`);
    const { requestsEach } = lair;
    return {
      client: {
        address: this.#address(own),
        agent: tool.agents(own),
        label: nuisance === true ? "n" : "a",
        group: this.#group,
        chance: own,
        patience: tool.patience ?? 3600,
        tellsReferrer: tool.referrer !== undefined || tool.visit !== undefined,
        protocol: tool.protocol ?? (own.happens(0.7) ? "HTTP/1.1" : "HTTP/2.0"),
      },
      left:
        requestsEach === undefined
          ? Number.POSITIVE_INFINITY
          : Math.max(1, Math.round(requestsEach * (0.4 + 1.2 * own.unit()))),
    };
  }

  #address(chance: Chance): string {
    const { kind, nets = 6, bits = 22, access } = this.#raid.lair;
    const country = this.#countries.draw(chance);
    switch (kind) {
      case "homes":
        return access === undefined
          ? this.#book.anyHost(country, chance)
          : this.#book.person(country, access, chance);
      case "rotating": {
        const groups = Array.from({ length: 5 }, () => chance.below(0x10000).toString(16));
        return `${this.#site6}:${groups.join(":")}`;
      }
      default:
        return this.#book.hosting(country, this.#raid.name, kind === "one" ? 1 : nets, chance, bits);
    }
  }
}
