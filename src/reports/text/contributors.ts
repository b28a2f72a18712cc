import { type Contributor, DIMENSIONS, type Episode } from "../report.ts";
import { table } from "./layout.ts";
import { attackRequests, heading, type Page } from "./page.ts";
import { placeName } from "./places.ts";
import { count, percent } from "./words.ts";

const TITLES: Readonly<Record<(typeof DIMENSIONS)[number], string>> = {
  countries: "country",
  regions: "region",
  networks: "network",
  prefixes: "prefix",
  sources: "source",
  userAgents: "user agent",
  paths: "path",
};

/** Rows of a dimension. */
const MOST_ROWS = 4;

/** Wider, and figures stand too far from what they are about; user agents are cut to fit. */
const WIDEST = 120;

/** What the sign before a count means. */
export const ESTIMATED = "~ estimated: from a sample, or of part of a minute";

/** Contributors below this share of the attack are left out. */
const LEAST_SHARE = 0.01;

/** Who and what the attack part consists of: the biggest contributors along each dimension. */
export function contributors(page: Page, episode: Episode): string[] {
  const total = attackRequests(episode);
  if (total < 1) return [];
  const rows = DIMENSIONS.flatMap((dimension) => {
    const kept = episode.attribution[dimension]
      .filter((row) => row.attackRequests / total >= LEAST_SHARE)
      .slice(0, MOST_ROWS);
    return kept.map((row, index) => cells(row, index === 0 ? TITLES[dimension] : "", dimension, total));
  });
  if (rows.length === 0) return [];
  const { head, body } = table(
    [
      { title: "", align: "left" },
      { title: "", align: "left", flexible: "middle" },
      { title: "attack", align: "right" },
      { title: "of attack", align: "right" },
      { title: "of own", align: "right" },
      { title: "normal", align: "right" },
    ],
    rows,
    Math.min(page.width, WIDEST),
    "  ",
  );
  return [
    heading(page, "Who and what", "attack requests; share of the attack, of their own, of normal traffic"),
    page.paint.dim(head),
    ...body,
    ...(rows.some((row) => row[2]!.startsWith("~")) ? [page.paint.dim(`  ${ESTIMATED}`)] : []),
  ];
}

function cells(row: Contributor, title: string, dimension: string, total: number): string[] {
  const isPlace = dimension === "countries" || dimension === "regions";
  const key = isPlace ? placeName(row.key) : row.key === "" ? "(none)" : row.key;
  const name = row.name === undefined ? key : `${key} ${row.name}`;
  return [
    title,
    name,
    `${row.exact ? "" : "~"}${count(row.attackRequests)}`,
    percent(Math.min(1, row.attackRequests / total)),
    percent(row.attackShare),
    row.baselineShare === null ? "?" : percent(row.baselineShare),
  ];
}
