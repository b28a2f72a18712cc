import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell } from "../../src/attribution/cell-table.ts";
import { cellValue, matches, RULE_DIMENSIONS } from "../../src/attribution/rule-match.ts";
import { searchRules } from "../../src/attribution/rule-search.ts";

const GET = 1;
const POST = 3;
const REFERRED = 1 << 16;

/** A cell; what is left out is a visitor's page view at home. */
function cell(sketch: Partial<Cell>): Cell {
  return {
    country: 1,
    prefix: 0,
    path: 10,
    userAgent: 20,
    meta: GET | REFERRED,
    requests: 100,
    attackRequests: 0,
    ...sketch,
  };
}

/** Visitors of four browsers and three paths, at home and a few abroad. */
const audience = [1, 1, 1, 2].flatMap((country, i) =>
  [10, 11, 12].map((path) => cell({ country, path, userAgent: 20 + i, requests: country === 1 ? 300 : 20 })),
);

const anything = { maxCollateral: 0.02, unspeakable: () => false };

/** A thousand kinds of normal traffic or more, so that what is not among them is rare. */
function manyOf<T>(kinds: readonly T[]): T[] {
  return Array.from({ length: Math.ceil(1000 / kinds.length) }, () => kinds).flat();
}

function truth(cells: readonly Cell[], found: readonly { match: Parameters<typeof matches>[0] }[]) {
  let attack = 0;
  let organic = 0;
  let caught = 0;
  let hit = 0;
  for (const one of cells) {
    const isHit = found.some(({ match }) => matches(match, one));
    attack += one.attackRequests;
    organic += one.requests - one.attackRequests;
    if (!isHit) continue;
    caught += one.attackRequests;
    hit += one.requests - one.attackRequests;
  }
  return { caught: attack > 0 ? caught / attack : 0, hit: organic > 0 ? hit / organic : 0 };
}

describe("rules that name networks", () => {
  it("are found where an attack comes from one network and many prefixes", () => {
    const attack = Array.from({ length: 300 }, (_, prefix) =>
      cell({ prefix: 1000 + prefix, network: 64501, country: 1, requests: 10, attackRequests: 10 }),
    );
    const people = audience.map((one) => ({ ...one, network: 64500 }));
    const [first] = searchRules([...people, ...attack], anything);
    expect(first?.match).toEqual({ network: [64501] });
    expect(first?.attackCaught).toBe(1);
    expect(first?.organicHit).toBe(0);
  });

  it("never name the unknown network", () => {
    const attack = [cell({ country: 1, requests: 3000, attackRequests: 3000 })];
    for (const { match } of searchRules([...audience, ...attack], anything))
      expect(match.network).toBeUndefined();
  });
});

describe("the rule search", () => {
  it("catches a flood from few prefixes with one rule that names them", () => {
    const bots = [501, 502, 503].map((prefix) =>
      cell({ prefix, country: 3, path: 10, userAgent: 20, requests: 400, attackRequests: 398 }),
    );
    const found = searchRules([...audience, ...bots], anything);
    expect(found.length).toBe(1);
    expect(found[0]!.attackCaught).toBeGreaterThan(0.99);
    expect(found[0]!.organicHit).toBeLessThan(0.01);
  });

  it("hits more of the audience only where more is allowed, and then catches more", () => {
    // Attackers among visitors: each country holds both, the further down the list the more visitors.
    const mingled = [3, 4, 5, 6, 7].map((country, i) =>
      cell({ country, requests: 200 + 60 * i, attackRequests: 200 }),
    );
    const cells = [...audience, ...mingled];
    const within = [0, 0.02, 0.1, 0.3].map((maxCollateral) => {
      const found = searchRules(cells, { ...anything, maxCollateral });
      const { caught, hit } = truth(cells, found);
      expect(hit).toBeLessThanOrEqual(maxCollateral + 1e-9);
      return caught;
    });
    expect(within[0]).toBeCloseTo(0.2);
    expect(within[2]).toBeGreaterThan(within[1]! + 0.1);
    expect(within[3]).toBeGreaterThan(within[2]!);
  });

  it("doubts values that normal traffic never had once, and not each of them", () => {
    const usual = audience.map((one) => ({ ...one, requests: 10 }));
    // Sixty prefixes of attackers of whom nobody is quite sure: together they would be a twentieth of the audience.
    const doubted = Array.from({ length: 60 }, (_, i) =>
      cell({ prefix: 900 + i, requests: 10, attackRequests: 7, doubtfulRequests: 3 }),
    );
    const found = searchRules([...audience, ...doubted], { ...anything, usual: manyOf(usual) });
    expect(found.at(-1)!.attackCaught).toBeGreaterThan(0.95);
    expect(found.at(-1)!.organicHit).toBeLessThan(0.02);
  });

  it("takes a few visitors beside an attack, where visitors do not go, for attackers who were not yet known", () => {
    const usual = audience.map((one) => ({ ...one, requests: 10 }));
    const flood = cell({ path: 99, meta: POST, requests: 20_000, attackRequests: 19_000 });
    const [first] = searchRules([...audience, flood], { ...anything, usual: manyOf(usual) });
    expect(first?.match.path).toEqual([99]);
    expect(first?.organicHit).toBeLessThan(0.02);
    // Where they do go, it is they.
    const busy = [...usual, { ...flood, requests: 30 }];
    const found = searchRules([...audience, flood], { ...anything, usual: manyOf(busy) });
    for (const { match } of found) expect(match.path).toBeUndefined();
  });

  it("never hits a larger share of the audience than of the attack, whatever is allowed", () => {
    const bots = cell({ country: 1, requests: 400, attackRequests: 40 });
    for (const { marginalCaught, marginalHit } of searchRules([...audience, bots], {
      ...anything,
      maxCollateral: 1,
    })) {
      expect(marginalCaught).toBeGreaterThan(marginalHit);
    }
  });

  it("joins what the attack alone combines: one path by one method", () => {
    const logins = cell({
      path: 12,
      meta: POST,
      requests: 1000,
      attackRequests: 1000,
      userAgent: 21,
      country: 1,
    });
    const posts = cell({ path: 11, meta: POST, requests: 400, userAgent: 22 });
    const found = searchRules([...audience, logins, posts], anything);
    expect(found.at(-1)!.attackCaught).toBeGreaterThan(0.98);
    expect(found.at(-1)!.organicHit).toBeLessThanOrEqual(0.02);
    const matched = [logins, posts].map((one) => found.some(({ match }) => matches(match, one)));
    expect(matched).toEqual([true, false]);
  });

  it("leaves an attack alone that nothing tells from the audience", () => {
    const mingled = audience.map((one) => ({ ...one, attackRequests: one.requests / 2 }));
    expect(searchRules(mingled, anything)).toEqual([]);
  });

  it("says nothing where there is no attack", () => {
    expect(searchRules(audience, anything)).toEqual([]);
    expect(searchRules([], anything)).toEqual([]);
  });

  it("does not list what it may not name", () => {
    const bots = [501, 502].map((prefix) => cell({ prefix, country: 3, requests: 400, attackRequests: 400 }));
    const unspeakable = (dimension: string, value: number) =>
      (dimension === "prefix" && value === 501) || dimension === "country";
    const found = searchRules([...audience, ...bots], { ...anything, unspeakable });
    for (const { match } of found) {
      expect(match.country).toBeUndefined();
      expect(match.prefix ?? []).not.toContain(501);
    }
    expect(found[0]!.match.prefix).toEqual([502]);
  });

  const cells = fc.array(
    fc
      .record({
        country: fc.nat({ max: 3 }),
        prefix: fc.constantFrom(0, 0, 501, 502, 503),
        path: fc.constantFrom(0, 10, 11),
        userAgent: fc.constantFrom(0, 20, 21),
        method: fc.constantFrom(GET, POST),
        referred: fc.boolean(),
        requests: fc.integer({ min: 1, max: 1000 }),
        share: fc.constantFrom(0, 0, 0.02, 0.5, 0.98, 1),
      })
      .map(({ method, referred, share, requests, ...rest }) => ({
        ...rest,
        meta: method | (referred ? REFERRED : 0),
        requests,
        attackRequests: requests * share,
      })),
    { maxLength: 60, size: "max" },
  );
  const limits = fc.constantFrom(0, 0.005, 0.02, 0.2);

  it("never hits more of the audience than allowed, and tells what its rules do, cumulated and each, as counting does", () => {
    fc.assert(
      fc.property(cells, limits, (list, maxCollateral) => {
        const found = searchRules(list, { ...anything, maxCollateral });
        const organic = list.reduce(
          (sum, { requests, attackRequests }) => sum + requests - attackRequests,
          0,
        );
        let caughtBefore = 0;
        let hitBefore = 0;
        found.forEach((rule, i) => {
          const real = truth(list, found.slice(0, i + 1));
          expect(rule.attackCaught).toBeCloseTo(real.caught, 9);
          // Of less than one organic request there is no share to speak of.
          if (organic >= 1) expect(rule.organicHit).toBeCloseTo(real.hit, 9);
          expect(rule.organicHit).toBeLessThanOrEqual(maxCollateral + 1e-9);
          expect(rule.marginalCaught).toBeCloseTo(rule.attackCaught - caughtBefore, 9);
          expect(rule.marginalHit).toBeCloseTo(rule.organicHit - hitBefore, 9);
          caughtBefore = rule.attackCaught;
          hitBefore = rule.organicHit;
        });
        expect(found.length).toBeLessThanOrEqual(20);
      }),
      { numRuns: 150 },
    );
  });

  it("never names an unspeakable value, nor a present referrer, whatever the cells", () => {
    fc.assert(
      fc.property(cells, fc.nat({ max: 600 }), (list, salt) => {
        const unspeakable = (dimension: string, value: number) =>
          dimension !== "referrer" && (value === 0 || (value * 7 + salt + dimension.length) % 3 === 0);
        for (const { match } of searchRules(list, { maxCollateral: 0.2, unspeakable })) {
          for (const dimension of RULE_DIMENSIONS) {
            for (const value of match[dimension] ?? []) expect(unspeakable(dimension, value)).toBe(false);
            expect(match[dimension]?.length ?? 0).toBeLessThanOrEqual(64);
          }
          if (match.referrer !== undefined) expect(match.referrer).toEqual([0]);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe("a match", () => {
  it("holds where every dimension accepts the cell by any of its values", () => {
    const one = cell({ path: 11, meta: POST, country: 2 });
    expect(cellValue(one, "method")).toBe(POST);
    expect(cellValue(one, "referrer")).toBe(0);
    expect(matches({ path: [10, 11], method: [POST] }, one)).toBe(true);
    expect(matches({ path: [10, 11], method: [GET] }, one)).toBe(false);
    expect(matches({}, one)).toBe(true);
  });
});
