import { describe, expect, it } from "vitest";
import { TidegaugeError } from "../src/errors.ts";
import { zoneOffsetMs } from "../src/option-values.ts";
import { type AnalyzerOptions, OPTION_NAMES, resolveOptions } from "../src/options.ts";
import { didYouMean, nearest } from "../src/suggestion.ts";

function messageOf(options: object): string {
  try {
    resolveOptions(options as AnalyzerOptions);
  } catch (error) {
    expect(error).toBeInstanceOf(TidegaugeError);
    expect((error as TidegaugeError).code).toBe("TG_OPTION");
    return (error as Error).message;
  }
  throw new Error(`${JSON.stringify(options)} was accepted`);
}

describe("options", () => {
  it("are all optional, with the defaults of the documentation", () => {
    expect(resolveOptions()).toEqual({
      format: "auto",
      map: [],
      home: null,
      login: [],
      waitingRoom: [],
      trustedProxies: [],
      allow: [],
      windowMs: 10_000,
      latenessMs: 10_000,
      logTz: "UTC",
      tz: null,
      sinceMs: null,
      untilMs: null,
      baseline: null,
      capacityRps: null,
      memoryBytes: 96 * 1024 * 1024,
      seed: 0,
      anonymize: false,
      maxRejected: 0.5,
      maxCollateral: 0.02,
    });
  });

  it("are resolved into one frozen object", () => {
    const settings = resolveOptions({ home: ["FR"] });
    expect(Object.isFrozen(settings)).toBe(true);
    expect(Object.isFrozen(settings.home)).toBe(true);
  });

  it("count as left out where they are undefined", () => {
    expect(resolveOptions({ window: undefined, home: undefined } as unknown as AnalyzerOptions)).toEqual(
      resolveOptions(),
    );
  });

  it("name the option that was probably meant", () => {
    expect(messageOf({ hoem: "FR" })).toContain('unknown option "hoem"; did you mean "home"?');
    expect(messageOf({ "log-tz": "UTC" })).toContain('did you mean "logTz"?');
    expect(messageOf({ xyzzy: 1 })).toBe('Cannot open an analyzer: unknown option "xyzzy"');
  });

  it("take durations in words and in milliseconds", () => {
    expect(resolveOptions({ window: "10s", lateness: "1m" })).toMatchObject({
      windowMs: 10_000,
      latenessMs: 60_000,
    });
    expect(resolveOptions({ window: 30_000, lateness: "500ms" })).toMatchObject({
      windowMs: 30_000,
      latenessMs: 500,
    });
    expect(resolveOptions({ lateness: "24h" }).latenessMs).toBe(86_400_000);
  });

  it("take a window only where it divides the minute", () => {
    for (const window of ["7s", "2m", "0s", "500ms", "1.5s", "10", "", "-10s"]) {
      expect(messageOf({ window })).toMatch(/"window" must be/);
    }
    for (const window of ["1s", "12s", "15s", "60s", "1m"])
      expect(resolveOptions({ window }).windowMs).toBeGreaterThan(0);
  });

  it("take sizes with binary and decimal units", () => {
    expect(resolveOptions({ memory: "32MiB" }).memoryBytes).toBe(33_554_432);
    expect(resolveOptions({ memory: "200MB" }).memoryBytes).toBe(200_000_000);
    expect(resolveOptions({ memory: "1G" }).memoryBytes).toBe(1_073_741_824);
    expect(messageOf({ memory: "1MiB" })).toContain('must be at least 16MiB, got "1MiB"');
    expect(messageOf({ memory: "lots" })).toContain('"memory" must be a size');
  });

  it("take countries in any case, as a list or with commas, each once", () => {
    expect(resolveOptions({ home: "fr, re,FR" }).home).toEqual(["FR", "RE"]);
    expect(resolveOptions({ home: ["FR", "RE"] }).home).toEqual(["FR", "RE"]);
    expect(messageOf({ home: "UK" })).toContain('did you mean "GB"?');
    for (const home of ["France", "F", "FR,", "QQ", ""]) expect(messageOf({ home })).toMatch(/"home"/);
  });

  it("keep commas in login patterns, which may hold them", () => {
    expect(resolveOptions({ login: ["/a,b", "/c"] }).login).toEqual(["/a,b", "/c"]);
    expect(resolveOptions({ allow: "192.0.2.1,198.51.100.0/24" }).allow).toEqual([
      "192.0.2.1",
      "198.51.100.0/24",
    ]);
  });

  it("read times without zone in the zone of the report, never in that of the machine", () => {
    const paris = resolveOptions({
      since: "2021-04-06T08:00",
      until: "2021-04-06 09:00:30.5",
      tz: "Europe/Paris",
    });
    expect(new Date(paris.sinceMs!).toISOString()).toBe("2021-04-06T06:00:00.000Z");
    expect(new Date(paris.untilMs!).toISOString()).toBe("2021-04-06T07:00:30.500Z");
    expect(resolveOptions({ since: "2021-04-06" }).sinceMs).toBe(Date.UTC(2021, 3, 6));
    expect(resolveOptions({ since: "2021-04-06T08:00+0200" }).sinceMs).toBe(Date.UTC(2021, 3, 6, 6));
    expect(resolveOptions({ since: "2021-04-06T08:00Z", tz: "Europe/Paris" }).sinceMs).toBe(
      Date.UTC(2021, 3, 6, 8),
    );
    expect(resolveOptions({ since: new Date(5), until: 10 })).toMatchObject({ sinceMs: 5, untilMs: 10 });
  });

  it("read local times right on both sides of a change of the clocks", () => {
    const at = (since: string) =>
      new Date(resolveOptions({ since, tz: "Europe/Paris" }).sinceMs!).toISOString();
    expect(at("2021-03-28T01:59")).toBe("2021-03-28T00:59:00.000Z");
    expect(at("2021-03-28T03:00")).toBe("2021-03-28T01:00:00.000Z");
    expect(at("2021-10-31T01:59")).toBe("2021-10-30T23:59:00.000Z");
    expect(at("2021-10-31T03:00")).toBe("2021-10-31T02:00:00.000Z");
  });

  it("refuse an end before the beginning", () => {
    expect(messageOf({ since: "2021-04-06", until: "2021-04-05" })).toContain(
      '"until" must be later than "since" (2021-04-06T00:00:00.000Z)',
    );
  });

  it("refuse what is no value of the option, and say what it would have to be", () => {
    expect(messageOf({ since: "yesterday" })).toContain('must be a time such as "2021-04-06T08:00"');
    expect(messageOf({ since: "2021-13-45" })).toContain('"since" must be a time');
    expect(messageOf({ tz: "Paris" })).toContain(
      '"tz" must be a time zone such as "UTC" or "Europe/Paris", got "Paris"',
    );
    expect(messageOf({ capacity: 0 })).toContain(
      '"capacity" must be a number of requests per second above 0, got 0',
    );
    expect(messageOf({ capacity: Number.NaN })).toContain("got NaN");
    expect(messageOf({ seed: 1.5 })).toContain('"seed" must be an integer');
    expect(messageOf({ maxRejected: "50" })).toContain("a share from 0 to 1");
    expect(messageOf({ anonymize: "yes" })).toContain("must be true or false");
    expect(messageOf({ lateness: "49h" })).toContain("at most 48h");
    expect(messageOf({ format: " " })).toContain('"format" must be');
    expect(messageOf({ login: [3] })).toContain("must hold texts only, got 3");
  });

  it("never show more of a wrong value than fits a line", () => {
    expect(messageOf({ tz: "x".repeat(10_000) }).length).toBeLessThan(300);
  });

  it("have readers for exactly the documented names", () => {
    expect([...OPTION_NAMES].sort()).toEqual(
      "allow anonymize baseline capacity format home lateness logTz login map maxCollateral maxRejected memory seed since trustedProxy tz until waitingRoom window".split(
        " ",
      ),
    );
  });
});

describe("suggestions", () => {
  it("allow two slips, a swap being one, and fewer in short words", () => {
    expect(nearest("widnow", ["window", "home"])).toBe("window");
    expect(nearest("latenes", ["lateness"])).toBe("lateness");
    expect(nearest("tx", ["tz"])).toBeNull();
    expect(nearest("trusted_proxy", ["trustedProxy"])).toBe("trustedProxy");
    expect(didYouMean("nothing-like-it", ["window"])).toBe("");
  });

  it("take a beginning for the one name that goes on from there", () => {
    const names = ["cned-2021-04-06", "organic/bell-surge", "organic/busy-site"];
    expect(nearest("cned", names)).toBe("cned-2021-04-06");
    expect(nearest("bell", names)).toBe("organic/bell-surge");
    expect(nearest("organic", names)).toBeNull();
    expect(nearest("ce", names)).toBeNull();
  });
});

describe("zone offsets", () => {
  it("are those of the zone at the instant, odd ones included", () => {
    expect(zoneOffsetMs(Date.UTC(2021, 0, 1), "Europe/Paris")).toBe(3_600_000);
    expect(zoneOffsetMs(Date.UTC(2021, 6, 1), "Europe/Paris")).toBe(7_200_000);
    expect(zoneOffsetMs(Date.UTC(2021, 6, 1), "Asia/Kathmandu")).toBe(20_700_000);
    expect(zoneOffsetMs(Date.UTC(2021, 6, 1), "America/St_Johns")).toBe(-9_000_000);
    expect(zoneOffsetMs(0, "UTC")).toBe(0);
  });
});
