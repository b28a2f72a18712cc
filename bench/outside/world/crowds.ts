import type { Crowd } from "../scenario.ts";
import type { AddressBook } from "./addresses.ts";
import { Chance, Urn } from "./chance.ts";
import type { Client, Life } from "./client.ts";
import { Visit } from "./moves.ts";
import { busyness, height } from "./shapes.ts";
import type { Stage } from "./stage.ts";

const LABELS = { people: "o", crawler: "b", monitor: "m" } as const;
const USUAL_ENTRY = {
  "": 55,
  "https://www.google.com/": 36,
  "https://www.bing.com/": 5,
  "https://duckduckgo.com/": 4,
};
const USUAL_TEMPER = { retries: 2, pause: 7 };
/** Nobody of these comes: makes a life that only sends others. */
const DOORMAN: Client = {
  address: "",
  agent: "",
  label: "o",
  group: -1,
  chance: new Chance("doorman"),
  patience: 0,
  tellsReferrer: false,
  protocol: "",
};

/** Lets a crowd come, one visit after the other. */
export function sendCrowd(stage: Stage, crowd: Crowd, group: number): void {
  stage.world.begin(0, DOORMAN, arrivals(stage, crowd, group));
}

function* arrivals(stage: Stage, crowd: Crowd, group: number): Life {
  const { world, book, setting, seed, startsAt } = stage;
  const chance = new Chance(`${seed}/${crowd.name}`);
  const countries = Urn.of(crowd.countries);
  const entries = Urn.of(crowd.from ?? USUAL_ENTRY);
  const known: Client[] = [];
  stage.known.set(crowd.name, known);
  const { passing, perMinute, access = {}, returning = 0.3 } = crowd;
  const beginsAt = passing === undefined ? 0 : startsAt + passing.at * 60;
  const endsAt = passing === undefined ? world.lengthSeconds : beginsAt + passing.lasts * 60;
  yield beginsAt;
  for (let number = 0; ; ) {
    yield chance.gap(60 / (perMinute * 1.2));
    if (world.now >= endsAt || number === crowd.fleet) return true;
    if (!chance.happens(levelNow(stage, crowd) / 1.2)) continue;
    number += 1;
    const own = new Chance(`${seed}/${crowd.name}/${number}`);
    const again =
      crowd.machines === undefined ? chance.happens(returning) : known.length >= crowd.machines.count;
    const old = acquaintance(stage, crowd, chance) ?? (again && known.length > 0 ? chance.pick(known) : null);
    const country = countries.draw(own);
    const client: Client = {
      address:
        old?.address ??
        (crowd.machines === undefined
          ? book.person(country, access, own)
          : machine(crowd.machines, country, book, own)),
      agent: old?.agent ?? crowd.agents(own),
      label: LABELS[crowd.label ?? "people"],
      group,
      chance: own,
      patience: own.around(crowd.patience ?? 20, 0.5),
      tellsReferrer: !own.happens(crowd.silent ?? 0.04),
      protocol: crowd.oldProtocol === true || own.happens(0.1) ? "HTTP/1.1" : "HTTP/2.0",
    };
    if (old === null && known.length < 20_000) known.push(client);
    const from = client.tellsReferrer ? entries.draw(own) : "";
    const visit = new Visit(
      setting,
      client,
      crowd.temper ?? USUAL_TEMPER,
      from,
      old !== null && own.happens(0.8),
      number,
    );
    world.begin(world.now, client, visit.walk(crowd.moves));
  }
}

function machine(
  { name, nets = 2, own }: NonNullable<Crowd["machines"]>,
  country: string,
  book: AddressBook,
  chance: Chance,
): string {
  return own === undefined ? book.hosting(country, name, nets, chance) : `${own}.${1 + chance.below(254)}`;
}

/** Somebody of another crowd, where that is whom this one is made of in part. */
function acquaintance({ known }: Stage, { acquainted }: Crowd, chance: Chance): Client | null {
  if (acquainted === undefined || !chance.happens(acquainted[1])) return null;
  const others = known.get(acquainted[0]) ?? [];
  return others.length === 0 ? null : chance.pick(others);
}

/** How busy a crowd is now, 0..1.2. */
function levelNow(stage: Stage, crowd: Crowd): number {
  const { lull } = crowd;
  const minute = (stage.world.now - stage.startsAt) / 60;
  const isLull = lull !== undefined && minute >= lull.at && minute < lull.at + lull.lasts;
  return usualLevel(stage, crowd) * (isLull ? 1 - lull.share : 1);
}

function usualLevel({ scenario, world, startsAt }: Stage, crowd: Crowd): number {
  const { passing } = crowd;
  if (passing !== undefined) {
    return height(passing.shape, (world.now - startsAt) / 60 - passing.at, passing.lasts);
  }
  const local = new Date(world.beginsMs + world.now * 1000 + scenario.zone * 60_000);
  const hour = local.getUTCHours() + local.getUTCMinutes() / 60;
  return Math.min(1.2, busyness(crowd.day ?? scenario.site.day, hour, local.getUTCDay(), scenario.site.rest));
}
