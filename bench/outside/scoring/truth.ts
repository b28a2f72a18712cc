import type { Incident, Truth } from "../../../src/simulator/index.ts";
import type { Label } from "../world/client.ts";
import { stampOf } from "../world/log-formats.ts";
import { historySeconds, type Play } from "../world/play.ts";
import type { Row } from "../world/world.ts";

/** Pauses from which on the same attackers, or the same crowd, count as having come twice. */
const RAIDS_APART_MS = 2 * 60_000;
const CROWDS_APART_MS = 10 * 60_000;
/** Requests of a raid below which a stretch of it is a straggler, not an incident. */
const LEAST_REQUESTS = 20;
/** Dynamic requests turned away in a minute from which a site counts as overloaded: share, and number. */
const OVERLOADED_SHARE = 0.05;
const OVERLOADED_COUNT = 3;
/** Shares this near the least that counts as an attack may be judged either way. */
const LEAST_SHARE = 0.05;
const NEAR = 0.02;

/** A row with the time that its line tells. */
export interface Stamped {
  readonly row: Row;
  readonly ms: number;
}

/** A stretch of time in ms since 1970. */
interface Stretch {
  startMs: number;
  endMs: number;
}

/** Rows with their stamps, in file order. */
export function stamped(play: Play, rows: readonly Row[]): Stamped[] {
  return rows.map((row) => ({ row, ms: stampOf(row, play.scenario.format, play.beginsMs) }));
}

/** What was true of a log, in the terms of the evaluation. */
export function truthOf(play: Play, lines: readonly Stamped[]): Truth {
  const { scenario, beginsMs } = play;
  const peaceful = lines.length === play.peaceful.length ? lines : stamped(play, play.peaceful);
  const { server } = scenario.site;
  // A busy page under status 200 is a page like any other: no log tells that it was one.
  const capacity = server === undefined || server.whenFull === "busy-page" ? null : server.capacity;
  const demand = capacity === null ? null : { capacity, peaceful };
  const incidents = [
    ...attacks(play, lines).map((attack) => incidentOf(attack, lines, demand)),
    ...surges(play, lines).map((surge) => incidentOf(surge, lines, demand)),
    ...outages(play).map((outage) => incidentOf(outage, lines, null)),
  ].filter((incident) => incident.requests > 0);
  const count = (wanted: string) => lines.filter(({ row }) => wanted.includes(row.client.label)).length;
  return {
    schema: "tidegauge.truth/1",
    scenario: scenario.name,
    seed: 0,
    format: scenario.format,
    // Peaks are told in shares of the capacity, since requests differ in the work they make.
    capacityRequestsPerSecond: capacity === null ? null : 1,
    home: [],
    loginPaths: [],
    waitingRoomPaths: [],
    historyEnd: new Date(beginsMs + 1000 * historySeconds(scenario)).toISOString(),
    incidents,
    totals: { organic: count("o"), attack: count("a"), benignBots: count("bm"), nuisance: count("n") },
    windows: windowsOf(lines),
    labels: "",
  };
}

interface Found extends Stretch {
  kind: Incident["kind"];
  decidable: boolean;
  names: string[];
}

function attacks({ scenario }: Play, lines: readonly Stamped[]): Found[] {
  const firstRaid = scenario.site.audience.length + (scenario.crowds?.length ?? 0);
  const found: Found[] = [];
  for (const [i, raid] of (scenario.raids ?? []).entries()) {
    if (raid.nuisance === true) continue;
    const times = lines.filter(({ row }) => row.client.group === firstRaid + i).map(({ ms }) => ms);
    for (const stretch of stretches(times, RAIDS_APART_MS)) {
      if (times.filter((ms) => ms >= stretch.startMs && ms < stretch.endMs).length < LEAST_REQUESTS) continue;
      found.push({ ...stretch, kind: "attack", decidable: raid.decidable !== false, names: [raid.name] });
    }
  }
  found.sort((a, b) => a.startMs - b.startMs);
  const joined: Found[] = [];
  for (const one of found) {
    const last = joined.at(-1);
    if (last === undefined || one.startMs >= last.endMs) joined.push(one);
    else {
      last.endMs = Math.max(last.endMs, one.endMs);
      last.decidable &&= one.decidable;
      last.names.push(...one.names);
    }
  }
  return joined;
}

/** Times at which crowds that are surges make as many requests as all others who are no attackers together, or more. */
function surges({ scenario }: Play, lines: readonly Stamped[]): Found[] {
  const crowds = [...scenario.site.audience, ...(scenario.crowds ?? [])];
  const minutes = new Map<number, { surge: number; usual: number }>();
  for (const { row, ms } of lines) {
    const { label, group } = row.client;
    if (label === "a" || label === "n") continue;
    const minute = Math.floor(ms / 60_000);
    const tally = minutes.get(minute) ?? { surge: 0, usual: 0 };
    minutes.set(minute, tally);
    if (crowds[group]?.surge === true) tally.surge += 1;
    else tally.usual += 1;
  }
  const busy = [...minutes]
    .filter(([, { surge, usual }]) => surge >= Math.max(usual, 20))
    .map(([minute]) => minute);
  const names = crowds.filter(({ surge }) => surge === true).map(({ name }) => name);
  return stretches(
    busy.map((minute) => minute * 60_000),
    CROWDS_APART_MS,
  )
    .map(({ startMs, endMs }) => ({ startMs, endMs: endMs - 1000 + 60_000 }))
    .filter(({ startMs, endMs }) => endMs - startMs >= 3 * 60_000)
    .map((stretch) => ({
      ...stretch,
      kind: "surge" as const,
      decidable: scenario.surgeDecidable !== false,
      names,
    }));
}

function outages({ scenario, beginsMs }: Play): Found[] {
  const { outage } = scenario;
  if (outage === undefined) return [];
  const startMs = beginsMs + 1000 * historySeconds(scenario) + outage.at * 60_000;
  return [
    { startMs, endMs: startMs + outage.lasts * 60_000, kind: "outage", decidable: true, names: ["outage"] },
  ];
}

/** Stretches of ascending times that lie near each other. The last second of each belongs to it. */
function stretches(times: readonly number[], apartMs: number): Stretch[] {
  const sorted = [...times].sort((a, b) => a - b);
  const found: Stretch[] = [];
  for (const ms of sorted) {
    const last = found.at(-1);
    if (last !== undefined && ms - last.endMs < apartMs) last.endMs = ms + 1000;
    else found.push({ startMs: ms, endMs: ms + 1000 });
  }
  return found;
}

function incidentOf(
  found: Found,
  lines: readonly Stamped[],
  demand: { capacity: number; peaceful: readonly Stamped[] } | null,
): Incident {
  const inside = lines.filter(({ ms }) => ms >= found.startMs && ms < found.endMs);
  const attack = inside.filter(({ row }) => row.client.label === "a").length;
  const attackShare = inside.length === 0 ? 0 : attack / inside.length;
  const load = demand === null ? null : loadOf(found, demand.peaceful, demand.capacity);
  const isNearLimit = found.kind === "attack" && Math.abs(attackShare - LEAST_SHARE) < NEAR;
  return {
    kind: found.kind,
    id: `${found.kind}/${found.startMs}`,
    start: new Date(found.startMs).toISOString(),
    end: new Date(found.endMs).toISOString(),
    requests: inside.length,
    attackShare,
    decidable: found.decidable && !isNearLimit,
    overloadedWithoutAttack: load?.isOverloaded ?? null,
    organicPeakRequestsPerSecond: load?.peak ?? null,
    countries: {},
    description: found.names.join(", "),
  };
}

/** Whether people alone overload the site in some time, and their highest demand in ten seconds, as a share of the capacity. */
function loadOf(
  stretch: Stretch,
  peaceful: readonly Stamped[],
  capacity: number,
): { isOverloaded: boolean; peak: number } {
  const minutes = new Map<number, { all: number; refused: number }>();
  const work = new Map<number, number>();
  for (const { row, ms } of peaceful) {
    if (ms < stretch.startMs || ms >= stretch.endMs) continue;
    const ten = Math.floor(ms / 10_000);
    work.set(ten, (work.get(ten) ?? 0) + row.ask.weight);
    if (row.ask.weight < 0.1) continue;
    const minute = Math.floor(ms / 60_000);
    const tally = minutes.get(minute) ?? { all: 0, refused: 0 };
    minutes.set(minute, tally);
    tally.all += 1;
    if (row.refused && row.status !== 429) tally.refused += 1;
  }
  return {
    isOverloaded: [...minutes.values()].some(
      ({ all, refused }) => refused >= OVERLOADED_COUNT && refused >= OVERLOADED_SHARE * all,
    ),
    peak: Math.max(0, ...work.values()) / 10 / capacity,
  };
}

const COLUMN: Readonly<Record<Label, number>> = { o: 1, a: 2, b: 3, m: 3, n: 4 };

function windowsOf(lines: readonly Stamped[]): Truth["windows"] {
  const windows = new Map<number, Truth["windows"][number]>();
  for (const { row, ms } of lines) {
    const start = ms - (ms % 10_000);
    let window = windows.get(start);
    if (window === undefined) {
      window = [start, 0, 0, 0, 0];
      windows.set(start, window);
    }
    const column = COLUMN[row.client.label];
    window[column] = window[column]! + 1;
  }
  return [...windows.values()].sort((a, b) => a[0] - b[0]);
}
