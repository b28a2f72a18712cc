import { describe, expect, it } from "vitest";
import { Baseline } from "../../src/baselines/baseline.ts";
import type { Units } from "../../src/features/units.ts";
import { type LinkContext, LinkFetchers } from "../../src/verdicts/link-fetchers.ts";
import { Kind, Source } from "../../src/windows/source-layout.ts";
import { WindowSummary } from "../../src/windows/window-summary.ts";
import { type Group, unitsOf } from "../features/spans.ts";

/** What they ask for, as `units.asked` has it. */
const ASKED = 1234;
const fetcher: Group = {
  count: 60,
  behaviour: 2,
  bins: { profile: 6, errors: 0, history: 2, "user-agent": 1 },
};

/** The units of a minute: the address of each, the path that each asked for, and whether with a query. */
function judged(
  group: Group,
  address: (unit: number) => number,
  path: (unit: number) => number,
  queried = 0,
  fetchers = new LinkFetchers(),
  minute = 0,
  same: (unit: number) => boolean = () => false,
  change: (units: Units) => void = () => {},
  isCounted = true,
  known: Partial<LinkContext> = {},
): Units {
  const units = unitsOf([group]);
  // Others in every minute, but for those of who it is said.
  for (let unit = 0; unit < units.count; unit += 1)
    units.hashLo[unit] = same(unit) ? unit + 1 : 1000 * minute + unit + 1;
  const window = new WindowSummary({ sources: 512, kinds: 512, frequent: 16 });
  window.reset(minute * 60_000, (minute + 1) * 60_000);
  for (let unit = 0; unit < units.count; unit += 1) {
    units.addressLo[unit] = address(unit);
    units.family[unit] = 4;
    const row = window.sources.slot(unit, units.hashLo[unit]!);
    window.sources.rows[row + Source.requests] = 1;
    window.sources.rows[row + Source.queries] = queried;
    const kind = window.kinds.slot(unit, unit + 1);
    window.kinds.rows[kind + Kind.requests] = 1;
    window.kinds.rows[kind + Kind.source] = units.hashLo[unit]!;
    window.kinds.rows[kind + Kind.path] = path(unit);
  }
  window.settle();
  change(units);
  fetchers.welcome(window, units, 1, { baseline: new Baseline(), isAttacked: false, isCounted, ...known });
  return units;
}

const fewNetworks = (unit: number) => (unit % 3) * 65_536 + unit;
const manyNetworks = (unit: number) => unit * 65_536;
const ownPath = (unit: number) => 1000 + unit;
const onePath = () => 7;
const welcomed = (units: Units) => units.behaviour[0]! < 0 && units.exempt[0] === 1;

describe("who fetches links for others", () => {
  it("is welcome: many out of few networks, each with a link of its own", () => {
    expect(welcomed(judged(fetcher, fewNetworks, ownPath))).toBe(true);
    expect(welcomed(judged(fetcher, fewNetworks, onePath, 1))).toBe(true);
  });

  it("is welcome while a newsletter is delivered, and again when the next one is", () => {
    const fetchers = new LinkFetchers();
    const at = (minute: number) => welcomed(judged(fetcher, fewNetworks, ownPath, 0, fetchers, minute));
    expect([0, 1, 2, 3, 4, 5].map(at)).toEqual([true, true, true, true, true, true]);
    expect([6, 7, 30, 59].map(at)).toEqual([false, false, false, false]);
    expect([200, 201].map(at)).toEqual([true, true]);
  });

  it("is not a handful of bots that take turns", () => {
    const fetchers = new LinkFetchers();
    const at = (minute: number) =>
      welcomed(judged(fetcher, fewNetworks, ownPath, 0, fetchers, minute, (unit) => unit < 50));
    expect([0, 1, 2, 3].map(at)).toEqual([true, true, false, false]);
  });

  it("is as welcome at a glance, which tells of nothing that its minute does not tell of", () => {
    const fetchers = new LinkFetchers();
    const glance = (minute: number) =>
      welcomed(judged(fetcher, fewNetworks, ownPath, 0, fetchers, minute, () => true, undefined, false));
    const at = (minute: number) =>
      welcomed(judged(fetcher, fewNetworks, ownPath, 0, fetchers, minute, () => true));
    // However often they are looked at, they were there in one minute.
    expect([0, 0.2, 0.4, 0.6].map(glance)).toEqual([true, true, true, true]);
    expect(at(0)).toBe(true);
    expect([1, 1.2, 1.4].map(glance)).toEqual([true, true, true]);
    expect([1, 2].map(at)).toEqual([true, false]);
    expect(glance(2.2)).toBe(false);
    // The next delivery is another one.
    expect([200, 200.2].map(glance)).toEqual([true, true]);
  });

  it("is nobody who asks for what visitors ask for anyway, one page with a query", () => {
    const known = (share: number) => {
      const baseline = new Baseline();
      baseline.asked.learn(ASKED, 1000 * share);
      baseline.asked.learn(ASKED + 1, 1000 * (1 - share));
      return { baseline };
    };
    const ask = (units: Units) => units.asked.fill(ASKED, 0, units.count);
    const welcomes = (queried: number, path: (unit: number) => number, share: number) =>
      welcomed(judged(fetcher, fewNetworks, path, queried, undefined, 0, undefined, ask, true, known(share)));
    expect(welcomes(1, onePath, 0.01)).toBe(true);
    expect(welcomes(1, onePath, 0.2)).toBe(false);
    // Links that are paths of their own tell nothing of that.
    expect(welcomes(0, ownPath, 0.2)).toBe(true);
  });

  it("may open the links of many recipients, where the site was never asked for them before, and people's mailboxes are at several clouds", () => {
    const known = (path: number) => {
      const baseline = new Baseline();
      for (let minute = 0; minute < 90; minute += 1) baseline.requests.learn(0, 10, 1);
      baseline.kinds.learn({ place: 0, prefix: 0, path, userAgent: 0, meta: 0, requests: 100 });
      return { baseline };
    };
    const much = (units: Units) => units.requests.fill(9, 0, units.count);
    const welcomes = (path: number, address = fewNetworks) =>
      welcomed(judged(fetcher, address, onePath, 9, undefined, 0, undefined, much, true, known(path)));
    expect(welcomes(8)).toBe(true);
    // Whoever busts caches, or searches, asks for a page that there is.
    expect(welcomes(7)).toBe(false);
    expect(welcomes(8, (unit) => unit)).toBe(false);
  });

  it("is none of those who join an attack, unless they were there before", () => {
    const at = (fetchers: LinkFetchers, minute: number, isAttacked: boolean) =>
      welcomed(
        judged(fetcher, fewNetworks, ownPath, 0, fetchers, minute, undefined, undefined, true, {
          isAttacked,
        }),
      );
    expect(at(new LinkFetchers(), 0, true)).toBe(false);
    const before = new LinkFetchers();
    expect([at(before, 0, false), at(before, 1, true)]).toEqual([true, true]);
  });

  it("that took turns until it was seen for an attack is not welcome at a glance, where few show again", () => {
    const after = (isAttacked: boolean) => {
      const fetchers = new LinkFetchers();
      for (const minute of [0, 1, 2]) {
        judged(fetcher, fewNetworks, ownPath, 0, fetchers, minute, () => true);
      }
      const others = () => false;
      const known = { isAttacked };
      return welcomed(judged(fetcher, fewNetworks, ownPath, 0, fetchers, 3, others, undefined, false, known));
    };
    expect([false, true].map(after)).toEqual([true, false]);
  });

  it("may be fewer in part of a minute", () => {
    const dozen: Group = { ...fetcher, count: 12 };
    const within = (seconds: number) => {
      const units = unitsOf([dozen]);
      const window = new WindowSummary({ sources: 512, kinds: 512, frequent: 16 });
      window.reset(0, seconds * 1000);
      for (let unit = 0; unit < units.count; unit += 1) {
        units.hashLo[unit] = unit + 1;
        units.addressLo[unit] = fewNetworks(unit);
        units.family[unit] = 4;
        const row = window.sources.slot(unit, unit + 1);
        window.sources.rows[row + Source.requests] = 1;
        const kind = window.kinds.slot(unit, unit + 1);
        window.kinds.rows[kind + Kind.requests] = 1;
        window.kinds.rows[kind + Kind.source] = unit + 1;
        window.kinds.rows[kind + Kind.path] = ownPath(unit);
      }
      window.settle();
      const known = { baseline: new Baseline(), isAttacked: false, isCounted: true };
      new LinkFetchers().welcome(window, units, 1, known);
      return welcomed(units);
    };
    expect([20, 60].map(within)).toEqual([true, false]);
  });

  it("may come again now and then: a gateway has many recipients", () => {
    const fetchers = new LinkFetchers();
    const at = (minute: number) =>
      welcomed(judged(fetcher, fewNetworks, ownPath, 0, fetchers, minute, (unit) => unit % 3 !== minute % 3));
    expect([0, 1, 2, 3, 4].map(at)).toEqual([true, true, true, false, false]);
  });

  it("does not rotate through the addresses of one network", () => {
    const rotating = (prefixes: number) => {
      const fetchers = unitsOf([fetcher]);
      const units = judged(
        fetcher,
        fewNetworks,
        ownPath,
        0,
        new LinkFetchers(),
        0,
        () => false,
        (one) => {
          one.family.fill(6, 0, fetchers.count);
          for (let unit = 0; unit < fetchers.count; unit += 1) one.prefix[unit] = 2 ** 24 + (unit % prefixes);
        },
      );
      return welcomed(units);
    };
    expect(rotating(1)).toBe(false);
    expect(rotating(20)).toBe(true);
  });

  it("comes from no page", () => {
    const referred = (units: Units) => units.referred.fill(1, 0, units.count);
    expect(
      welcomed(judged(fetcher, fewNetworks, ownPath, 0, new LinkFetchers(), 0, () => false, referred)),
    ).toBe(false);
  });

  it("may ask for up to four links a minute where several call themselves differently", () => {
    const busy = { ...fetcher, requests: 4 };
    const differently = (units: Units) => {
      for (let unit = 0; unit < units.count; unit += 1) units.userAgent[unit] = unit % 3;
    };
    const welcomes = (change?: (units: Units) => void) =>
      welcomed(judged(busy, fewNetworks, ownPath, 0, new LinkFetchers(), 0, () => false, change));
    expect(welcomes(differently)).toBe(true);
    expect(welcomes()).toBe(false);
  });

  it("may say nothing of itself, or name a tool of its own", () => {
    for (const agent of [0, 3]) {
      const group = { ...fetcher, bins: { ...fetcher.bins, "user-agent": agent } };
      expect(welcomed(judged(group, fewNetworks, ownPath))).toBe(true);
    }
  });

  it.each<[string, Units]>([
    ["come from everywhere", judged(fetcher, manyNetworks, ownPath)],
    ["all ask for one page", judged(fetcher, fewNetworks, onePath)],
    ["ask again and again", judged({ ...fetcher, requests: 5 }, fewNetworks, ownPath)],
    [
      "ask for what is not there",
      judged({ ...fetcher, bins: { ...fetcher.bins, errors: 2 } }, fewNetworks, ownPath),
    ],
    ["try to log in", judged({ ...fetcher, bins: { ...fetcher.bins, profile: 0 } }, fewNetworks, ownPath)],
    [
      "say that they are apps",
      judged({ ...fetcher, bins: { ...fetcher.bins, "user-agent": 4 } }, fewNetworks, ownPath),
    ],
    ["are few", judged({ ...fetcher, count: 19 }, fewNetworks, ownPath)],
  ])("is not one of those who %s", (_, units) => {
    expect(welcomed(units)).toBe(false);
    expect(units.exempt[0]).toBe(0);
    expect(units.behaviour[1]).toBe(2);
  });
});
