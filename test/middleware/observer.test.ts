import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openBaseline } from "../../src/baselines/codec.ts";
import {
  type HttpRequest,
  type HttpResponse,
  type ObserveOptions,
  type Observer,
  observe,
} from "../../src/middleware/index.ts";
import type { AnalyzerEvent } from "../../src/reports/report.ts";
import { floodedMorning, type Line, visitors } from "../traffic.ts";
import { listen, send, shut } from "./serving.ts";

const MINUTE_MS = 60_000;
const START = Date.UTC(2021, 3, 6, 6);
/** Nothing from the machine that the tests run on. */
const PLAIN: ObserveOptions = { geo: "none", tz: "UTC", seed: 1 };

/** A response that ends at once. */
class Answer extends EventEmitter {
  readonly headersSent = true;
  constructor(readonly statusCode: number) {
    super();
  }
}

/** A server's listener with requests of no network. */
function visitsOf(gauge: Observer): (line: Line) => void {
  const listener = gauge.wrap((_request: HttpRequest, _response: HttpResponse) => {});
  return ({ address, method, path, status, referrer, userAgent }) => {
    const answer = new Answer(status);
    const headers = { referer: referrer, "user-agent": userAgent };
    listener({ method, url: path, headers, socket: { remoteAddress: address } }, answer);
    answer.emit("close");
  };
}

/** Lets a morning with a flood pass before a gauge, at its own pace. */
function pass(visit: (line: Line) => void, lines: readonly Line[]): void {
  for (const line of lines) {
    if (line.timeMs > Date.now()) vi.advanceTimersByTime(line.timeMs - Date.now());
    visit(line);
  }
}

describe("an observer", () => {
  const morning = floodedMorning();

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date", "performance", "setInterval", "clearInterval"], now: START });
  });
  afterEach(() => void vi.useRealTimers());

  it("judges requests while they come: events, verdict, episode, report", () => {
    const events: AnalyzerEvent[] = [];
    const gauge = observe({ ...PLAIN, onEvent: (event) => events.push(event) });
    const visit = visitsOf(gauge);
    const between = (from: number, to: number) =>
      morning.filter(({ timeMs }) => timeMs >= START + from * MINUTE_MS && timeMs < START + to * MINUTE_MS);
    pass(visit, between(0, 54));
    expect(gauge.verdict).toBe("normal");
    expect(gauge.episode).toBeNull();
    pass(visit, between(54, 56.5));
    expect(gauge.verdict).toBe("flood-attack");
    expect(gauge.episode?.attribution.prefixes[0]?.key).toBe("203.0.113.0/24");
    pass(visit, between(56.5, 75));
    expect(gauge.verdict).toBe("normal");
    expect(gauge.episode).toBeNull();
    const report = gauge.close();
    expect(report.verdict).toBe("flood-attack");
    expect(report.input).toMatchObject({ requests: morning.length, late: 0, rejected: { total: 0 } });
    expect(report.windows.reduce((sum, { requests }) => sum + requests, 0)).toBe(morning.length);
    const types = new Set(events.map(({ type }) => type));
    expect([...types].sort()).toEqual(["episode-closed", "episode-opened", "report", "window"]);
    expect(events.at(-1)).toEqual({ type: "report", ...report });
    expect(gauge.close()).toBe(report);
  });

  it("closes the windows of a site that has fallen silent, within a second of their end", () => {
    const starts: string[] = [];
    const gauge = observe({
      ...PLAIN,
      onEvent: (event) => event.type === "window" && starts.push(event.start),
    });
    visitsOf(gauge)(morning[0]!);
    vi.advanceTimersByTime(9_900);
    expect(starts).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect(starts).toEqual(["2021-04-06T06:00:00.000Z"]);
    gauge.close();
  });

  it("hands events to all who iterate, and ends them when it closes", async () => {
    const gauge = observe(PLAIN);
    const read = async () => {
      const types: string[] = [];
      for await (const { type } of gauge.events()) types.push(type);
      return types;
    };
    const readers = [read(), read()];
    visitsOf(gauge)(morning[0]!);
    vi.advanceTimersByTime(15_000);
    gauge.close();
    expect(await Promise.all(readers)).toEqual([
      ["window", "report"],
      ["window", "report"],
    ]);
    expect(await gauge.events().next()).toEqual({ done: true, value: undefined });
  });

  it("goes on after a restart with what was learned before it", () => {
    const first = observe({ geo: "none", tz: "UTC" });
    pass(visitsOf(first), visitors(START, 45));
    const baseline = first.baseline();
    first.close();
    const minutesKnown = (options: ObserveOptions) => {
      const gauge = observe({ geo: "none", tz: "UTC", ...options });
      return openBaseline(gauge.baseline()).baseline.requests.minutes;
    };
    expect(minutesKnown({})).toBe(0);
    expect(minutesKnown({ baseline })).toBeGreaterThanOrEqual(43);
    expect(() => observe({ geo: "none", baseline, seed: 1 })).toThrow(/"seed"/);
  });

  it("counts networks where it is told of them", () => {
    const asn = join(mkdtempSync(join(tmpdir(), "tidegauge-asn-")), "networks.csv");
    writeFileSync(asn, "203.0.113.0,203.0.113.255,64500,Example Hosting\n");
    const gauge = observe({ ...PLAIN, asn });
    pass(visitsOf(gauge), morning);
    const { episodes, geo } = gauge.close();
    expect(JSON.stringify(episodes[0]?.attribution.networks)).toContain("64500");
    expect(geo.network).not.toBeNull();
    rmSync(dirname(asn), { recursive: true });
  });

  it("cuts addresses in events and report when it is told to", () => {
    const events: AnalyzerEvent[] = [];
    const gauge = observe({ ...PLAIN, anonymize: true, onEvent: (event) => events.push(event) });
    pass(visitsOf(gauge), morning);
    gauge.close();
    const text = JSON.stringify(events);
    expect(text).toContain("203.0.113.0/24");
    expect(text).not.toMatch(/203\.0\.113\.[1-9]/);
  });

  it("goes on, and tells of it, when a callback throws", () => {
    const errors: unknown[] = [];
    const failure = new Error("mine");
    const fail = () => {
      throw failure;
    };
    const gauge = observe({ ...PLAIN, onEvent: fail, paths: fail, onError: (error) => errors.push(error) });
    const visit = visitsOf(gauge);
    visit(morning[0]!);
    vi.advanceTimersByTime(15_000);
    visit(morning[0]!);
    const report = gauge.close();
    expect(report.input.requests).toBe(2);
    expect(new Set(errors)).toEqual(new Set([failure]));
    expect(errors.length).toBeGreaterThanOrEqual(4);
  });

  it("warns once where nobody asked for errors", () => {
    const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const gauge = observe({
      ...PLAIN,
      onEvent: () => {
        throw new Error("mine");
      },
    });
    visitsOf(gauge)(morning[0]!);
    vi.advanceTimersByTime(30_000);
    gauge.close();
    expect(warned).toHaveBeenCalledOnce();
    expect(warned.mock.calls[0]![0]).toContain("mine");
    warned.mockRestore();
  });

  it("takes no note of what ends after it was closed", () => {
    const gauge = observe(PLAIN);
    const visit = visitsOf(gauge);
    visit(morning[0]!);
    const report = gauge.close();
    visit(morning[0]!);
    expect(gauge.close().input.requests).toBe(report.input.requests);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("finds the client behind trusted proxies, and believes nobody else", () => {
    const prefixes = (trustedProxy: string | undefined) => {
      const gauge = observe({ ...PLAIN, ...(trustedProxy !== undefined && { trustedProxy }) });
      const listener = gauge.wrap((_request: HttpRequest, _response: HttpResponse) => {});
      for (const { timeMs, address, method, path, status, userAgent } of morning) {
        if (timeMs > Date.now()) vi.advanceTimersByTime(timeMs - Date.now());
        const answer = new Answer(status);
        const headers = { "user-agent": userAgent, "x-forwarded-for": `198.51.100.9, ${address}` };
        listener({ method, url: path, headers, socket: { remoteAddress: "10.0.0.1" } }, answer);
        answer.emit("close");
      }
      return gauge.close().episodes.flatMap(({ attribution }) => attribution.prefixes.map(({ key }) => key));
    };
    expect(prefixes("10.0.0.0/8")).toContain("203.0.113.0/24");
    vi.setSystemTime(START);
    expect(prefixes(undefined).filter((key) => key !== "10.0.0.0/24")).toEqual([]);
  });
});

describe("the options of observe()", () => {
  it.each([
    [{ paths: "pretty" }, '"paths" must be as-requested, ids, routes or a function, got "pretty"'],
    [{ clientHeader: "x forwarded" }, '"clientHeader" must be the name of a header'],
    [{ clientHeader: "forwarded" }, '"clientHeader" is believed only from a "trustedProxy"'],
    [{ onEvent: 7 }, '"onEvent" must be a function, got 7'],
    [{ onError: "log" }, '"onError" must be a function, got "log"'],
    [{ geo: "full" }, '"geo" must be lite, none or the path of an .mmdb file, got "full"'],
    [{ window: "7s" }, '"window" must be whole seconds that divide 60s'],
    [{ trustProxy: "10.0.0.0/8" }, 'did you mean "trustedProxy"?'],
    [{ trustedProxy: "10.0.0.0/99" }, "10.0.0.0/99"],
  ])("are refused at once where they are wrong: %j", (options, message) => {
    expect(() => observe({ geo: "none", ...options } as ObserveOptions)).toThrow(message);
  });

  it("are listed in the report, with a seed that nobody knows beforehand", () => {
    const reports = [observe({ geo: "none" }), observe({ geo: "none" })].map((gauge) => gauge.close());
    expect(reports[0]!.settings.seed).not.toBe(reports[1]!.settings.seed);
    expect(reports[0]!.settings.latenessSeconds).toBe(0);
  });
});

describe("attach()", () => {
  it("observes a server until it is detached or the observer closed, and keeps no process alive", async () => {
    const server = createServer((_request, response) => void response.end("hello"));
    const gauge = observe(PLAIN);
    const detach = gauge.attach(server);
    const port = await listen(server);
    await send(port, "/");
    detach();
    await send(port, "/");
    gauge.attach(server);
    await send(port, "/");
    await vi.waitFor(() => expect(server.listenerCount("request")).toBe(2));
    const report = gauge.close();
    expect(server.listenerCount("request")).toBe(1);
    await shut(server);
    expect(report.input.requests).toBe(2);
  });
});
