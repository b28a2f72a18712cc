import { describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analyzer.ts";
import type { AnalyzerOptions } from "../../src/options.ts";

interface Visit {
  readonly address: number;
  readonly method: string;
  readonly path: string;
}

/** Notes on a log of 300 visitors who load a page each, and of what else they do; one line a second. */
function notesOn(also: (visitor: number) => readonly Visit[], options: AnalyzerOptions = {}) {
  const analyzer = new Analyzer(options);
  const lines: string[] = [];
  for (let visitor = 0; visitor < 300; visitor += 1) {
    for (const { address, method, path } of [
      { address: visitor, method: "GET", path: "/" },
      ...also(visitor),
    ]) {
      const clock = new Date(Date.UTC(2021, 3, 6, 6) + lines.length * 1000).toISOString().slice(11, 19);
      const client = `198.51.${100 + (address >> 8)}.${address & 255}`;
      lines.push(
        `${client} - - [06/Apr/2021:${clock} +0000] "${method} ${path} HTTP/1.1" 302 5 "-" "Mozilla/5.0"\n`,
      );
    }
  }
  analyzer.push(new TextEncoder().encode(lines.join("")));
  return analyzer.finish().notes.filter(({ code }) => code === "no-login" || code === "login-candidate");
}

const post = (address: number, path: string): Visit => ({ address, method: "POST", path });

describe("a login that no list knows", () => {
  it("is named where many sources post to it once", () => {
    expect(notesOn((visitor) => (visitor % 3 === 0 ? [post(visitor, "/api/v2/open?x=1")] : []))).toEqual([
      {
        code: "login-candidate",
        text: "POST /api/v2/open looks like your login: pass --login '/api/v2/open' if it is.",
      },
    ]);
  });

  it("is not named where it was told, or where another login is known", () => {
    const visits = (visitor: number) => [post(visitor, "/api/v2/open")];
    expect(notesOn(visits, { login: "/api/v2/open" })).toEqual([]);
    expect(notesOn((visitor) => [...visits(visitor), post(visitor, "/wp-login.php")])).toEqual([]);
  });

  it("is nothing that pages send again and again, or that few use, or that says what it is", () => {
    const none: ((visitor: number) => readonly Visit[])[] = [
      () => [],
      (visitor) => [0, 1, 2, 3].map(() => post(visitor, "/api/alive")),
      (visitor) => (visitor < 10 ? [post(visitor, "/write-to-us")] : []),
      (visitor) => [post(visitor, "/api/collect")],
      (visitor) => [post(visitor, "/open';reboot;'")],
      (visitor) => [0, 1, 2].map(() => post(visitor % 30, "/api/v2/open")),
    ];
    for (const visits of none) expect(notesOn(visits).map(({ code }) => code)).toEqual(["no-login"]);
  });
});
