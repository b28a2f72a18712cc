import type { Episode } from "../report.ts";
import { attackRequests } from "../text/page.ts";
import { count, percent } from "../text/words.ts";
import { WORLD_ANCHORS, WORLD_HEIGHT, WORLD_SHAPES, WORLD_WIDTH } from "./assets.generated.ts";
import { audienceOf } from "./audience-rows.ts";
import type { HtmlPage } from "./html-page.ts";
import { html, Markup } from "./markup.ts";
import { countryName } from "./place-names.ts";

/** Shares of the visitors at which a country gets the next darker shade. */
const SHADES = [0, 0.01, 0.05, 0.15, 0.4] as const;

/** The radius of a circle for the whole attack, in the map's units; its area is the share. */
const FULL_RADIUS = 80;
/** Less of the attack is left to the tables: it would hide the visitors. */
const LEAST_SHARE = 0.01;
/** What can still be seen. */
const LEAST_RADIUS = 4;
const DOT_RADIUS = 5;

/** Whether an episode has an attack to be put on a map: the few requests of a surge that look like one are none. */
export function hasMap(episode: Episode): boolean {
  if (episode.verdict === "organic-surge" || attackRequests(episode) < 1) return false;
  return episode.attribution.countries.some(({ key }) => key !== "");
}

/** The outlines of the countries, and the shades of the visitors: drawn once, shown by every map of the page. */
export function mapDefinitions(page: HtmlPage): Markup {
  const rows = audienceOf(page.report, "countries").filter(({ key }) => key !== "");
  const all = rows.reduce((sum, { visitors }) => sum + visitors, 0);
  const shades = rows.map(({ key, visitors }) => {
    if (visitors === 0) return null;
    const shade = SHADES.findLastIndex((least) => visitors / all >= least);
    const dot = WORLD_SHAPES[key] === undefined ? WORLD_ANCHORS[key] : undefined;
    if (dot !== undefined)
      return html`<circle class="s${shade}" cx="${dot[0]}" cy="${dot[1]}" r="${DOT_RADIUS}"/>`;
    return WORLD_SHAPES[key] !== undefined && html`<use href="#m-${key}" class="s${shade}"/>`;
  });
  const shapes = Object.entries(WORLD_SHAPES).map(
    ([code, path]) => html`<path id="m-${code === "" ? "none" : code}" d="${new Markup(path)}"/>`,
  );
  return html`<svg class="definitions" aria-hidden="true" width="0" height="0"><defs><g id="world">${shapes}</g><g id="shades">${shades}</g></defs></svg>\n`;
}

/**
 * The world: countries shaded by their share of the visitors, and circles whose areas are shares of the attack.
 * @param episode whose attack is shown, or null for the visitors alone
 */
export function attackMap(episode: Episode | null): Markup {
  const total = episode === null ? 0 : attackRequests(episode);
  const rows = (episode?.attribution.countries ?? []).filter(
    ({ key, attackRequests: attack }) =>
      WORLD_ANCHORS[key] !== undefined && attack >= Math.max(1, LEAST_SHARE * total),
  );
  const circles = rows.map((row) => {
    const [x, y] = WORLD_ANCHORS[row.key]!;
    const share = Math.min(1, row.attackRequests / Math.max(1, total));
    const radius = Math.max(LEAST_RADIUS, Math.round(FULL_RADIUS * Math.sqrt(share)));
    const tip = `${countryName(row.key)}: ${percent(share)} of the attack, ${count(row.attackRequests)} requests`;
    return html`<circle class="attack" cx="${x}" cy="${y}" r="${radius}"><title>${tip}</title></circle>`;
  });
  const names = rows.slice(0, 3).map(({ key }) => countryName(key));
  const label =
    names.length === 0
      ? "Map of the world: countries shaded by their share of the visitors."
      : `Map of the world: the attack comes mostly from ${names.join(", ")}; countries are shaded by their share of the visitors.`;
  return html`<figure class="map"><svg viewBox="0 0 ${WORLD_WIDTH} ${WORLD_HEIGHT}" role="img" aria-label="${label} The tables have the figures."><use href="#world" class="land"/><use href="#shades"/>${circles}</svg>
<ul class="legend">${names.length > 0 && html`<li class="k-circle">attack, by area`}<li class="k-shades">visitors: <span class="shade s0"></span>less than 1 % <span class="shade s1"></span>1 % <span class="shade s2"></span>5 % <span class="shade s3"></span>15 % <span class="shade s4"></span>40 % and more</ul>
</figure>
`;
}
