import type { PlaceTable } from "../../../src/geo/place-table.ts";
import type { Raid, Scenario } from "../scenario.ts";
import { AddressBook } from "./addresses.ts";
import { sendCrowd } from "./crowds.ts";
import { Edge } from "./edge.ts";
import type { Setting } from "./moves.ts";
import { sendRaid } from "./raids.ts";
import { type Outage, Server } from "./server.ts";
import type { Stage } from "./stage.ts";
import { type Row, World } from "./world.ts";

/** Time before the log in which people come already, so that the first line finds the site as it is on any day. */
const WARM_UP_SECONDS = 1800;

/** What a scenario came to. */
export interface Play {
  readonly scenario: Scenario;
  /** What seconds are counted from, which is before the first line. */
  readonly beginsMs: number;
  /** As it happened, in the order of answers. */
  readonly rows: readonly Row[];
  /** The same people without the raids. */
  readonly peaceful: readonly Row[];
}

/** Plays a scenario twice: without its raids, to know what people would have done, and with them. */
export function play(scenario: Scenario, seed: number, places: PlaceTable): Play {
  const beginsMs = Date.parse(`${scenario.when}Z`) - scenario.zone * 60_000 - 1000 * historySeconds(scenario);
  const key = `${scenario.name}/${seed}`;
  const peaceful = act(scenario, [], new Map(), beginsMs, key, places);
  const raids = scenario.raids ?? [];
  const rates = new Map(raids.map((raid) => [raid, rateOf(raid, scenario, peaceful)]));
  const rows = raids.length === 0 ? peaceful : act(scenario, raids, rates, beginsMs, key, places);
  return { scenario, beginsMs, rows, peaceful };
}

/** Seconds from the beginning of all to the end of the history. */
export function historySeconds(scenario: Scenario): number {
  return WARM_UP_SECONDS + scenario.historyHours * 3600;
}

function act(
  scenario: Scenario,
  raids: readonly Raid[],
  rates: ReadonlyMap<Raid, number>,
  beginsMs: number,
  seed: string,
  places: PlaceTable,
): Row[] {
  const { site } = scenario;
  const world = new World(
    new Server(site.server ?? null, outageOf(scenario), historySeconds(scenario)),
    site.edge === undefined ? null : new Edge(site.edge, seed),
    beginsMs,
    historySeconds(scenario) + scenario.minutes * 60,
  );
  const setting: Setting = {
    world,
    origin: `https://${site.host}`,
    files: site.files,
    revalidates: site.revalidates ?? 0.06,
    queuePage: site.server?.queuePage ?? "/queue",
    queueSeconds: site.queueSeconds ?? 20,
  };
  const book = new AddressBook(places, seed);
  const startsAt = historySeconds(scenario);
  const stage: Stage = { scenario, world, book, setting, known: new Map(), seed, startsAt };
  const crowds = [...site.audience, ...(scenario.crowds ?? [])];
  for (const [i, crowd] of crowds.entries()) sendCrowd(stage, crowd, i);
  for (const [i, raid] of raids.entries()) sendRaid(stage, raid, crowds.length + i, rates.get(raid)!);
  world.run();
  return world.rows.filter(({ at }) => at >= WARM_UP_SECONDS).sort((a, b) => a.doneAt - b.doneAt);
}

/** Requests a minute of a raid: as told, or by the share it is to have. */
function rateOf(raid: Raid, scenario: Scenario, peaceful: readonly Row[]): number {
  if (raid.perMinute !== undefined) return raid.perMinute;
  if (raid.share === undefined) throw new Error(`${scenario.name}: ${raid.name} has neither rate nor share`);
  const from = historySeconds(scenario) + raid.at * 60;
  const others = peaceful.filter(({ at }) => at >= from && at < from + raid.lasts * 60).length / raid.lasts;
  return (others * raid.share) / (1 - raid.share);
}

function outageOf(scenario: Scenario): Outage | null {
  const { outage } = scenario;
  if (outage === undefined) return null;
  const from = historySeconds(scenario) + outage.at * 60;
  return { from, to: from + outage.lasts * 60, status: outage.status, share: outage.share ?? 1 };
}
