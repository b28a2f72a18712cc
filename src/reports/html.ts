import { anonymizeReport } from "./anonymize.ts";
import { accounting } from "./html/accounting.ts";
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from "./html/assets.generated.ts";
import { audience } from "./html/audience.ts";
import { episodePanels } from "./html/episode-panel.ts";
import { episodeTable, foremost } from "./html/episodes.ts";
import { headline } from "./html/headline.ts";
import { htmlPage } from "./html/html-page.ts";
import { html, jsonMarkup, Markup } from "./html/markup.ts";
import { pageData } from "./html/page-data.ts";
import { sentence } from "./html/sentence.ts";
import { short } from "./html/short.ts";
import { wholeLog } from "./html/timeline.ts";
import { mapDefinitions } from "./html/world-map.ts";
import type { Report } from "./report.ts";
import { leadingEpisode } from "./text/page.ts";
import { mapTexts, safe } from "./text/safe.ts";
import { verdictWords } from "./text/words.ts";

/** Nothing is fetched from anywhere, and no script runs but the page's own. */
const POLICY = [
  "default-src 'none'",
  `script-src '${SCRIPT_HASH}'`,
  `style-src '${STYLE_HASH}'`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** A page that asks for no icon asks the server for one. */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M0 11q4-9 8-3t8-3v11H0z' fill='%233b7ea8'/%3E%3C/svg%3E";

/**
 * The report as one page of HTML for a browser: the verdict in a sentence, how sure, how much; charts, map and tables; rules to
 * be copied; the accounting of lines. It needs no network and no other file, and can be read without its script, too.
 *
 * Pure: equal reports give equal pages. What comes from the log is inert in it: every text is escaped where it stands, and the
 * page's own policy lets no script run but the one whose hash it names. At most some 700 KB, most of it the windows.
 */
export function formatHtml(report: Report): string {
  const cut = report.settings.anonymize ? anonymizeReport(report) : report;
  const told = foremost(cut);
  // Shown texts are made safe; the rules that are copied must be what the log had.
  const page = htmlPage(
    mapTexts(cut, (text) => short(safe(text))),
    told,
  );
  const data = pageData(cut, told);
  const leading = leadingEpisode(page.report);
  const { verdict } = page.report;
  const title = `${sentence(verdictWords(verdict), "")}: ${page.report.input.sources[0]?.name ?? "tidegauge"}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${page.report.generator}">
<link rel="icon" href="${ICON}">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#verdict">To the verdict</a>
<header class="bar-top"><span class="brand">tidegauge</span> <span class="aside">incident report</span><div id="controls"></div></header>
${mapDefinitions(page)}<main id="verdict">
${headline(page)}${wholeLog(page, data)}${episodeTable(page, leading)}${episodePanels(page, data, leading)}${audience(page)}${accounting(page)}</main>
<footer>
<p>Written by ${page.report.generator} from the log alone; nothing in this page is fetched from anywhere. Times are in ${page.clock.zone}. Intervals hold the truth nine times in ten.</p>
<p>The country of an address is not the country of its master. This product includes GeoLite2 data created by MaxMind, available from https://www.maxmind.com. Outlines of countries: Natural Earth.</p>
</footer>
<script type="application/json" id="data">${jsonMarkup(data)}</script>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`.text;
}
