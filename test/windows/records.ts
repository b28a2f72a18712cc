import fc from "fast-check";
import { PlaceTable } from "../../src/geo/place-table.ts";
import { orderedWord, RangeBuilder } from "../../src/geo/range-builder.ts";
import { PathClassifier } from "../../src/records/paths.ts";
import { Method, RequestRecord } from "../../src/records/record.ts";
import { Summariser } from "../../src/windows/summariser.ts";
import { type SummaryBudget, WindowSummary } from "../../src/windows/window-summary.ts";

/** A request for tests: what is left out is a visitor's ordinary page view. */
export interface SampleRequest {
  readonly timeMs: number;
  /** IPv4 address as a number; with `family` 6 the upper half of the /64. */
  readonly address: number;
  readonly family?: 4 | 6;
  readonly path?: string;
  readonly userAgent?: string;
  readonly referrer?: string;
  readonly method?: number;
  readonly status?: number;
  readonly bytes?: number;
  readonly durationMs?: number;
}

const encoder = new TextEncoder();

/** The request as a record, in a buffer of its own. */
export function recordOf(request: SampleRequest): RequestRecord {
  const record = new RequestRecord();
  const path = encoder.encode(request.path ?? "/");
  const userAgent = encoder.encode(request.userAgent ?? "");
  const referrer = encoder.encode(request.referrer ?? "");
  record.reset(Uint8Array.of(...path, ...userAgent, ...referrer));
  record.timeMs = request.timeMs;
  record.family = request.family ?? 4;
  if (record.family === 6) record.addressHi = request.address;
  else record.addressLo = request.address;
  record.method = request.method ?? Method.get;
  record.status = request.status ?? 200;
  record.bytes = request.bytes ?? 1000;
  record.durationMs = request.durationMs ?? -1;
  record.pathEnd = path.length;
  const query = path.indexOf(0x3f);
  record.queryStart = query < 0 ? path.length : query;
  record.userAgentStart = path.length;
  record.userAgentEnd = path.length + userAgent.length;
  record.referrerStart = record.userAgentEnd;
  record.referrerEnd = record.userAgentEnd + referrer.length;
  record.hasReferrer = 1;
  record.hasUserAgent = 1;
  return record;
}

/** 192.0.2.0/24 is in FR (place 1), 198.51.100.0/24 in DE (place 2); all else is unknown. */
export function twoPlaces(): PlaceTable {
  const ranges4 = new RangeBuilder(4, null);
  const add = (start: number, last: number, place: number) =>
    ranges4.add(RangeBuilder.HI4, orderedWord(start), RangeBuilder.HI4, orderedWord(last), place);
  add(0xc0000200, 0xc00002ff, 1);
  add(0xc6336400, 0xc63364ff, 2);
  return PlaceTable.fromRanges({
    description: "two documentation networks",
    countries: ["", "FR", "DE"],
    regions: ["", "FR-IDF", ""],
    ranges4: ranges4.finish(),
    ranges6: new RangeBuilder(6, null).finish(),
  });
}

/** A summariser with {@link twoPlaces}, the built-in login paths and `/wait` as the waiting room. */
export function summariser(seed = 7): Summariser {
  return new Summariser({
    seed,
    places: twoPlaces(),
    paths: new PathClassifier({ login: [], waitingRoom: ["/wait"] }),
    allow: null,
    kernelBytes: 0,
  });
}

/** Random requests of one window of ten seconds, from more sources than small samples hold. */
export const someRequests: fc.Arbitrary<SampleRequest[]> = fc.array(
  fc.record({
    timeMs: fc.integer({ min: 0, max: 9_999 }).map((ms) => WINDOW_START_MS + ms),
    address: fc.oneof(
      fc.integer({ min: 0xc0000200, max: 0xc00002ff }),
      fc.integer({ min: 0xc6336400, max: 0xc6336403 }),
      fc.integer({ min: 0x20010db8, max: 0x20010dff }),
    ),
    family: fc.constantFrom<4 | 6>(4, 4, 6),
    path: fc.constantFrom("/", "/wp-login.php", "/a.css", "/api/v1/x", "/wait", "/search?q=1", "/search?q=2"),
    userAgent: fc.constantFrom(
      "",
      "Mozilla/5.0 (X11) Firefox/120",
      "Mozilla/5.0 Chrome/120",
      "curl/8",
      "Googlebot/2.1",
    ),
    referrer: fc.constantFrom("", "https://example.com/"),
    method: fc.constantFrom(Method.get, Method.post),
    status: fc.constantFrom(200, 302, 304, 401, 403, 404, 429, 460, 499, 500, 503),
    bytes: fc.constantFrom(-1, 0, 1, 1024, 1025, 5_000_000),
    durationMs: fc.constantFrom(-1, 0, 12, 250),
  }),
  { maxLength: 200, size: "max" },
);

/** Start of the window of {@link someRequests}. */
export const WINDOW_START_MS = Date.UTC(2021, 3, 6, 6);

/** A summary of the window of {@link someRequests} that holds all of these. */
export function summaryOf(requests: readonly SampleRequest[], budget: SummaryBudget): WindowSummary {
  const window = new WindowSummary(budget);
  window.reset(WINDOW_START_MS, WINDOW_START_MS + 10_000);
  const into = summariser();
  for (const request of requests) {
    const record = recordOf(request);
    into.identify(record);
    into.add(record, window);
  }
  return window;
}
