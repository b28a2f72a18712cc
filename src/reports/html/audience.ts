import { count, percent } from "../text/words.ts";
import { type AudienceRow, audienceOf } from "./audience-rows.ts";
import { bar } from "./bar.ts";
import type { HtmlPage } from "./html-page.ts";
import { html, type Markup } from "./markup.ts";
import { countryName, networkName, regionName } from "./place-names.ts";
import { attackMap, hasMap } from "./world-map.ts";

/** Rows that are shown at once, and in all. */
const FIRST_ROWS = 8;
const MOST_ROWS = 40;

/** Where the requests of the whole log come from, visitors and attack apart. Nothing where no place is known. */
export function audience(page: HtmlPage): Markup | null {
  const { report } = page;
  const countries = audienceOf(report, "countries");
  const regions = audienceOf(report, "regions");
  if (report.input.requests === 0) return null;
  if (countries.every(({ key }) => key === "")) {
    const why =
      report.geo.country === null
        ? "Places were not looked up, so nothing is said of where requests come from."
        : "The place of no address in this log is known.";
    return html`<section id="audience"><h2>Where the visitors are</h2><p>${why}</p></section>\n`;
  }
  const { home, homeLearned } = report.settings;
  const told =
    home === null
      ? "Where the audience lives is not known and could not be learned."
      : `Home: ${home.map(countryName).join(", ")} (${homeLearned ? "learned" : "given"}).`;
  return html`<section id="audience">
<h2>Where the visitors are <span class="aside">whole log, the attack in the episodes taken off</span></h2>
<p>${told}${report.breakdowns.audienceLearnedFrom !== null && ` Who the audience is was learned from ${report.breakdowns.audienceLearnedFrom}.`}</p>
${!page.told.some((index) => hasMap(report.episodes[index]!)) && attackMap(null)}
<div class="columns">
${places("Countries", countries, countryName)}
${places("Regions", regions, regionName)}
${places("Networks", audienceOf(report, "networks"), networkName)}
</div>
</section>
`;
}

function places(
  title: string,
  rows: readonly AudienceRow[],
  nameOf: (key: string, name?: string) => string,
): Markup | null {
  const visitors = rows.reduce((sum, row) => sum + row.visitors, 0);
  const known = rows.filter(({ key }) => key !== "");
  if (known.length === 0 || visitors === 0) return null;
  const most = Math.max(...known.map(({ visitors: own }) => own));
  const row = ({ key, name, visitors: own, exact }: AudienceRow) =>
    html`<tr><th scope="row">${nameOf(key, name)}${key !== "" && bar([["visitors", 0, own]], 0, most)}<td>${!exact && "~"}${count(own)}<td>${percent(own / visitors)}\n`;
  const head = html`<thead><tr><th scope="col">${title}<th scope="col">visitors’ requests<th scope="col">of the visitors`;
  // What is unknown is no place of its own: it stands last.
  const unknown = rows.filter(({ key }) => key === "");
  const rest = known.slice(FIRST_ROWS, MOST_ROWS);
  return html`<div><table class="contributors">${head}<tbody>${[...known.slice(0, FIRST_ROWS), ...unknown].map(row)}</table>
${rest.length > 0 && html`<details class="more"><summary>${rest.length} more</summary><table class="contributors">${head}<tbody>${rest.map(row)}</table></details>`}</div>`;
}
