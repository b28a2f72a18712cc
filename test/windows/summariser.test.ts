import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Method, type RequestRecord } from "../../src/records/record.ts";
import { Kind, Source, SourceFlag } from "../../src/windows/source-layout.ts";
import { PlaceCount, Total } from "../../src/windows/window-summary.ts";
import {
  recordOf,
  type SampleRequest,
  someRequests,
  summariser,
  summaryOf,
  twoPlaces,
  WINDOW_START_MS,
} from "./records.ts";

const EXACT = { sources: 4096, kinds: 4096, frequent: 1024 };
const OVERLOAD = [429, 502, 503, 504, 509, 520, 521, 522, 523, 524];
const UA_CLASS: Record<string, number> = { "": 0, "curl/8": 3, "Googlebot/2.1": 2 };
const PATHS: Record<string, "pages" | "logins" | "assets" | "apis" | "waits"> = {
  "/": "pages",
  "/search": "pages",
  "/wp-login.php": "logins",
  "/a.css": "assets",
  "/api/v1/x": "apis",
  "/wait": "waits",
};

/** What the twin says of one request, in words. */
function understood(request: SampleRequest) {
  const path = (request.path ?? "/").split("?")[0]!;
  const kind = PATHS[path]!;
  const status = request.status ?? 200;
  const isPost = request.method === Method.post;
  const isOverload = OVERLOAD.includes(status) || kind === "waits";
  const isAttempt = kind === "logins" && isPost;
  const answer = isOverload
    ? "overloads"
    : status < 300
      ? "successes"
      : status < 400
        ? "redirects"
        : status === 401 || status === 403
          ? "refusals"
          : status < 500 && status !== 460 && status !== 499
            ? "clientErrors"
            : "serverErrors";
  const column = isAttempt ? "attempts" : kind === "logins" ? "loginPages" : kind;
  return {
    path,
    column,
    answer,
    isPost,
    isAttempt,
    isOverload,
    hasQuery: (request.path ?? "").includes("?"),
  } as const;
}

function sum<T>(list: readonly T[], of: (item: T) => number): number {
  return list.reduce((total, item) => total + of(item), 0);
}

function grouped<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const family = (request: SampleRequest) => request.family ?? 4;

describe("the summariser", () => {
  it("counts the totals that a naive twin counts", () => {
    fc.assert(
      fc.property(someRequests, (requests) => {
        const { totals, served, overloaded, places } = summaryOf(requests, EXACT);
        const all = requests.map((request) => ({ request, ...understood(request) }));
        const columns = { loginPages: 2, attempts: 3, assets: 4, apis: 5, pages: 6, waits: 7 };
        for (const [name, index] of Object.entries(columns))
          expect(totals[index], name).toBe(all.filter(({ column }) => column === name).length);
        for (const name of [
          "successes",
          "redirects",
          "refusals",
          "clientErrors",
          "overloads",
          "serverErrors",
        ] as const)
          expect(totals[Total[name]], name).toBe(all.filter(({ answer }) => answer === name).length);
        const attempts = all.filter(({ isAttempt }) => isAttempt);
        const answered = (...names: string[]) =>
          attempts.filter(({ answer }) => names.includes(answer)).length;
        expect(totals[Total.attemptSuccesses]).toBe(answered("successes"));
        expect(totals[Total.attemptRedirects]).toBe(answered("redirects"));
        expect(totals[Total.attemptOverloads]).toBe(answered("overloads"));
        expect(totals[Total.attemptRefusals]).toBe(answered("refusals", "clientErrors", "serverErrors"));
        expect(totals[Total.requests]).toBe(requests.length);
        expect(totals[Total.bytes]).toBe(sum(requests, ({ bytes }) => Math.max(0, bytes ?? 0)));
        expect(totals[Total.posts]).toBe(all.filter(({ isPost }) => isPost).length);
        expect(totals[Total.queries]).toBe(all.filter(({ hasQuery }) => hasQuery).length);
        expect(totals[Total.referred]).toBe(requests.filter(({ referrer }) => referrer !== "").length);
        expect(totals[Total.named]).toBe(requests.filter(({ userAgent }) => userAgent !== "").length);
        expect(totals[Total.declaredBots]).toBe(
          requests.filter(({ userAgent }) => userAgent === "Googlebot/2.1").length,
        );
        expect(totals[Total.timed]).toBe(requests.filter(({ durationMs }) => durationMs! >= 0).length);
        expect(totals[Total.durationMs]).toBe(sum(requests, ({ durationMs }) => Math.max(0, durationMs!)));
        for (let tenth = 0; tenth < 10; tenth += 1) {
          const here = all.filter(
            ({ request }) => Math.floor((request.timeMs - WINDOW_START_MS) / 1000) === tenth,
          );
          expect(overloaded[tenth]).toBe(here.filter(({ isOverload }) => isOverload).length);
          expect(served[tenth]).toBe(here.filter(({ isOverload }) => !isOverload).length);
        }
        const table = twoPlaces();
        for (const place of [0, 1, 2]) {
          const here = all.filter(({ request }) => {
            const isV6 = family(request) === 6;
            return (
              table.lookup(family(request), isV6 ? request.address : 0, isV6 ? 0 : request.address) === place
            );
          });
          expect(places.get(place, PlaceCount.requests)).toBe(here.length);
          expect(places.get(place, PlaceCount.attempts)).toBe(
            here.filter(({ isAttempt }) => isAttempt).length,
          );
        }
      }),
      { numRuns: 25 },
    );
  });

  it("keeps of every source what a naive twin keeps", () => {
    fc.assert(
      fc.property(someRequests, (requests) => {
        const { sources } = summaryOf(requests, EXACT);
        const groups = grouped(requests, (request) => `${family(request)}/${request.address}`);
        expect(sources.size).toBe(groups.size);
        sources.forEach((rows, row, weight) => {
          const isV6 = rows[row + Source.place]! >>> 16 === 6;
          const address = rows[row + (isV6 ? Source.addressHi : Source.addressLo)]!;
          const own = groups.get(`${isV6 ? 6 : 4}/${address}`)!;
          const said = own.map(understood);
          expect(weight).toBe(1);
          expect(rows[row + Source.requests]).toBe(own.length);
          for (const name of ["loginPages", "attempts", "assets", "apis", "pages", "waits"] as const)
            expect(rows[row + Source[name]], name).toBe(said.filter(({ column }) => column === name).length);
          for (const name of ["successes", "redirects", "refusals", "clientErrors", "overloads"] as const)
            expect(rows[row + Source[name]], name).toBe(said.filter(({ answer }) => answer === name).length);
          const flags = rows[row + Source.flags]!;
          expect((flags & SourceFlag.referrer) !== 0).toBe(own.some(({ referrer }) => referrer !== ""));
          expect((flags & SourceFlag.noUserAgent) !== 0).toBe(own.some(({ userAgent }) => userAgent === ""));
          const classes = new Set(own.map(({ userAgent }) => UA_CLASS[userAgent!] ?? 1));
          for (let kind = 0; kind < 6; kind += 1)
            expect((flags & (SourceFlag.userAgentClass << kind)) !== 0).toBe(classes.has(kind));
          for (let tenth = 0; tenth < 10; tenth += 1) {
            const lane = rows[row + Source.tenths + (tenth >>> 2)]!;
            const here = own.filter(({ timeMs }) => Math.floor((timeMs - WINDOW_START_MS) / 1000) === tenth);
            expect((lane >>> ((tenth & 3) * 8)) & 0xff).toBe(here.length);
          }
        });
      }),
      { numRuns: 25 },
    );
  });

  it("keeps one kind per source, path, user agent, method and presence of a referrer", () => {
    fc.assert(
      fc.property(someRequests, (requests) => {
        const { kinds } = summaryOf(requests, EXACT);
        const groups = grouped(requests, (request) =>
          JSON.stringify([
            family(request),
            request.address,
            request.path!.split("?")[0],
            request.userAgent,
            request.method,
            request.referrer !== "",
          ]),
        );
        const counts = [...groups.values()].map((group) => group.length).sort();
        const kept: number[] = [];
        kinds.forEach((rows, row) => {
          kept.push(rows[row + Kind.requests]!);
        });
        expect(kept.sort()).toEqual(counts);
      }),
      { numRuns: 25 },
    );
  });

  it("names paths without their query and user agents by how often they came", () => {
    const at = { timeMs: WINDOW_START_MS, userAgent: "curl/8" };
    const window = summaryOf(
      [
        { ...at, address: 0xc0000207, path: "/a?x=1" },
        { ...at, address: 0xc0000299, path: "/a?x=2" },
        { ...at, address: 0x20010db8, family: 6, path: "/b", userAgent: "" },
      ],
      EXACT,
    );
    expect(window.paths.top(5).map(({ label, count }) => [label, count])).toEqual([
      ["/a", 2],
      ["/b", 1],
    ]);
    expect(window.userAgents.top(5).map(({ label, count }) => [label, count])).toEqual([["curl/8", 2]]);
  });

  it("lets a counter of a tenth stop at 255", () => {
    const requests = Array.from({ length: 300 }, () => ({ timeMs: WINDOW_START_MS + 9_500, address: 5 }));
    const { sources } = summaryOf(requests, EXACT);
    expect(sources.rows[Source.tenths + 2]).toBe(255 << 8);
    expect(sources.rows[Source.requests]).toBe(300);
  });

  it("gives equal names to equal sources only, and others under another seed", () => {
    const names = (seed: number) => {
      const into = summariser(seed);
      return [1, 2, 1].map((address) => {
        const record: RequestRecord = recordOf({ timeMs: 0, address });
        into.identify(record);
        return into.sourceName;
      });
    };
    const [a, b, c] = names(1);
    expect(a).toBe(c);
    expect(a).not.toBe(b);
    expect(names(2)[0]).not.toBe(a);
  });
});
