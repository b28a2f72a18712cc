import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analyzer } from "../src/analyzer.ts";
import type { ObservedRequest } from "../src/observed-request.ts";
import type { AnalyzerOptions } from "../src/options.ts";

const START_MS = Date.UTC(2021, 3, 6, 6);

const text = fc.oneof(
  fc.constantFrom(
    undefined,
    "",
    "-",
    "/",
    "/login",
    "/a?b?c",
    "/é?ü",
    "\ud83d",
    "\ude00?",
    "curl/8.0",
    "x".repeat(2000),
  ),
  fc.string({ unit: "grapheme", maxLength: 40 }),
);

const address = fc.oneof(
  fc.nat(400).map((n) => `198.51.${100 + (n >> 8)}.${n & 255}`),
  fc.constantFrom(
    "2001:db8::7",
    "::ffff:192.0.2.9",
    "[2001:db8:1::1]:8080",
    "host.example",
    "10.0.0.1",
    "no address",
    "",
  ),
);

const request = fc.record({
  /** Mostly onward, at times far back or ahead. */
  stepMs: fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 0, max: 700 }) },
    fc.integer({ min: -40_000, max: 40_000 }),
    fc.constantFrom(7_200_000, Number.NaN),
  ),
  address,
  method: fc.constantFrom("GET", "POST", "PUT", "", "get", "PROPFIND"),
  path: text.map((value) => value ?? ""),
  status: fc.constantFrom(200, 302, 401, 404, 429, 503, 0, 999),
  bytes: fc.option(fc.nat(10_000), { nil: undefined }),
  referrer: text,
  userAgent: text,
  forwardedFor: fc.option(
    fc.array(address, { maxLength: 3 }).map((list) => list.join(", ")),
    { nil: undefined },
  ),
  durationMs: fc.option(fc.double({ min: 0, max: 5000, noNaN: true }), { nil: undefined }),
});

/** What is done between two requests. */
const act = fc.oneof(
  { weight: 30, arbitrary: request },
  fc.constantFrom("drain" as const, "advance" as const, "episode" as const),
);

/** All that an analyzer tells of what it is given: by the batch, or one by one. */
function told(options: AnalyzerOptions, acts: readonly (string | Made)[], kernel: boolean) {
  const analyzer = new Analyzer({ ...options, kernel });
  const events = [...analyzer.drain()];
  for (const given of acts) {
    if (given === "drain") events.push(...analyzer.drain());
    else if (given === "episode") expect(analyzer.episode).toBeNull();
    else if (typeof given === "string") analyzer.advanceTo(Number(given));
    else analyzer.observe(given);
  }
  const report = analyzer.finish();
  events.push(...analyzer.drain());
  return { report, events, baseline: Buffer.from(analyzer.baseline()).toString("base64") };
}

type Made = ObservedRequest;

describe("requests observed by the batch", () => {
  it("become what they become one by one, whatever they are and whatever happens between them", () => {
    const options = fc.constantFrom<AnalyzerOptions>(
      {},
      { trustedProxy: ["10.0.0.0/8", "198.51.100.0/28"], lateness: "0s" },
      { allow: "198.51.100.0/24", since: new Date(START_MS + 9000), until: new Date(START_MS + 60_000) },
    );
    fc.assert(
      fc.property(options, fc.array(act, { minLength: 1, maxLength: 300 }), (chosen, acts) => {
        let timeMs = START_MS;
        const given = acts.map((one) => {
          if (one === "advance") return String(timeMs);
          if (typeof one === "string") return one;
          const { stepMs, ...rest } = one;
          if (Math.abs(stepMs) <= 700) timeMs += stepMs;
          return { ...rest, time: Math.abs(stepMs) <= 700 ? timeMs : timeMs + stepMs };
        });
        expect(told(chosen, given, true)).toEqual(told(chosen, given, false));
      }),
      { numRuns: 60 },
    );
  });

  it("are all there when anything is asked", () => {
    const analyzer = new Analyzer();
    const one = { time: START_MS, address: "192.0.2.7", method: "GET", path: "/", status: 200 };
    analyzer.drain();
    for (let i = 0; i < 10; i += 1) analyzer.observe({ ...one, time: START_MS + i });
    analyzer.advanceTo(START_MS + 60_000);
    const [window] = analyzer.drain();
    expect(window).toMatchObject({ type: "window", requests: 10 });
    analyzer.observe({ ...one, time: START_MS + 60_001 });
    expect(analyzer.finish().input).toMatchObject({ lines: 11, records: 11, requests: 11 });
  });

  it("keep their order among those of other inputs", () => {
    const analyzer = new Analyzer({ format: "combined" });
    analyzer.observe({ time: START_MS, address: "192.0.2.7", method: "GET", path: "/", status: 200 });
    analyzer.push(
      new TextEncoder().encode('192.0.2.8 - - [06/Apr/2021:06:00:01 +0000] "GET / HTTP/1.1" 200 5 "-" "-"\n'),
    );
    analyzer.observe({ time: START_MS + 2000, address: "192.0.2.9", method: "GET", path: "/", status: 200 });
    const { sources } = analyzer.finish().input;
    expect(sources.map(({ lines }) => lines)).toEqual([2, 1]);
  });
});
