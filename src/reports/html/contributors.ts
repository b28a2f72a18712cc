import type { Contributor, DIMENSIONS, Episode } from "../report.ts";
import { attackRequests } from "../text/page.ts";
import { count, counted, percent } from "../text/words.ts";
import { bar } from "./bar.ts";
import { html, type Markup } from "./markup.ts";
import { countryName, regionName } from "./place-names.ts";

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

/** Characters of a path or user agent: an attacker writes them as long as he likes. */
const LONGEST_KEY = 160;

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

/** The biggest contributors along one dimension, `most` of them, each with a bar of its attack and its visitors' requests. */
export function contributorTable(episode: Episode, dimension: Dimension, most: number): Markup | null {
  const rows = rowsOf(episode, dimension, most);
  if (rows.length === 0) return null;
  const total = attackRequests(episode);
  const longest = Math.max(...rows.map(({ key, requests }) => (key === "" ? 0 : requests)));
  return html`<table class="contributors"><caption class="unseen">${DIMENSION_TITLES[dimension]} with the most attack requests</caption>
<thead><tr><th scope="col">${DIMENSION_TITLES[dimension]}<th scope="col">attack requests<th scope="col">of the attack<th scope="col">of its own<th scope="col">normally
<tbody>${rows.map((row) => {
    const attack = Math.min(row.attackRequests, row.requests);
    return html`<tr><th scope="row">${name(row.key, dimension)}${
      row.key !== "" &&
      bar(
        [
          ["attack", 0, attack],
          ["visitors", attack, row.requests],
        ],
        0,
        longest,
      )
    }<td>${!row.exact && "~"}${count(attack)}<td>${percent(Math.min(1, attack / Math.max(1, total)))}<td>${percent(row.attackShare)}<td>${row.baselineShare === null ? "?" : percent(row.baselineShare)}\n`;
  })}</table>
${rows.some(({ exact }) => !exact) && html`<p class="note">~ estimated from the sample</p>`}`;
}

function name(key: string, dimension: Dimension): Markup {
  if (dimension === "countries") return html`<span class="key">${countryName(key)}</span>`;
  if (dimension === "regions") return html`<span class="key">${regionName(key)}</span>`;
  if (key === "" || key === "-") return html`<span class="key">(none)</span>`;
  return html`<code class="key">${cutMiddle(key)}</code>`;
}

function cutMiddle(key: string): string {
  const characters = Array.from(key);
  if (characters.length <= LONGEST_KEY) return key;
  const half = LONGEST_KEY / 2;
  const left = characters.length - LONGEST_KEY;
  return `${characters.slice(0, half).join("")} … ${counted(left, "character")} left out … ${characters.slice(-half).join("")}`;
}
