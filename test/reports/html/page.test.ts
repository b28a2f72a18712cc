import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { PageData } from "../../../src/reports/html/page-data.ts";
import { unparted } from "../../../src/reports/html/sentence.ts";
import { formatHtml } from "../../../src/reports/html.ts";
import type { Report } from "../../../src/reports/report.ts";
import { episode, report } from "../example.ts";
import { HOSTILE, hostile, manyEpisodes, STATES } from "./states.ts";

/** The data that the page carries for its script. */
function dataOf(page: string): PageData {
  return JSON.parse(
    /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)![1]!,
  ) as PageData;
}

/** Everything but the page's own script and style, which are the same in every page. */
function markupOf(page: string): string {
  return page.replace(/<style>.*?<\/style>/s, "").replace(/<script>.*?<\/script>/s, "");
}

/** Without the page in the message where it fails. */
function told(page: string, text: string): void {
  expect({ text, isTold: page.replaceAll("\u00a0", " ").includes(text) }).toEqual({ text, isTold: true });
}

function untold(page: string, text: string): void {
  expect({ text, isTold: page.includes(text) }).toEqual({ text, isTold: false });
}

describe("the HTML report", () => {
  it("is the same page for the same report, and leaves the report as it was", () => {
    const one = report();
    const before = JSON.stringify(one);
    const [first, second] = [formatHtml(one), formatHtml(one)];
    expect(first === second).toBe(true);
    expect(JSON.stringify(one)).toBe(before);
  });

  it("says the verdict in a sentence, how sure, how much, what to do and why", () => {
    const page = formatHtml(report());
    for (const text of [
      "<h1>Both at once: your visitors came, and so did an attack.</h1>",
      "Some 475,000 of 1,250,000 requests were attack: 38 %",
      "Very sure: 98 % that there is an attack in it",
      "POST /login from 203.0.113.0/24 or 198.51.100.0/24",
      "The rise took 15 minutes and began at the full hour, as people do",
      "It would have been overloaded without the attack too",
      "This product includes GeoLite2 data created by MaxMind",
    ]) {
      told(page, text);
    }
  });

  it("accounts for every line", () => {
    const page = formatHtml(report());
    for (const number of ["2,345,600", "60", "15", "3", "2,345,678"]) told(page, `<td>${number}`);
  });

  it("names no address outside itself, but for the one of who made the place data", () => {
    for (const make of Object.values(STATES)) {
      const page = markupOf(formatHtml(make()));
      const loading = /\s(?:src|srcset|data|action|formaction|poster|background)="/.exec(page);
      expect(loading).toBeNull();
      const links = [...page.matchAll(/\shref="([^"]*)"/g)].map(([, address]) => address!);
      expect(links.filter((address) => !/^(#|data:image\/svg\+xml,)/.test(address))).toEqual([]);
    }
  });

  it("allows its own script and style by their hashes, and nothing else", () => {
    const page = formatHtml(report());
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/
      .exec(page)![1]!
      .replaceAll("&#39;", "'");
    const hash = (pattern: RegExp) =>
      `'sha256-${createHash("sha256").update(pattern.exec(page)![1]!).digest("base64")}'`;
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `script-src ${hash(/<script>(.*?)<\/script>/s)}`,
      `style-src ${hash(/<style>(.*?)<\/style>/s)}`,
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(/\son\w+="|\sstyle="/.exec(markupOf(page))?.[0]).toBeUndefined();
  });

  it("escapes whatever a log may hold, wherever it stands", () => {
    const page = markupOf(formatHtml(hostile(HOSTILE)));
    expect(page.match(/<script/g)).toEqual(["<script"]);
    expect(page.match(/<\/script/g)).toEqual(["</script"]);
    expect(/<img|<svg\/|<!--|<b>/.exec(page)?.[0]).toBeUndefined();
    // What turns text round, or cannot be seen, is shown as what it is.
    expect(/[\u0000\u001b\u202e\u2066\u2028\ud800]/.exec(page)?.[0]).toBeUndefined();
    told(page, "\\u{202e}gnp.exe");
  });

  it("carries the rules as the log had them, so that what is copied fits", () => {
    const [told] = dataOf(formatHtml(hostile(HOSTILE))).episodes;
    expect(told!.rules!.rules[0]!.match.path).toEqual([HOSTILE]);
  });

  it("cuts addresses, and offers no rule to be copied, where they are to be cut", () => {
    const page = formatHtml(report({ settings: { ...report().settings, anonymize: true } }));
    expect(/203\.0\.113\.7|192\.0\.2\.(8|77)\b/.exec(page)?.[0]).toBeUndefined();
    told(page, "203.0.113.0/24");
    told(page, "judge again without it");
    untold(markupOf(page), "data-exports");
    expect(dataOf(page).episodes.map(({ rules }) => rules)).toEqual([null]);
  });

  it("tells the gravest of many episodes in full, lists the others, and stays below 700 KB", () => {
    const page = formatHtml(manyEpisodes(20));
    expect(page.match(/<article class="episode/g)).toHaveLength(16);
    expect(
      page.match(/<tr(?: class="leading")?><th scope="row">(?:<a href="#episode-[^"]*">)?6 Apr/g),
    ).toHaveLength(20);
    told(page, "The 16 gravest are told below");
    expect(Buffer.byteLength(page)).toBeLessThan(700_000);
  });

  it("shows no more of a text than can be read, and says how much it left out", () => {
    const path = `/${"x".repeat(5000)}`;
    const long = episode();
    const contributor = { ...long.attribution.paths[0]!, key: path };
    const page = markupOf(
      formatHtml(
        report({ episodes: [episode({ attribution: { ...long.attribution, paths: [contributor] } })] }),
      ),
    );
    told(page, "[… 4,601 characters …]");
    untold(page, "x".repeat(400));
  });

  it("shows an attack on the map, and the visitors alone where there is none", () => {
    const circles = (name: string) => {
      const maps = markupOf(formatHtml(STATES[name]!())).match(/<figure class="map">.*?<\/figure>/gs) ?? [];
      return maps.map((map) => map.match(/<circle class="attack"/g)?.length ?? 0);
    };
    expect(circles("mixed")).toEqual([2]);
    expect(circles("organic")).toEqual([0]);
    expect(circles("normal")).toEqual([0]);
    expect(circles("no places")).toEqual([]);
    expect(circles("twenty episodes").length).toBe(16);
  });

  it("parts no figure from its unit at the end of a line", () => {
    expect(formatHtml(report())).toContain("38\u00a0%");
    expect(unparted("7 min 30 s, 3.8 % of 5 people in 12 months")).toBe(
      "7\u00a0min 30\u00a0s, 3.8\u00a0% of 5 people in 12 months",
    );
  });

  it("has no column of places where none are known", () => {
    const tables = (make: () => Report) =>
      (markupOf(formatHtml(make())).match(/<table class="episodes">.*?<\/table>/gs) ?? []).join("");
    const attributed = manyEpisodes(2);
    told(
      tables(() => attributed),
      "attack from",
    );
    const episodes = attributed.episodes.map((one) => ({
      ...one,
      attribution: { ...one.attribution, countries: [] },
    }));
    untold(
      tables(() => ({ ...attributed, episodes })),
      "attack from",
    );
  });

  it("keeps the attack of few visible beside the visitors of many, and says where a bar goes on", () => {
    const { attribution } = episode();
    const row = attribution.countries[0]!;
    const countries = [
      { ...row, key: "CA", requests: 100, attackRequests: 100 },
      { ...row, key: "FR", requests: 10_000, attackRequests: 10 },
    ];
    const page = markupOf(
      formatHtml(report({ episodes: [episode({ attribution: { ...attribution, countries } })] })),
    );
    told(page, '<rect class="attack" width="33.3%"/>');
    told(page, '<svg class="bar goes-on"');
    told(page, "A bar that fades is longer than there is room for.");
  });

  it("calls regions and networks by their names", () => {
    const { attribution } = episode();
    const row = { ...attribution.countries[0]!, key: "FR-IDF" };
    const named = episode({
      attribution: {
        ...attribution,
        regions: [row],
        networks: [{ ...row, key: "AS64500", name: "Example & Sons" }],
      },
    });
    const page = markupOf(formatHtml(report({ episodes: [named] })));
    told(page, "Île-de-France, France");
    told(page, "AS64500 Example &amp; Sons");
  });

  it("has each state in the words of the text report", () => {
    const title = (name: string) => /<h1>(.*?)<\/h1>/.exec(formatHtml(STATES[name]!()))![1]!;
    expect(title("organic")).toBe("People, not an attack: your own visitors came all at once.");
    expect(title("inconclusive")).toBe("Something happened that this log alone cannot decide.");
    expect(title("normal")).toBe("Nothing but the usual traffic.");
    expect(title("empty")).toBe("No requests: the input is empty, so there is nothing to judge.");
    told(formatHtml(STATES["no places"]!()), "Places were not looked up");
    told(formatHtml(STATES["no baseline"]!()), "what is normal is not known");
    told(formatHtml(STATES["attack, still running"]!()), "still running at the end of the log");
  });
});
