import { describe, expect, it } from "vitest";
import { Baseline } from "../../src/baselines/baseline.ts";
import { attributeIndex, Units } from "../../src/features/units.ts";
import { CountryIndex } from "../../src/geo/country-index.ts";
import { PlaceTable } from "../../src/geo/place-table.ts";
import { PathClass } from "../../src/records/paths.ts";
import { Method } from "../../src/records/record.ts";
import { WaitingRooms } from "../../src/verdicts/waiting-rooms.ts";
import { Kind, Source } from "../../src/windows/source-layout.ts";
import { Total, WindowSummary } from "../../src/windows/window-summary.ts";

const ROOM = 77;
const LANDING = 5;
const WAITS = 11;

/** What one source did in a minute: requests by path, and how many of all were answered with a redirect. */
interface Visit {
  readonly asked: Readonly<Record<number, number>>;
  readonly redirects?: number;
  readonly attempts?: number;
}

function minute(index: number, visits: readonly Visit[]): WindowSummary {
  const window = new WindowSummary({ sources: 512, kinds: 2048, frequent: 16 });
  window.reset(index * 60_000, (index + 1) * 60_000);
  visits.forEach(({ asked, redirects = 0, attempts = 0 }, source) => {
    const hash = source * 1_000_003;
    let all = attempts;
    for (const [path, requests] of Object.entries(asked)) {
      all += requests;
      const kind = window.kinds.slot(hash, source * 64 + Number(path) + 1);
      window.kinds.rows[kind + Kind.requests] = requests;
      window.kinds.rows[kind + Kind.source] = source + 1;
      window.kinds.rows[kind + Kind.path] = Number(path);
      window.kinds.rows[kind + Kind.meta] = Method.get | (PathClass.page << 8);
    }
    const row = window.sources.slot(hash, source + 1);
    window.sources.rows[row + Source.requests] = all;
    window.sources.rows[row + Source.pages] = all - attempts;
    window.sources.rows[row + Source.attempts] = attempts;
    window.sources.rows[row + Source.redirects] = redirects;
    window.totals[Total.redirects]! += redirects;
  });
  window.settle();
  return window;
}

const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
const arrives: Visit = { asked: { [LANDING]: 1, [ROOM]: 2 }, redirects: 1 };
const waits: Visit = { asked: { [ROOM]: 3 } };

/** How many sources of the window are marked as waiting. */
function marked(rooms: WaitingRooms, window: WindowSummary): number {
  const units = new Units();
  units.fill(window, new Baseline(), new CountryIndex(PlaceTable.empty));
  rooms.mark(window, units, 1);
  const profile = attributeIndex("profile");
  return Array.from({ length: units.count }, (_, unit) => units.bin(unit, profile)).filter(
    (bin) => bin === WAITS,
  ).length;
}

const seldom = () => 0;

describe("waiting rooms", () => {
  it("are learned from visitors who are sent there once and then ask again by its timer", () => {
    const rooms = new WaitingRooms();
    const window = minute(0, [...times(20, arrives), ...times(60, waits)]);
    rooms.learn(window, seldom);
    expect(marked(rooms, window)).toBe(80);
    // Hours later, too.
    expect(marked(rooms, minute(500, times(30, waits)))).toBe(30);
  });

  it("count what is asked for in them as refused, but not before it is sure that they are rooms", () => {
    const rooms = new WaitingRooms();
    const queued = (window: WindowSummary) => {
      const units = new Units();
      units.fill(window, new Baseline(), new CountryIndex(PlaceTable.empty));
      rooms.mark(window, units, 1);
      return units.queued.slice(0, units.count).reduce((sum, requests) => sum + requests, 0);
    };
    const first = minute(0, times(30, { asked: { [ROOM]: 1 }, redirects: 1 }));
    rooms.learn(first, seldom);
    expect(queued(first)).toBe(0);
    const window = minute(1, [...times(20, arrives), ...times(60, waits)]);
    rooms.learn(window, seldom);
    // Of those who have just come, the page that they were sent away from, too.
    expect(queued(window)).toBe(20 * 3 + 60 * 3);
  });

  it("may be what newcomers have just been sent to, for three minutes", () => {
    const rooms = new WaitingRooms();
    const first = minute(0, times(30, { asked: { [LANDING]: 1, [ROOM]: 1 }, redirects: 1 }));
    rooms.learn(first, seldom);
    expect(marked(rooms, first)).toBe(30);
    expect(marked(rooms, minute(5, times(30, { asked: { [ROOM]: 1 } })))).toBe(0);
  });

  it("have an entrance that is opened once, where another page has the timer", () => {
    const rooms = new WaitingRooms();
    const entrance = 78;
    const comes: Visit = { asked: { [LANDING]: 1, [entrance]: 1, [ROOM]: 2 }, redirects: 1 };
    rooms.learn(minute(0, [...times(20, comes), ...times(60, { asked: { [ROOM]: 2 } })]), seldom);
    expect(marked(rooms, minute(9, times(10, { asked: { [entrance]: 1, [ROOM]: 1 } })))).toBe(10);
  });

  it.each<[string, Visit[], (path: number) => number]>([
    ["to which nobody is sent", times(80, waits), seldom],
    ["of which everybody is sent away", times(80, { asked: { [ROOM]: 3 }, redirects: 3 }), seldom],
    ["that is usual", [...times(20, arrives), ...times(60, waits)], () => 0.1],
    ["where logins are tried", times(80, { ...arrives, attempts: 1 }), seldom],
    [
      "that is asked for at every pace",
      Array.from({ length: 80 }, (_, i) => ({
        asked: { [ROOM]: 2 + (i % 11) },
        redirects: i % 5 === 0 ? 1 : 0,
      })),
      seldom,
    ],
  ])("are no page %s", (_, visits, usual) => {
    const rooms = new WaitingRooms();
    for (let i = 0; i < 5; i += 1) rooms.learn(minute(i, visits), usual);
    expect(marked(rooms, minute(9, visits))).toBe(0);
  });

  it("hide nobody who asks faster than a page does, nor who does not go where he is sent", () => {
    const rooms = new WaitingRooms();
    rooms.learn(minute(0, [...times(20, arrives), ...times(60, waits)]), seldom);
    expect(marked(rooms, minute(1, times(5, { asked: { [ROOM]: 40 } })))).toBe(0);
    expect(marked(rooms, minute(1, times(5, { asked: { [ROOM]: 4 }, redirects: 4 })))).toBe(0);
    expect(marked(rooms, minute(9, times(5, { asked: { [LANDING]: 9, [ROOM]: 2 } })))).toBe(0);
  });
});
