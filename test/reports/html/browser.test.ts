import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportNft } from "../../../src/attribution/exports/nft.ts";
import { formatCsv } from "../../../src/reports/csv.ts";
import { formatHtml } from "../../../src/reports/html.ts";
import type { Report } from "../../../src/reports/report.ts";
import { report } from "../example.ts";
import { manyEpisodes, STATES } from "./states.ts";

/** The page in a real browser. */

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  existsSync,
);
const DESKTOP = { width: 1200, height: 900 };
const PHONE = { width: 360, height: 740 };

if (CHROMIUM === undefined) {
  console.warn("The page is not tested in a browser: none was found (apt-get install chromium)");
}

/** A page that is looked at, and what must not happen while it is. */
interface Look {
  readonly page: Page;
  /** Errors of the console and of scripts, and requests for anything but the page itself. */
  readonly troubles: readonly string[];
  close(): Promise<void>;
}

describe.skipIf(CHROMIUM === undefined)("the page in a browser (skipped without Chromium)", () => {
  let browser: Browser;
  let folder = "";
  let files = 0;

  beforeAll(async () => {
    const args = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"];
    browser = await chromium.launch({ executablePath: CHROMIUM!, args });
    folder = await mkdtemp(join(tmpdir(), "tidegauge-page-test-"));
  });

  afterAll(async () => {
    await browser?.close();
    if (folder !== "") await rm(folder, { recursive: true, force: true });
  });

  /** Opens the page of a report from a file, as its reader would. */
  async function look(shown: Report, options: BrowserContextOptions = {}, hash = ""): Promise<Look> {
    files += 1;
    const file = join(folder, `${files}.html`);
    await writeFile(file, formatHtml(shown));
    const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: "reduce", ...options });
    const page = await context.newPage();
    const address = pathToFileURL(file).href;
    const troubles: string[] = [];
    page.on("console", (message) => troubles.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => troubles.push(`dialog: ${dialog.message()}`));
    page.on("request", (request) => {
      if (request.url().split("#")[0] !== address && !request.url().startsWith("data:")) {
        troubles.push(`request: ${request.url()}`);
      }
    });
    await page.goto(address + hash);
    return { page, troubles, close: () => context.close() };
  }

  const overflow = (page: Page) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  it.each(Object.entries(STATES))(
    "shows %j wide and on a phone: no error, no request, nothing beside the screen",
    async (_, make) => {
      const { page, troubles, close } = await look(make());
      expect(await page.locator("h1").count()).toBe(1);
      expect(await overflow(page)).toBe(0);
      await page.setViewportSize(PHONE);
      await page.waitForFunction(() => {
        const canvas = document.querySelector(".uplot");
        return canvas === null || canvas.clientWidth <= document.documentElement.clientWidth;
      });
      expect(await overflow(page)).toBe(0);
      // What was measured has the whole width of a phone, not a column of two words.
      const widths = await page.evaluate(() =>
        [...document.querySelectorAll('.evidence th[scope="row"]')].map((each) => each.clientWidth),
      );
      expect(widths.filter((width) => width > 0 && width < 240)).toEqual([]);
      // What the log wrote stayed text.
      const found = await page.evaluate(() => ({
        broken: "broken" in window,
        scripts: document.scripts.length,
        foreign: document.querySelectorAll("img, iframe, object, embed, link[rel=stylesheet]").length,
      }));
      expect(found).toEqual({ broken: false, scripts: 2, foreign: 0 });
      expect(troubles).toEqual([]);
      await close();
    },
  );

  describe("its policy", () => {
    it("lets no other script run, no handler, no style, and no request leave", async () => {
      const { page, close } = await look(report());
      const result = await page.evaluate(async () => {
        const script = document.createElement("script");
        script.textContent = "window.broken = 1";
        document.body.append(script);
        const host = document.createElement("div");
        host.innerHTML = '<b id="bait" onclick="window.broken = 2" style="color: rgb(1, 2, 3)">x</b>';
        document.body.append(host);
        const bait = document.querySelector<HTMLElement>("#bait")!;
        bait.click();
        const fetched = await fetch("https://tidegauge.invalid/").then(
          () => "sent",
          () => "refused",
        );
        return { fetched, broken: "broken" in window, color: getComputedStyle(bait).color };
      });
      expect(result).toMatchObject({ fetched: "refused", broken: false });
      expect(result.color).not.toBe("rgb(1, 2, 3)");
      await close();
    });
  });

  describe("colours", () => {
    const paper = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

    it("follow the system, and the reader's choice over it", async () => {
      const { page, troubles, close } = await look(report(), { colorScheme: "dark" });
      const dark = await paper(page);
      await page.getByRole("button", { name: "Light" }).click();
      const light = await paper(page);
      expect(light).not.toBe(dark);
      expect(await page.getByRole("button", { name: "Light" }).getAttribute("aria-pressed")).toBe("true");
      await page.reload();
      expect(await paper(page)).toBe(light);
      await page.getByRole("button", { name: "Auto" }).click();
      expect(await paper(page)).toBe(dark);
      await page.emulateMedia({ colorScheme: "light" });
      expect(await paper(page)).toBe(light);
      expect(troubles).toEqual([]);
      await close();
    });

    it("are the same whether the system or the reader chose them, and light on paper", async () => {
      const { page, close } = await look(report(), { colorScheme: "dark" });
      const bySystem = await colorsOf(page);
      await page.getByRole("button", { name: "Light" }).click();
      const light = await colorsOf(page);
      await page.emulateMedia({ colorScheme: "light" });
      await page.getByRole("button", { name: "Dark" }).click();
      expect(await colorsOf(page)).toEqual(bySystem);
      await page.emulateMedia({ media: "print" });
      const meanings = [
        "--attack",
        "--visitors",
        "--undecided",
        "--overload",
        "--flood-attack",
        "--mixed",
        "--land",
        "--s4",
      ];
      const onPaper = await colorsOf(page);
      for (const name of meanings) expect(onPaper[name]).toBe(light[name]);
      await close();
    });

    for (const theme of ["light", "dark"] as const) {
      it(`have the contrasts of WCAG AA when ${theme}: text 4.5 to 1, bars and lines 3 to 1`, async () => {
        const { page, close } = await look(report(), { colorScheme: theme });
        const names = {
          text: ["ink", "muted", "link", "flood-attack", "mixed", "inconclusive", "organic-surge", "normal"],
          graphics: ["attack", "visitors", "undecided", "overload"],
        };
        const colors = await colorsOf(page);
        const read = (name: string) => {
          const known = colors[`--${name}`];
          if (known === undefined) throw new Error(`There is no colour --${name}`);
          return known.trim();
        };
        const low: string[] = [];
        for (const ground of ["paper", "raised"]) {
          for (const name of names.text)
            if (contrast(read(name), read(ground)) < 4.5) low.push(`${name} on ${ground}`);
          for (const name of names.graphics)
            if (contrast(read(name), read(ground)) < 3) low.push(`${name} on ${ground}`);
        }
        for (const name of ["ink", "muted"])
          if (contrast(read(name), read("shade")) < 4.5) low.push(`${name} on shade`);
        expect(low).toEqual([]);
        await close();
      });
    }
  });

  describe("the chart", () => {
    it("tells what is under the pointer, and zooms in by dragging and out again", async () => {
      const { page, troubles, close } = await look(report());
      const chart = page.locator('[data-chart="all"]');
      const means = chart.locator("[data-means]");
      expect(await means.textContent()).toBe("requests a second, means of 5 min");
      const plot = (await chart.locator(".u-over").boundingBox())!;
      const at = (share: number) => [plot.x + plot.width * share, plot.y + plot.height / 2] as const;
      await page.mouse.move(...at(8.5 / 12));
      const tip = chart.locator(".tip");
      expect(await tip.isVisible()).toBe(true);
      expect(await tip.innerText()).toMatch(
        /^Tue 6 Apr 2021 08:\d\d:00\n4,000 requests a second\nattack 1,520\nvisitors 2,480\noverload/,
      );
      await page.mouse.down();
      await page.mouse.move(...at(8.6 / 12), { steps: 3 });
      await page.mouse.up();
      expect(await means.textContent()).toBe("requests a second, means of 1 min");
      await chart.getByRole("button", { name: "Show all of it" }).click();
      expect(await means.textContent()).toBe("requests a second, means of 5 min");
      expect(troubles).toEqual([]);
      await close();
    });

    it("can be gone through and zoomed with the keyboard alone, and says where one is", async () => {
      const { page, close } = await look(report());
      const chart = page.locator('[data-chart="all"]');
      await chart.locator(".live").focus();
      const told = chart.locator("[role=status]");
      await page.keyboard.press("ArrowRight");
      expect(await told.textContent()).toBe("Tue 6 Apr 2021 00:00:00, 202 requests a second");
      await page.keyboard.press("ArrowRight");
      expect(await told.textContent()).toContain("6 Apr 2021 00:05:00");
      await page.keyboard.press("End");
      expect(await told.textContent()).toContain("6 Apr 2021 11:55:00");
      await page.keyboard.press("Home");
      for (let press = 0; press < 4; press += 1) await page.keyboard.press("+");
      expect(await chart.locator("[data-means]").textContent()).toContain("means of 1 min");
      await page.keyboard.press("Escape");
      expect(await chart.locator("[data-means]").textContent()).toContain("means of 5 min");
      await close();
    });

    it("has its figures in a table, too", async () => {
      const { page, close } = await look(report());
      const chart = page.locator('[data-chart="all"]');
      await chart.getByText("This chart as a table").click();
      const rows = chart.locator("tbody tr");
      expect(await rows.count()).toBe(24);
      expect(await rows.nth(17).innerText()).toBe("08:30\t2,480\t1,520\t500\tattack+surge");
      await close();
    });

    it("saves the windows as the same CSV as -o csv", async () => {
      const shown = manyEpisodes(2);
      const { page, close } = await look(shown);
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Save the windows as CSV" }).click(),
      ]);
      const stream = await download.createReadStream();
      let text = "";
      for await (const chunk of stream) text += String(chunk);
      expect(text === formatCsv(shown)).toBe(true);
      await close();
    });
  });

  describe("episodes", () => {
    it("are shown one at a time, foremost first, gone through by links, buttons, and the page's address", async () => {
      const { page, troubles, close } = await look(manyEpisodes(5));
      const shown = () => page.locator("article.episode:visible h2").allInnerTexts();
      await expect.poll(shown).toEqual([expect.stringContaining("04:20:00")]);
      await page.locator("#episodes a").first().click();
      await expect.poll(shown).toEqual([expect.stringContaining("03:00:00")]);
      expect(await page.locator("#episodes a[aria-current]").innerText()).toContain("03:00:00");
      await page.locator("article:visible").getByRole("button", { name: "Later" }).click();
      await expect.poll(shown).toEqual([expect.stringContaining("03:20:00")]);
      await page.goBack();
      await expect.poll(shown).toEqual([expect.stringContaining("03:00:00")]);
      expect(
        await page.locator("article:visible").getByRole("button", { name: "Earlier" }).isDisabled(),
      ).toBe(true);
      await page.getByRole("button", { name: "Show all episodes" }).click();
      expect(await shown()).toHaveLength(5);
      expect(await page.locator("article .uplot").count()).toBe(5);
      expect(troubles).toEqual([]);
      await close();
      const again = await look(manyEpisodes(5), {}, "#episode-2021-04-06T01:40:00Z");
      expect(await again.page.locator("article.episode:visible h2").allInnerTexts()).toEqual([
        expect.stringContaining("03:40:00"),
      ]);
      await again.close();
    });

    it("have their contributors in tabs that arrow keys go through", async () => {
      const { page, close } = await look(manyEpisodes(1));
      const panel = page.locator("article:visible");
      const tab = (name: string) => panel.getByRole("tab", { name });
      expect(await panel.getByRole("tabpanel").count()).toBe(1);
      await tab("Paths").click();
      expect(await panel.getByRole("tabpanel").innerText()).toContain(
        "/wp-content/plugins/example-plugin-0/",
      );
      await page.keyboard.press("ArrowRight");
      expect(await tab("Networks").getAttribute("aria-selected")).toBe("true");
      expect(await panel.getByRole("tabpanel").innerText()).toContain("AS64500");
      await page.keyboard.press("End");
      expect(await tab("Paths").evaluate((element) => element === document.activeElement)).toBe(true);
      await close();
    });
  });

  describe("rules", () => {
    it("are copied and saved in the language of what is to enforce them", async () => {
      const shown = report();
      const { page, troubles, close } = await look(shown, {
        permissions: ["clipboard-read", "clipboard-write"],
      });
      const place = page.locator(".export");
      await place.getByRole("combobox").selectOption("nft");
      const wanted = exportNft({
        generator: shown.generator,
        episodes: shown.episodes,
        allow: shown.settings.allow,
        trustedProxies: [],
        validHours: 24,
        escaping: "backslash",
        countryVariable: null,
        countryRanges: null,
      });
      expect(await place.locator("pre").textContent()).toBe(wanted.text);
      expect(await place.locator("li").count()).toBe(wanted.leftOut.length);
      await place.getByRole("button", { name: "Copy" }).click();
      await place.getByText("Copied").waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(wanted.text);
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        place.getByRole("button", { name: "Save" }).click(),
      ]);
      expect(download.suggestedFilename()).toBe("tidegauge-rules.txt");
      expect(troubles).toEqual([]);
      await close();
    });

    it("can be written for an nginx that knows countries", async () => {
      const { page, close } = await look(report());
      const code = page.locator(".export pre");
      expect(await code.textContent()).not.toContain("map $geoip2_data_country_code");
      await page.getByLabel("nginx knows countries").check();
      expect(await code.textContent()).toContain("map $geoip2_data_country_code");
      await close();
    });
  });

  describe("on paper", () => {
    it("is white, without controls, with every table, and with drawings for charts", async () => {
      const { page, close } = await look(manyEpisodes(2), { colorScheme: "dark" });
      await page.emulateMedia({ media: "print" });
      const seen = await page.evaluate(() => ({
        paper: getComputedStyle(document.body).backgroundColor,
        controls: [...document.querySelectorAll("button, select")].filter((each) => each.checkVisibility())
          .length,
        charts: [...document.querySelectorAll(".uplot")].filter((each) => each.checkVisibility()).length,
        drawings: [...document.querySelectorAll(".still")].filter((each) => each.checkVisibility()).length,
        tabs: [...document.querySelectorAll("article:not([hidden]) .tab")].filter(
          (each) => !each.checkVisibility(),
        ).length,
      }));
      expect(seen).toEqual({ paper: "rgb(255, 255, 255)", controls: 0, charts: 0, drawings: 2, tabs: 0 });
      expect((await page.pdf({ format: "A4" })).subarray(0, 5).toString()).toBe("%PDF-");
      await close();
    });

    it("cuts no table at the edge of the sheet", async () => {
      // Between the margins of A4 there are 182 mm: 688 of the browser's points.
      const shown = manyEpisodes(3);
      const episodes = shown.episodes.map((one) => {
        const attackRequests = 0.45 * one.attackShare.estimate * one.requests;
        const countries = ["BA", "AE"].map((key) => ({
          ...one.attribution.countries[0]!,
          ...{ key, attackRequests },
        }));
        return { ...one, attribution: { ...one.attribution, countries } };
      });
      const paper = { viewport: { width: 688, height: 900 } };
      const { page, close } = await look({ ...shown, episodes }, paper);
      await page.emulateMedia({ media: "print" });
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll(".scroll")]
          .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth)
          .map((each) => each.textContent.slice(0, 80)),
      );
      expect(cut).toEqual([]);
      await close();
    });

    it("tells the phases that are folded on the screen, and folds them again", async () => {
      const shown = report();
      const [one] = shown.episodes;
      const phases = [one!.phases[0]!, { ...one!.phases[0]!, verdict: "organic-surge" as const }];
      const { page, close } = await look({ ...shown, episodes: [{ ...one!, phases }] });
      const open = () =>
        page.locator("details[data-print]").evaluate((each) => (each as HTMLDetailsElement).open);
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      expect(await open()).toBe(true);
      await page.evaluate(() => dispatchEvent(new Event("afterprint")));
      expect(await open()).toBe(false);
      await close();
    });
  });

  describe("for everyone", () => {
    it("can be read whole without its script", async () => {
      const { page, troubles, close } = await look(manyEpisodes(3), { javaScriptEnabled: false });
      expect(await page.locator("article.episode:visible").count()).toBe(3);
      expect(await page.locator(".still:visible").count()).toBe(4);
      expect(await page.locator("article:first-of-type .tab:visible").count()).toBe(5);
      expect(await page.getByText("tidegauge rules access.log --for nginx").first().isVisible()).toBe(true);
      expect(troubles).toEqual([]);
      await close();
    });

    it("names every control, drawing and column, and skips no level of headings", async () => {
      for (const name of ["mixed", "twenty episodes", "normal", "empty"]) {
        const { page, close } = await look(STATES[name]!());
        const faults = await page.evaluate(() => {
          const found: string[] = [];
          const visible = (selector: string) =>
            [...document.querySelectorAll<HTMLElement>(selector)].filter((each) => each.checkVisibility());
          for (const each of visible("button, select, input")) {
            const label =
              each.getAttribute("aria-label") ?? each.closest("label")?.textContent ?? each.textContent;
            if ((label ?? "").trim() === "") found.push(`control without a name: ${each.outerHTML}`);
          }
          for (const svg of document.querySelectorAll("svg")) {
            const isSilent = svg.getAttribute("aria-hidden") === "true";
            const isNamed =
              svg.getAttribute("role") === "img" && (svg.getAttribute("aria-label") ?? "").length > 20;
            if (!isSilent && !isNamed) found.push(`drawing without a name: ${svg.outerHTML.slice(0, 80)}`);
          }
          for (const th of document.querySelectorAll("thead th")) {
            if (th.getAttribute("scope") !== "col") found.push(`column without a scope: ${th.textContent}`);
          }
          let level = 0;
          for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
            const next = Number(heading.tagName.slice(1));
            if (next > level + 1) found.push(`heading skips a level: ${heading.textContent}`);
            level = next;
          }
          const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
          for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) found.push(`id twice: ${id}`);
          for (const each of visible(".scroll, pre")) {
            if (each.scrollWidth > each.clientWidth && each.tabIndex < 0)
              found.push("scrolls, but not by keys");
          }
          return found;
        });
        expect({ name, faults }).toEqual({ name, faults: [] });
        await close();
      }
    });

    it("moves nothing for those who asked for that", async () => {
      const { page, close } = await look(report());
      const behavior = () => page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior);
      expect(await behavior()).toBe("auto");
      await page.emulateMedia({ reducedMotion: "no-preference" });
      expect(await behavior()).toBe("smooth");
      await close();
    });
  });
});

/** The custom properties of the page. */
function colorsOf(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => {
    const style = getComputedStyle(document.documentElement);
    const names = [...style].filter((name) => name.startsWith("--"));
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name).trim()]));
  });
}

/** Contrast of two colours `#rrggbb` as WCAG 2.2 has it, 1 to 21. */
function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const full = /^#(.)(.)(.)$/.test(color) ? color.replace(/[^#]/g, "$&$&") : color;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
