import { describe, expect, it } from "vitest";
import { Analyzer } from "../src/analyzer.ts";
import { readNetworkCsv } from "../src/geo/network-csv.ts";

const networks = readNetworkCsv(
  new TextEncoder().encode(
    "192.0.2.0,192.0.2.255,64500,Example Access\n198.51.100.0,198.51.100.255,64501,Example Hosting\n",
  ),
  "asn.csv",
);

/** Visitors of one network all the time, and for two minutes a flood from another. */
function* lines(write: (timeMs: number, address: string, path: string) => string): Generator<string> {
  const start = Date.UTC(2021, 3, 6, 6);
  for (let second = 0; second < 5400; second += 1) {
    const timeMs = start + second * 1000;
    if (second % 3 === 0) yield write(timeMs, `192.0.2.${second % 200}`, `/page/${second % 7}`);
    if (second >= 4800 && second < 4920)
      for (let i = 0; i < 40; i += 1) yield write(timeMs, `198.51.100.${i % 20}`, "/search");
  }
}

const clf = (timeMs: number): string => {
  const [, day, month, year, clock] =
    /(\d\d) (\w+) (\d+) ([\d:]+)/.exec(new Date(timeMs).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${clock} +0000`;
};
const combined = (timeMs: number, address: string, path: string): string =>
  `${address} - - [${clf(timeMs)}] "GET ${path} HTTP/1.1" 200 5 "-" "curl/7.74.0"\n`;
const cloudflare = (timeMs: number, address: string, path: string): string =>
  `${JSON.stringify({
    ClientIP: address,
    ClientASN: address.startsWith("198") ? 64999 : 64500,
    ClientRequestMethod: "GET",
    ClientRequestURI: path,
    ClientRequestUserAgent: "curl/7.74.0",
    EdgeStartTimestamp: timeMs,
    EdgeResponseStatus: 200,
    EdgeResponseBytes: 5,
  })}\n`;

const report = (log: string, options: ConstructorParameters<typeof Analyzer>[0]) => {
  const analyzer = new Analyzer(options);
  analyzer.push(new TextEncoder().encode(log));
  return analyzer.finish();
};

describe("countries that the log gives itself", () => {
  const entry = (at: number, country: string): string =>
    `{"ClientIP":"192.0.2.${at}","ClientCountry":"${country}","ClientRequestMethod":"GET","ClientRequestURI":"/","EdgeStartTimestamp":1617688800,"EdgeResponseStatus":200}\n`;

  it("count without any table", () => {
    const found = report(entry(1, "fr") + entry(2, "re") + entry(3, "fr") + entry(4, "xx"), { home: "FR" });
    expect(found.geo).toEqual({ country: "the log itself", network: null, unknownShare: 0.25 });
    expect(found.breakdowns.countries.map(({ key, requests }) => [key, requests])).toEqual([
      ["FR", 2],
      ["", 1],
      ["RE", 1],
    ]);
    expect(found.notes.map(({ code }) => code)).not.toContain("home-unknown");
  });

  it("are said to be unknown where the log gives none", () => {
    const found = report(entry(1, "xx"), {});
    expect(found.geo).toEqual({ country: null, network: null, unknownShare: null });
    expect(found.breakdowns.countries).toEqual([]);
  });
});

describe("a line of many records that is longer than lines may be", () => {
  it("is rejected as such, and a note says what to do", () => {
    const record =
      '{"time":"2021-04-06T06:00:00Z","properties":{"clientIP":"192.0.2.1","httpMethod":"GET","requestUri":"/","httpStatus":200}}';
    const found = report(`{"records":[${Array(10_000).fill(record).join(",")}]}\n{"records":[${record}]}\n`, {
      format: "azure-front-door",
    });
    expect(found.input).toMatchObject({
      lines: 2,
      records: 1,
      requests: 1,
      rejected: { reasons: { overlong: 1 } },
    });
    expect(found.notes.find(({ code }) => code === "overlong-batch")?.text).toContain(
      "jq -c '.records[]' FILE",
    );
  });
});

describe("networks in a report", () => {
  const log = [...lines(combined)].join("");

  it("are counted and attributed by a table, with their names, kernel or not", () => {
    const found = report(log, { networks });
    expect(found.geo.network).toBe("asn.csv");
    expect(found.breakdowns.networks).toEqual([
      { key: "AS64501", name: "Example Hosting", requests: 4800, sources: 20, logins: 0, exact: true },
      { key: "AS64500", name: "Example Access", requests: 1800, sources: 200, logins: 0, exact: true },
    ]);
    expect(found.episodes.length).toBe(1);
    const [first] = found.episodes[0]?.attribution.networks ?? [];
    expect(first).toMatchObject({ key: "AS64501", name: "Example Hosting" });
    expect(first?.attackShare).toBeGreaterThan(0.9);
    expect(report(log, { networks, kernel: false })).toEqual(found);
  });

  it("are what rules are made of where that says it shortest", () => {
    const start = Date.UTC(2021, 3, 6, 6);
    const wide = readNetworkCsv(
      new TextEncoder().encode(
        "192.0.2.0,192.0.2.255,64500,Example Access\n198.18.0.0,198.19.255.255,64502,Example Cloud\n",
      ),
      "asn.csv",
    );
    const lines: string[] = [];
    for (let second = 0; second < 5400; second += 1) {
      const timeMs = start + second * 1000;
      // People come with browsers, from page to page, and load what belongs to the pages.
      const visitor = combined(
        timeMs,
        `192.0.2.${Math.floor(second / 9) % 200}`,
        second % 9 < 6 ? `/asset/${second % 5}.css` : `/page/${second % 7}`,
      );
      const browser = `"https://www.example.org/" "Mozilla/5.0 (X11; Linux x86_64; rv:${80 + (second % 20)}.0) Firefox"`;
      if (second % 3 === 0) lines.push(visitor.replace('"-" "curl/7.74.0"', browser));
      if (second < 4800 || second >= 4920) continue;
      for (let i = 0; i < 40; i += 1) {
        const one = (second * 40 + i) % 500;
        lines.push(combined(timeMs, `198.${18 + (one & 1)}.${one >> 1}.${one % 250}`, `/page/${second % 7}`));
      }
    }
    const found = report(lines.join(""), { networks: wide });
    const [rule] = found.episodes[0]?.rules ?? [];
    expect(rule?.match.network).toEqual([64502]);
    expect(rule?.attackCaught).toBeGreaterThan(0.9);
    expect(rule?.baselineHit).toBeNull();
  });

  it("are those of the log itself where it gives them, with or without a table", () => {
    const own = [...lines(cloudflare)].join("");
    for (const options of [{}, { networks }]) {
      const found = report(own, options);
      expect(found.breakdowns.networks.map(({ key, requests }) => [key, requests])).toEqual([
        ["AS64999", 4800],
        ["AS64500", 1800],
      ]);
      expect(found.episodes[0]?.attribution.networks[0]?.key).toBe("AS64999");
      expect(found.geo.network).toBe("networks" in options ? "asn.csv" : "the log itself");
    }
  });

  it("are left out where nobody knows any", () => {
    const found = report(log, {});
    expect(found.breakdowns.networks).toEqual([]);
    expect(found.episodes[0]?.attribution.networks).toEqual([]);
    expect(found.geo.network).toBeNull();
  });
});
