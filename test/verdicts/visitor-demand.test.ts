import { describe, expect, it } from "vitest";
import { type Demand, VisitorDemand } from "../../src/verdicts/visitor-demand.ts";
import { WindowSummary } from "../../src/windows/window-summary.ts";
import { type Group, spanOf } from "../features/spans.ts";

const MINUTE = 60_000;
/** Ten minutes until a log's visitors are no longer all new, and ten more that show what a visit is. */
const ACQUAINTED = 20;

/** A minute of groups; `stay` are known from earlier minutes, the others have just come. */
interface Scene {
  readonly groups: readonly Group[];
  /** How many of the groups' sources are those of the minute before. */
  readonly stay?: boolean;
}

/** A window that holds all of its sources. */
function exactWindow(startMs: number, lengthMs: number): WindowSummary {
  const window = new WindowSummary({ sources: 16, kinds: 16, frequent: 16 });
  window.reset(startMs, startMs + lengthMs);
  return window;
}

/** Takes in minutes on end; every minute brings other visitors unless they stay. */
function play(scenes: readonly Scene[], usualVisit: number | null = null): Demand[] {
  const demand = new VisitorDemand();
  let generation = 0;
  return scenes.map(({ groups, stay = false }, minute) => {
    const { window, units, attackRequests } = spanOf(groups);
    if (!stay) generation += 1;
    for (let unit = 0; unit < units.count; unit += 1) units.hashLo[unit] = generation * 1000 + unit;
    const share = attackRequests / Math.max(1, window.requests);
    const exact = exactWindow(minute * MINUTE, MINUTE);
    return demand.add(exact, units, { estimate: share, low: share, high: share }, usualVisit);
  });
}

const times = (count: number, scene: Scene) => Array.from({ length: count }, () => scene);
/** Thirty visitors a minute of ten requests: five a second. */
const calm: Scene = { groups: [{ count: 30, requests: 10 }] };

describe("the audience's demand", () => {
  it("is what people ask for while nobody is refused, crawlers left out", () => {
    const crawlers: Group = { count: 3, requests: 100, exempt: 1 };
    expect(play(times(5, { groups: [...calm.groups, crawlers] })).at(-1)!.estimate).toBeCloseTo(5, 9);
  });

  it("is not raised by reloads: a visitor who is refused has come once, however often he tries", () => {
    const first: Scene = { groups: [{ count: 30, requests: 10, overloads: 9 }] };
    const reloads: Scene = { groups: [{ count: 30, requests: 40, overloads: 39 }], stay: true };
    const storm = play([...times(ACQUAINTED, calm), first, ...times(4, reloads)]).at(-1)!;
    expect(storm.estimate).toBeLessThanOrEqual(5);
    expect(storm.low).toBeLessThanOrEqual(storm.estimate);
  });

  it("counts what refused visitors did not come to ask for", () => {
    // Sixty a minute, of whom each is refused at the door: two requests instead of ten.
    const surge: Scene = { groups: [{ count: 60, requests: 2, overloads: 2 }] };
    const found = play([...times(ACQUAINTED, calm), ...times(5, surge)]).at(-1)!;
    expect(found.estimate).toBeCloseTo(10, 1);
    expect(found.low).toBeLessThan(10);
    expect(found.high).toBeGreaterThan(10);
  });

  it("leaves out the attack, and many who might each be a bot with one in four", () => {
    const attack: Group = { count: 150, requests: 4, attack: 0.75, overloads: 4 };
    const attacked: Scene = { groups: [{ count: 30, requests: 6, overloads: 3 }, attack] };
    const found = play([...times(ACQUAINTED, calm), ...times(5, attacked)]).at(-1)!;
    expect(found.estimate).toBeCloseTo(5, 0);
  });

  it("is not raised by one minute that was misjudged", () => {
    const misjudged: Scene = { groups: [{ count: 250, requests: 10 }] };
    const peaks = play([...times(ACQUAINTED, calm), misjudged, ...times(5, calm)]).slice(ACQUAINTED);
    for (const { estimate } of peaks) expect(estimate).toBeCloseTo(5, 6);
  });

  it("cannot be much more than what was asked for where hardly anybody was refused", () => {
    // Two hundred new faces of one request, as misjudged bots would be; one request in twenty is refused.
    const faces: Scene = {
      groups: [
        { count: 190, requests: 1 },
        { count: 10, requests: 1, overloads: 1 },
      ],
    };
    const found = play([...times(ACQUAINTED, calm), ...times(5, faces)]).at(-1)!;
    expect(found.estimate).toBeLessThanOrEqual((200 / 60) * (20 / 19) ** 2 + 1e-9);
  });

  it("goes by what a visit usually is while no minute has shown it, and is wide where that is unknown, too", () => {
    const surge: Scene = { groups: [{ count: 60, requests: 2, overloads: 2 }] };
    expect(play(times(5, surge), 10).at(-1)!.estimate).toBeCloseTo(10, 1);
    const unknown = play(times(5, surge)).at(-1)!;
    expect(unknown).toMatchObject({ estimate: 2, low: 1, high: 3 });
  });

  it("remembers a bounded number of visitors and still tells how many come", () => {
    const demand = new VisitorDemand();
    let found = { estimate: 0 };
    // Half a million sources within twenty minutes, 250 at a time.
    for (let i = 0; i < 2000; i += 1) {
      const overloads = i >= 1600 ? 5 : 0;
      const { units } = spanOf([{ count: 250, requests: 5, overloads }]);
      const window = exactWindow(i * 600, 600);
      for (let unit = 0; unit < 250; unit += 1) {
        units.hashLo[unit] = Math.imul(i * 250 + unit, 0x9e3779b1) >>> 0;
      }
      found = demand.add(window, units, { estimate: 0, low: 0, high: 0 }, null);
      expect(demand.remembered).toBeLessThanOrEqual(2 * 65_536 + 250);
    }
    expect(found.estimate / (1250 / 0.6)).toBeGreaterThan(0.8);
    expect(found.estimate / (1250 / 0.6)).toBeLessThan(1.25);
  });
});
