import type { Contributor, DIMENSIONS, Episode } from "../report.ts";
import { ESTIMATED } from "../text/contributors.ts";
import { attackRequests } from "../text/page.ts";
import { count, percent } from "../text/words.ts";
import { bar } from "./bar.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { countryName, networkName, regionName } from "./place-names.ts";

/** One of the dimensions of an attribution. */
export type Dimension = (typeof DIMENSIONS)[number];

/** What a dimension is called at the head of its table. */
export const DIMENSION_TITLES: Readonly<Record<Dimension, string>> = {
  countries: "Countries",
  regions: "Regions",
  networks: "Networks",
  prefixes: "Prefixes",
  sources: "Sources",
  userAgents: "User agents",
  paths: "Paths",
};

/** Whether a dimension has anything to show for an episode. */
export function hasContributors(episode: Episode, dimension: Dimension): boolean {
  return rowsOf(episode, dimension, 1).length > 0;
}

function rowsOf(episode: Episode, dimension: Dimension, most: number): readonly Contributor[] {
  const all = episode.attribution[dimension];
  // A table of nothing but what is unknown says nothing.
  if (all.every(({ key }) => key === "")) return [];
  const attackers = all.filter((row) => row.attackRequests >= 1);
  const rows = (attackers.length > 0 ? attackers : all).slice(0, most);
  // What is unknown is no place of its own: it stands last.
  return [...rows.filter(({ key }) => key !== ""), ...rows.filter(({ key }) => key === "")];
}

/** The longest attack part has at least this share of the width, however many visitors come from the same place. */
const LEAST_WIDTH = 1 / 3;

/** The biggest contributors along one dimension, `most` of them, each with a bar of its attack and its visitors' requests. */
export function contributorTable(episode: Episode, dimension: Dimension, most: number): Markup | null {
  const rows = rowsOf(episode, dimension, most);
  if (rows.length === 0) return null;
  const total = attackRequests(episode);
  const known = rows.filter(({ key }) => key !== "");
  const longest = Math.max(...known.map(({ requests }) => requests));
  const mostAttack = Math.max(...known.map((row) => Math.min(row.attackRequests, row.requests)));
  const full = mostAttack > 0 ? Math.min(longest, mostAttack / LEAST_WIDTH) : longest;
  return html`<table class="contributors" aria-label="${DIMENSION_TITLES[dimension]} with the most attack requests">
<thead><tr><th scope="col">${DIMENSION_TITLES[dimension]}<th scope="col">attack requests<th scope="col">of the attack<th scope="col">of its own<th scope="col">normally
<tbody>${rows.map((row) => {
    const attack = Math.min(row.attackRequests, row.requests);
    return html`<tr><th scope="row">${name(row, dimension)}${
      row.key !== "" &&
      bar(
        [
          ["attack", 0, attack],
          ["visitors", attack, row.requests],
        ],
        0,
        full,
      )
    }<td>${!row.exact && "~"}${count(attack)}<td>${percent(Math.min(1, attack / Math.max(1, total)))}<td>${percent(row.attackShare)}<td>${row.baselineShare === null ? "?" : percent(row.baselineShare)}\n`;
  })}</table>
${longest > full && html`<p class="note">A bar that fades is longer than there is room for.</p>`}
${rows.some(({ exact }) => !exact) && html`<p class="note">${ESTIMATED}</p>`}`;
}

function name({ key, name: known }: Contributor, dimension: Dimension): Content {
  if (dimension === "countries") return countryName(key);
  if (dimension === "regions") return regionName(key);
  if (dimension === "networks") return networkName(key, known);
  if (key === "" || key === "-") return "(none)";
  return html`<code>${key}</code>`;
}
