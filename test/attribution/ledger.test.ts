import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLogin, Ledger } from "../../src/attribution/ledger.ts";
import { Baseline } from "../../src/baselines/baseline.ts";
import { Units } from "../../src/features/units.ts";
import { CountryIndex } from "../../src/geo/country-index.ts";
import { sourceText } from "../../src/records/addresses.ts";
import { Total } from "../../src/windows/window-summary.ts";
import {
  type SampleRequest,
  someRequests,
  summaryOf,
  twoPlaces,
  WINDOW_START_MS,
} from "../windows/records.ts";

const countries = new CountryIndex(twoPlaces());
const EXACT = { sources: 4096, kinds: 4096, frequent: 1024 };

/** Adds a span in which the sources that `isAttack` names are attackers for sure. */
function add(
  ledger: Ledger,
  requests: readonly SampleRequest[],
  isAttack: (address: number) => boolean,
  budget = EXACT,
): Units {
  const window = summaryOf(requests, budget);
  window.sources.settle();
  window.kinds.settle();
  const units = new Units();
  units.fill(window, new Baseline(), countries);
  const share = { requests: 0, attackRequests: 0 };
  for (let unit = 0; unit < units.count; unit += 1) {
    units.attack[unit] = isAttack(units.addressLo[unit]! || units.addressHi[unit]!) ? 1 : 0;
    share.requests += units.requests[unit]!;
    share.attackRequests += units.attack[unit]! * units.requests[unit]!;
  }
  ledger.add(window, units, share);
  return units;
}

const newLedger = () => new Ledger((place) => countries.ofPlace(place));
const total = (masses: readonly { requests: number; attackRequests: number }[]) =>
  masses.reduce(
    (sum, { requests, attackRequests }) => [sum[0] + requests, sum[1] + attackRequests] as [number, number],
    [0, 0] as [number, number],
  );

describe("the ledger", () => {
  it("stays small however many kinds of request an episode has, and loses none of them", () => {
    const ledger = newLedger();
    const spans = 14;
    const perSpan = 2000;
    for (let span = 0; span < spans; span += 1) {
      const requests = Array.from({ length: perSpan }, (_, i) => ({
        timeMs: WINDOW_START_MS + i,
        address: 0xc0000200 + ((i * 7919 + span * 104_729) % 0x4000000),
        path: `/page/${span}/${i % 900}`,
      }));
      add(ledger, requests, (address) => address % 2 === 0);
    }
    expect(ledger.cells.length).toBeLessThanOrEqual(12_000);
    expect(total(ledger.cells)[0]).toBeCloseTo(spans * perSpan, 3);
  });

  it("has the same totals in every dimension: all requests, and all of the attack", () => {
    fc.assert(
      fc.property(someRequests, someRequests, fc.nat({ max: 4 }), (first, second, divisor) => {
        const isAttack = (address: number) => address % (divisor + 2) === 0;
        const ledger = newLedger();
        add(ledger, first, isAttack);
        add(ledger, second, isAttack);
        const all = [...first, ...second];
        const attack = all.filter(({ address }) => isAttack(address)).length;
        expect(ledger.exact).toBe(true);
        expect(ledger.requests).toBe(all.length);
        expect(ledger.attackRequests).toBeCloseTo(attack, 6);
        for (const table of [ledger.places, ledger.prefixes, ledger.paths]) {
          const [requests, attacking] = total(table.top(Number.POSITIVE_INFINITY));
          expect(requests).toBeCloseTo(all.length, 6);
          expect(attacking).toBeCloseTo(attack, 6);
        }
        expect(total(ledger.sources.top(Number.POSITIVE_INFINITY))[1]).toBeCloseTo(attack, 6);
        const [requests, attacking] = total(ledger.cells);
        expect(requests).toBeCloseTo(all.length, 6);
        expect(attacking).toBeCloseTo(attack, 6);
      }),
      { numRuns: 25 },
    );
  });

  it("scales what was only sampled to the exact number of requests, and says so", () => {
    const requests = Array.from({ length: 3000 }, (_, i) => ({
      timeMs: WINDOW_START_MS,
      address: 0xc0000000 + i * 256,
      path: `/${i % 5}`,
    }));
    const ledger = newLedger();
    add(ledger, requests, (address) => address % 512 === 0, { sources: 256, kinds: 256, frequent: 64 });
    expect(ledger.exact).toBe(false);
    expect(ledger.requests).toBe(3000);
    expect(Math.abs(ledger.attackRequests / 3000 - 0.5)).toBeLessThan(0.15);
    expect(total(ledger.places.top(9))[0]).toBeCloseTo(3000, 6);
  });

  it("can write the addresses of the sources of the attack, and of no one else", () => {
    const at = { timeMs: WINDOW_START_MS };
    const ledger = newLedger();
    const lines = [0xc0000207, 0xc0000207, 0xc6336401].map((address) => ({ ...at, address }));
    add(
      ledger,
      [...lines, { ...at, address: 0x20010db8, family: 6 as const }],
      (address) => address !== 0xc6336401,
    );
    const written = ledger.sources.top(5).map(({ key, attackRequests }) => {
      const { family, addressHi, addressLo } = ledger.sourceAddresses.get(key)!;
      return [sourceText(family, addressHi, addressLo), attackRequests];
    });
    expect(written).toEqual([
      ["192.0.2.7", 2],
      ["2001:db8::/64", 1],
    ]);
  });

  it("counts login attempts, and tells cells of logins", () => {
    const ledger = newLedger();
    const login = { timeMs: WINDOW_START_MS, address: 5, path: "/wp-login.php", method: 3 };
    const units = add(ledger, [login, login, { ...login, path: "/" }], () => true);
    expect(units.count).toBe(1);
    expect(ledger.logins).toBe(2);
    expect(ledger.cells.map((cell) => [isLogin(cell), cell.requests])).toEqual(
      expect.arrayContaining([
        [true, 2],
        [false, 1],
      ]),
    );
    expect(summaryOf([login], EXACT).totals[Total.attempts]).toBe(1);
  });

  it("stays bounded, and loses no request, however many kinds there are", () => {
    const ledger = newLedger();
    let count = 0;
    for (let span = 0; span < 6; span += 1) {
      const requests = Array.from({ length: 4000 }, (_, i) => ({
        timeMs: WINDOW_START_MS,
        address: 0x0a000000 + (span * 4000 + i) * 256,
        path: `/${i % 97}`,
        userAgent: `Mozilla/5.0 Firefox/${i % 251}`,
      }));
      count += requests.length;
      add(ledger, requests, () => true);
    }
    expect(ledger.cells.length).toBeLessThanOrEqual(12_000);
    expect(total(ledger.cells)[0]).toBeCloseTo(count, 3);
    expect(ledger.sourceAddresses.size).toBeLessThanOrEqual(2 * 4096);
    expect(ledger.sources.top(Number.POSITIVE_INFINITY).length).toBeLessThanOrEqual(4096);
  }, 30_000);
});
