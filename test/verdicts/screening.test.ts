import { describe, expect, it } from "vitest";
import { Baseline } from "../../src/baselines/baseline.ts";
import { Units } from "../../src/features/units.ts";
import { CountryIndex } from "../../src/geo/country-index.ts";
import { learnMinute } from "../../src/judge/learning.ts";
import { Method } from "../../src/records/record.ts";
import { Assessor } from "../../src/verdicts/assessor.ts";
import { WindowSummary } from "../../src/windows/window-summary.ts";
import { recordOf, type SampleRequest, summariser, twoPlaces, WINDOW_START_MS } from "../windows/records.ts";

const MINUTE_MS = 60_000;
const BUDGET = { sources: 4096, kinds: 256, frequent: 64 };
const SOURCES = 3000;
const BROWSERS = ["Firefox/120.0", "Chrome/119.0", "Safari/605.1"].map((name) => `Mozilla/5.0 ${name}`);
const countries = new CountryIndex(twoPlaces());

/** A page and some of its files for each visitor, from home mostly. */
function visitors(minute: number): SampleRequest[] {
  return Array.from({ length: SOURCES }, (_, i) => i).flatMap((i) => {
    const source = (i * 7 + minute * 131) % 20_000;
    const common = {
      address: i % 9 === 0 ? 0xc6336400 + (source % 256) * 65_536 : 0xc0000200 + source * 256,
      userAgent: BROWSERS[source % 3]!,
      referrer: "https://example.org/",
    };
    return ["/", "/style.css", "/app.js"].slice(0, 1 + (source % 3)).map((path, k) => ({
      ...common,
      path,
      timeMs: WINDOW_START_MS + minute * MINUTE_MS + ((i * 37 + k * 900) % MINUTE_MS),
    }));
  });
}

/** Each of so many bots tries to log in, again and again. */
function bots(minute: number, count: number, each: number): SampleRequest[] {
  return Array.from({ length: count * each }, (_, i) => ({
    address: 0x0a000000 + (i % count) * 256,
    path: "/wp-login.php",
    method: Method.post,
    userAgent: "curl/8.0",
    status: 200,
    timeMs: WINDOW_START_MS + minute * MINUTE_MS + ((i * 53) % MINUTE_MS),
  }));
}

function minuteOf(minute: number, requests: readonly SampleRequest[]): WindowSummary {
  const window = new WindowSummary(BUDGET);
  const startMs = WINDOW_START_MS + minute * MINUTE_MS;
  window.reset(startMs, startMs + MINUTE_MS);
  const into = summariser();
  for (const request of requests) {
    const record = recordOf(request);
    into.identify(record);
    into.add(record, window);
  }
  window.settle();
  return window;
}

function taught(): Baseline {
  const baseline = new Baseline();
  const units = new Units();
  for (let minute = -130; minute < -1; minute += 1) {
    // One hour's worth of visitors, over and over.
    const window = minuteOf(minute, visitors(minute));
    units.fill(window, baseline, countries);
    learnMinute(baseline, window, units, {
      hourOfWeek: 0,
      weight: 1,
      mostVisitors: Number.POSITIVE_INFINITY,
    });
  }
  return baseline;
}

describe("screening", () => {
  const baseline = taught();
  const context = {
    baseline,
    home: null,
    zoneMinutes: 0,
    perMinuteBefore: 6000,
    vouchMs: null,
    owedRequests: 0,
    isCounted: true,
  };
  const judged = (requests: readonly SampleRequest[]) => {
    const window = minuteOf(0, requests);
    const screener = new Assessor(countries);
    return {
      screened: screener.screen(window, 1, 1, context),
      units: screener.units,
      whole: new Assessor(countries).assess(window, 1, 1, context),
      window,
    };
  };

  it("sees by part of the sources what all of them show of a quiet minute", () => {
    const { screened, whole, units, window } = judged(visitors(0));
    expect(units.count).toBeLessThan(window.sources.size / 2);
    expect(screened.matters || screened.couldMatter || whole.matters || whole.couldMatter).toBe(false);
    expect(Math.abs(screened.score.attackProbability - whole.score.attackProbability)).toBeLessThan(0.02);
    expect(screened.share.requests / whole.share.requests).toBeCloseTo(1, 1);
    expect(screened.organic.visitorsPerMinute / whole.organic.visitorsPerMinute).toBeCloseTo(1, 1);
  });

  it.each([
    { what: "many quiet bots", count: 1500, each: 1 },
    { what: "a hundred bots", count: 100, each: 12 },
    { what: "one loud source", count: 1, each: 900 },
  ])("judges $what by all sources, as if it had not been screened", ({ count, each }) => {
    const { screened, whole, units, window } = judged([...visitors(0), ...bots(0, count, each)]);
    expect(units.count).toBe(window.sources.size + window.sources.loudSize);
    expect(screened).toEqual(whole);
  });

  it("judges a fine window by a thousand of its sources, to within what that allows for", () => {
    const window = minuteOf(0, [...visitors(0), ...bots(0, 900, 3)]);
    const assessor = new Assessor(countries);
    const part = assessor.assess(window, 0, 1 / 6, context);
    expect(assessor.units.count).toBeLessThanOrEqual(1024 + window.sources.loudSize);
    const whole = assessor.assess(window, 0, 1 / 6, context, Number.POSITIVE_INFINITY);
    expect(assessor.units.count).toBe(window.sources.size + window.sources.loudSize);
    expect(part.score.attackProbability > 0.9).toBe(whole.score.attackProbability > 0.9);
    expect(Math.abs(part.share.estimate - whole.share.estimate)).toBeLessThan(0.05);
    expect(part.share.low).toBeLessThan(whole.share.estimate);
    expect(part.share.high).toBeGreaterThan(whole.share.estimate);
  });

  it("leaves nobody unknown who was there", () => {
    const window = minuteOf(0, visitors(0));
    const fresh = new Baseline();
    const units = new Units();
    units.fill(window, fresh, countries, window.startMs, 1, 1024);
    learnMinute(fresh, window, units, { hourOfWeek: 0, weight: 1, mostVisitors: Number.POSITIVE_INFINITY });
    const { rows, size, stride } = window.sources;
    const later = Math.floor(window.startMs / MINUTE_MS) + 40;
    for (let row = 0; row < size * stride; row += stride) {
      expect(fresh.sources.age(rows[row]!, rows[row + 1]!, later)).toBe(40);
    }
  });
});
