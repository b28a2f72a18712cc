import { describe, expect, it } from "vitest";
import { Baseline } from "../../src/baselines/baseline.ts";
import {
  isDeclaredBot,
  LoginAnswer,
  NOT_APPLICABLE,
  SOURCE_ATTRIBUTES,
} from "../../src/features/source-attributes.ts";
import { attributeIndex, prefixNumber, Units } from "../../src/features/units.ts";
import { CountryIndex } from "../../src/geo/country-index.ts";
import { Method } from "../../src/records/record.ts";
import { type SampleRequest, summaryOf, twoPlaces, WINDOW_START_MS } from "../windows/records.ts";

const BUDGET = { sources: 256, kinds: 256, frequent: 64 };
const countries = new CountryIndex(twoPlaces());
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/120.0";

/** Units of the sources of these requests. */
function unitsOf(requests: readonly Partial<SampleRequest>[], baseline = new Baseline()): Units {
  const units = new Units();
  const window = summaryOf(
    requests.map((request) => ({
      timeMs: WINDOW_START_MS,
      address: 0xc0000207,
      userAgent: BROWSER,
      ...request,
    })),
    BUDGET,
  );
  units.fill(window, baseline, countries);
  return units;
}

/** In words, the bin of the one source of these requests. */
function binOf(
  attribute: string,
  requests: readonly Partial<SampleRequest>[],
  baseline?: Baseline,
): string | null {
  const index = attributeIndex(attribute);
  const bin = unitsOf(requests, baseline).bins[index]!;
  return bin === NOT_APPLICABLE ? null : SOURCE_ATTRIBUTES[index]!.bins[bin]!;
}

const attempt = { path: "/wp-login.php", method: Method.post, status: 302 };
const form = { path: "/wp-login.php" };
const page = { path: "/" };
const asset = { path: "/a.css" };
const times = (count: number, request: Partial<SampleRequest>) =>
  Array.from({ length: count }, () => request);

describe("what a source did, as bins", () => {
  it.each([
    ["attempts and nothing else", [attempt]],
    ["form and attempts, nothing else", [form, attempt]],
    ["attempts, followed by pages or assets", [form, attempt, page]],
    ["login form only", [form]],
    ["login form with assets", [form, asset]],
    ["pages with assets", [page, asset]],
    ["one page", [page]],
    ["pages without assets", [page, page]],
    ["assets only", [asset]],
    ["api only", [{ path: "/api/v1/x" }]],
    ["api with pages or assets", [{ path: "/api/v1/x" }, page]],
    ["waiting room", [{ path: "/wait" }]],
  ])("profile: %s", (words, requests) => {
    expect(binOf("profile", requests)).toBe(words);
  });

  it.each([
    [1, "1"],
    [2, "2"],
    [3, "3-4"],
    [4, "3-4"],
    [5, "5-8"],
    [16, "9-16"],
    [17, "17-32"],
    [256, "129-256"],
    [257, "257 or more"],
    [900, "257 or more"],
  ])("requests: %i of them are in the bin %s", (count, words) => {
    expect(binOf("requests", times(count, page))).toBe(words);
  });

  it("attempts, and how most of them were answered", () => {
    expect(binOf("attempts", [page])).toBe("none");
    expect(binOf("attempts", times(5, attempt))).toBe("5-8");
    expect(binOf("attempt-outcome", [page])).toBeNull();
    expect(binOf("attempt-outcome", [attempt])).toBe("redirected");
    expect(binOf("attempt-outcome", times(4, { ...attempt, status: 403 }))).toBe("refused");
    expect(binOf("attempt-outcome", [{ ...attempt, status: 200 }])).toBe("answered 2xx");
    expect(binOf("attempt-outcome", [{ ...attempt, status: 503 }])).toBe("overload");
  });

  it("logins of who is let in, where the site tells right from wrong: once each, however many there are", () => {
    const baseline = new Baseline();
    baseline.answers.learn(LoginAnswer.redirect, 90);
    baseline.answers.learn(LoginAnswer.success, 10);
    const wrong = { ...attempt, status: 200 };
    expect(binOf("attempts", times(5, attempt), baseline)).toBe("1");
    expect(binOf("attempts", times(5, wrong), baseline)).toBe("5-8");
    expect(binOf("attempt-outcome", [attempt], baseline)).toBeNull();
    expect(binOf("login-answer", [attempt])).toBeNull();
    expect(binOf("login-answer", [page], baseline)).toBeNull();
    expect(binOf("login-answer", [{ ...attempt, status: 503 }], baseline)).toBeNull();
    expect(binOf("login-answer", [attempt], baseline)).toBe("as visitors' logins are");
    expect(binOf("login-answer", [wrong], baseline)).toBe("otherwise");
    expect(binOf("login-answer", times(3, wrong), baseline)).toBe("otherwise, more than twice");
    expect(binOf("login-answer", [...times(2, attempt), wrong], baseline)).toBe(
      "as visitors' logins are, more than once",
    );
  });

  it("nothing of what refusals for overload hide or make people repeat", () => {
    const refused = times(4, { ...page, status: 503 });
    for (const attribute of ["profile", "requests", "path-variety", "assets", "referrer"]) {
      expect(binOf(attribute, refused)).toBeNull();
    }
    expect(binOf("requests", times(65, { ...page, status: 503 }))).toBe("65-128");
    expect(binOf("referrer", times(5, { ...page, status: 503 }))).toBe("never sent with five or more");
    expect(binOf("referrer", times(2, { ...page, status: 503, referrer: "https://example.com/" }))).toBe(
      "sent",
    );
  });

  it("errors, referrers and assets", () => {
    const missing = { path: "/x", status: 404 };
    expect([binOf("errors", [page]), binOf("errors", [page, page, page, missing])]).toEqual(["none", "some"]);
    expect(binOf("errors", times(5, missing))).toBe("half or more of five or more");
    expect(binOf("errors", times(5, { ...page, status: 403 }))).toBe("half or more of five or more");
    expect(binOf("errors", times(5, { ...attempt, status: 403 }))).toBe("none");
    expect(binOf("referrer", [page])).toBe("not sent with one request");
    expect(binOf("referrer", [page, { ...page, referrer: "https://example.com/" }])).toBe("sent");
    expect(binOf("referrer", times(5, page))).toBe("never sent with five or more");
    expect([binOf("assets", times(3, page)), binOf("assets", times(4, page))]).toEqual([null, "none"]);
    expect(binOf("assets", [page, page, asset, asset])).toBe("a third or more");
  });

  it("user agents: of which kind, and whether they changed", () => {
    expect(binOf("user-agent", [{ userAgent: "" }])).toBe("absent");
    expect(binOf("user-agent", [{ userAgent: "curl/8" }])).toBe("tool");
    expect(binOf("user-agent", [{ userAgent: "curl/8" }, page])).toBe("of several kinds");
    const rotating = Array.from({ length: 8 }, (_, i) => ({ userAgent: `Mozilla/5.0 Firefox/${100 + i}` }));
    expect(binOf("user-agent-change", rotating)).toBe("several, hardly repeated");
    expect(binOf("user-agent-change", times(8, page))).toBe("one");
  });

  it("paths: one, few, or always another; and queries that always change", () => {
    expect(binOf("path-variety", times(5, page))).toBe("one path");
    expect(
      binOf(
        "path-variety",
        Array.from({ length: 20 }, (_, i) => ({ path: `/${i}` })),
      ),
    ).toBe("nearly every path another");
    expect(binOf("path-variety", [...times(3, page), asset, form])).toBe("few paths");
    expect(binOf("path-variety", [...times(10, page), asset, form])).toBe("few paths, again and again");
    expect(binOf("path-variety", [...times(30, page), asset, form])).toBe("few paths, over and over");
    expect(
      binOf(
        "queries",
        Array.from({ length: 5 }, (_, i) => ({ path: `/s?q=${i}` })),
      ),
    ).toBe("one path, always another query");
    // Whoever waits shows the same ticket again and again.
    expect(binOf("queries", times(5, { path: "/wait?ticket=7" }))).toBeNull();
    expect(binOf("posts", times(5, { path: "/x", method: Method.post }))).toBe("mostly, and not to a login");
    expect(binOf("posts", times(5, attempt))).toBe("few");
  });

  it("rhythm: a clock is even, a page load comes in a burst", () => {
    const clock = Array.from({ length: 20 }, (_, i) => ({ timeMs: WINDOW_START_MS + i * 500 }));
    expect(binOf("rhythm", clock)).toBe("even as a clock");
    expect(binOf("rhythm", times(20, page))).toBe("in bursts");
    expect(binOf("rhythm", times(5, page))).toBeNull();
  });

  it("history: half an hour ago is known, just now is not", () => {
    const minute = Math.floor(WINDOW_START_MS / 60_000);
    const seen = (ago: number, isSource: boolean) => {
      const baseline = new Baseline();
      const { hashHi, hashLo, prefix } = unitsOf([page]);
      if (isSource) baseline.sources.learn(hashHi[0]!, hashLo[0]!, minute - ago);
      baseline.prefixes.learn(Math.floor(prefix[0]! / 65536), prefix[0]! % 65536, minute - ago);
      return baseline;
    };
    expect(binOf("history", [page])).toBe("new network");
    expect(binOf("history", [page], seen(60, true))).toBe("known source");
    expect(binOf("history", [page], seen(60, false))).toBe("known network");
    expect(binOf("history", [page], seen(5, true))).toBe("new network");
  });

  it("neighbours: sources of one prefix", () => {
    const units = unitsOf(Array.from({ length: 12 }, (_, i) => ({ address: 0xc0000200 + i })));
    const index = attributeIndex("neighbours");
    expect(new Set(Array.from({ length: 12 }, (_, unit) => units.bin(unit, index)))).toEqual(new Set([3]));
  });
});

describe("units", () => {
  it("give prefixes of either family numbers that do not meet", () => {
    expect(prefixNumber(4, 0, 0xc0000207)).toBe(0xc00002);
    expect(prefixNumber(6, 0, 0)).toBe(2 ** 24);
    expect(prefixNumber(6, 0xffffffff, 0xffffffff)).toBeLessThan(Number.MAX_SAFE_INTEGER);
  });

  it("exempt who says that it is a crawler, and nobody who also says something else", () => {
    const bot = { userAgent: "Googlebot/2.1" };
    expect(unitsOf([bot]).exempt[0]).toBe(1);
    expect(unitsOf([bot, page]).exempt[0]).toBe(0);
    const { sources } = summaryOf([{ timeMs: WINDOW_START_MS, address: 1, ...bot }], BUDGET);
    expect(isDeclaredBot(sources.rows, 0)).toBe(true);
  });

  it("hold as many sources as a window samples, and forget those of the window before", () => {
    const many = Array.from({ length: 400 }, (_, i) => ({ address: 0x0a000000 + i * 256 }));
    const units = new Units();
    const lines = many.map((line) => ({ timeMs: WINDOW_START_MS, ...line }));
    units.fill(summaryOf(lines, { ...BUDGET, sources: 512 }), new Baseline(), countries);
    expect(units.count).toBe(400);
    const total = units.requests.subarray(0, units.count).reduce((sum, requests) => sum + requests, 0);
    expect(Math.abs(total / 400 - 1)).toBeLessThan(0.2);
    units.fill(summaryOf([{ timeMs: WINDOW_START_MS, address: 1 }], BUDGET), new Baseline(), countries);
    expect(units.count).toBe(1);
  });
});
