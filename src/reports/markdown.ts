import { anonymizeReport } from "./anonymize.ts";
import { type Contributor, DIMENSIONS, type Episode, isAttack, type Report } from "./report.ts";
import { suggestions } from "./text/advice.ts";
import { clock, instantOf } from "./text/clock.ts";
import { ESTIMATED } from "./text/contributors.ts";
import { signed } from "./text/evidence.ts";
import { factsOf } from "./text/facts.ts";
import { nothingRead, subject, tally, verdictSentence, verdictTitle } from "./text/headline.ts";
import { attackProbability, attackRequests, endMs, leadingEpisode, type Page } from "./text/page.ts";
import { placeName } from "./text/places.ts";
import { nothingToBlock, ruleSentence } from "./text/rules.ts";
import { mapTexts, safe } from "./text/safe.ts";
import { palette } from "./text/style.ts";
import { count, counted, duration, percent, verdictWords } from "./text/words.ts";

/** Rows of a dimension, and least share of the attack to be told. */
const MOST_CONTRIBUTORS = 5;
const LEAST_SHARE = 0.01;
/** Rows of the table of episodes: a ticket is read by people. */
const MOST_EPISODES = 40;
/** Characters of a path or user agent. */
const LONGEST_KEY = 120;

/**
 * The report as Markdown (CommonMark with the tables of GitHub and GitLab), for a ticket: the verdict, the leading
 * episode with its rules and evidence, the other episodes, the accounting.
 *
 * Pure. What comes from the log is inert: it makes no link, mention, image, markup or table cell of its own, and holds no
 * character that is obeyed rather than seen.
 */
export function formatMarkdown(report: Report): string {
  const cut = report.settings.anonymize ? anonymizeReport(report) : report;
  const shown = mapTexts(cut, safe);
  const page: Page = { report: shown, width: 80, paint: palette(false), clock: clock(shown.settings.tz) };
  const leading = leadingEpisode(shown);
  const blocks = [...headline(page)];
  if (leading !== null) blocks.push(...episodeBlocks(page, leading));
  blocks.push(...episodeTable(page), ...accounting(page), ...notes(page));
  return `${blocks.join("\n\n")}\n`;
}

function headline(page: Page): string[] {
  const { report } = page;
  const about = prose(subject(page));
  if (report.input.requests === 0 && report.episodes.length === 0) {
    return ["# NO REQUESTS", about, prose(nothingRead(report))];
  }
  const blocks = [`# ${verdictTitle(report.verdict)}`, about, `**${verdictSentence(report.verdict)}**`];
  if (report.episodes.length > 1) blocks.push(prose(tally(report)));
  return blocks;
}

function episodeBlocks(page: Page, episode: Episode): string[] {
  const blocks = [
    `## ${verdictWords(episode.verdict)}, ${prose(episode.id)}`,
    table(
      ["", ""],
      factsOf(page, episode).map(([label, text]) => [`**${label}**`, prose(text)]),
    ),
    "### What to do",
  ];
  const nothing = nothingToBlock(episode);
  if (nothing !== null) blocks.push(prose(nothing));
  else {
    blocks.push(episode.rules.map((rule, index) => `${index + 1}. ${prose(ruleSentence(rule))}`).join("\n"));
    if (page.report.settings.anonymize) {
      blocks.push("Addresses are cut: judge again without `--anonymize` for rules that can be used.");
    }
  }
  blocks.push("### Why", ...why(episode));
  const rows = DIMENSIONS.flatMap((dimension) => contributorRows(episode, dimension));
  if (rows.length > 0) {
    const heads = ["", "", "attack requests", "of the attack", "of its own", "normally"];
    blocks.push("### Who and what", table(heads, rows));
    if (rows.some((row) => row[2]!.startsWith("~"))) blocks.push(prose(ESTIMATED));
  }
  return blocks;
}

function why(episode: Episode): string[] {
  const { evidence, abstained, wouldChange, score } = episode;
  const bySize = [...evidence].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const blocks = [
    table(
      ["log-odds of an attack", "because", "measured by"],
      bySize.map((item) => [signed(item.contribution), prose(item.summary), code(item.feature)]),
    ),
    `Prior ${signed(score.prior)}, with the evidence ${signed(score.total)}; calibrated: ${percent(
      attackProbability(episode),
    )} for an attack.`,
  ];
  if (abstained.length > 0) {
    const reasons = abstained.map((item) => `${prose(item.feature)} (${prose(item.reason)})`);
    blocks.push(`Not weighed: ${reasons.join("; ")}.`);
  }
  if (wouldChange !== null) blocks.push(`What would change this: ${prose(wouldChange)}.`);
  return blocks;
}

const TITLES: Readonly<Record<(typeof DIMENSIONS)[number], string>> = {
  countries: "country",
  regions: "region",
  networks: "network",
  prefixes: "prefix",
  sources: "source",
  userAgents: "user agent",
  paths: "path",
};

function contributorRows(episode: Episode, dimension: (typeof DIMENSIONS)[number]): string[][] {
  const total = attackRequests(episode);
  const isPlace = dimension === "countries" || dimension === "regions";
  const kept = episode.attribution[dimension].filter((row) => row.attackRequests >= LEAST_SHARE * total);
  return kept
    .slice(0, MOST_CONTRIBUTORS)
    .map((row: Contributor) => [
      TITLES[dimension],
      isPlace ? prose(placeName(row.key)) : code(row.key),
      (row.exact ? "" : "~") + count(row.attackRequests),
      percent(Math.min(1, row.attackRequests / Math.max(1, total))),
      percent(row.attackShare),
      row.baselineShare === null ? "" : percent(row.baselineShare),
    ]);
}

function episodeTable(page: Page): string[] {
  const { report, clock: time } = page;
  if (report.episodes.length < 2) return [];
  const rows = report.episodes.slice(0, MOST_EPISODES).map((episode) => {
    const onset = instantOf(episode.onset);
    return [
      prose(`${time.date(onset)} ${time.second(onset)}`),
      episode.end === null ? "running" : duration(endMs(page, episode.end) - onset),
      verdictWords(episode.verdict),
      percent(attackProbability(episode)),
      isAttack(episode.verdict) ? percent(episode.attackShare.estimate) : "",
      count(episode.requests),
    ];
  });
  const heads = ["onset", "lasted", "verdict", "attack probability", "attack share", "requests"];
  const blocks = ["## Episodes", table(heads, rows)];
  const left = report.episodes.length - rows.length;
  if (left > 0) blocks.push(`and ${counted(left, "later one")}: the JSON report has them all`);
  return blocks;
}

function accounting(page: Page): string[] {
  const { input, geo } = page.report;
  const names = input.sources.map(
    ({ name, format }) => `${code(name)} (${prose(format ?? "not recognised")})`,
  );
  const { records, rejected, late, blank } = input;
  const items = [
    `inputs: ${names.slice(0, MOST_CONTRIBUTORS).join(", ")}${names.length > MOST_CONTRIBUTORS ? ", …" : ""}`,
    `lines: ${count(input.lines)} = ${counted(records, "record")} + ${count(rejected.total)} rejected + ${count(
      late,
    )} late + ${count(blank)} blank`,
    `places: ${geo.country === null ? "not looked up" : prose(geo.country)}`,
  ];
  return ["## What was read", list(items)];
}

function notes({ report }: Page): string[] {
  const texts = [...report.notes.map(({ text }) => text), ...suggestions(report)];
  return texts.length === 0 ? [] : ["## Notes", list(texts.map(prose))];
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

/**
 * A sentence with text from a log in it: Markdown's signs are escaped, and so is what turns into links without any sign
 * (`http://`, `www.`, addresses of mail, `@name`). What a backslash cannot hold back is written as `\x40`.
 */
function prose(text: string): string {
  return text
    .replace(/[\\`*_[\]<>#~&!$^{}]/g, "\\$&")
    .replaceAll("|", "\\\\x7c")
    .replaceAll("@", "\\\\x40")
    .replaceAll("://", ":\\/\\/")
    .replace(/\bwww\./gi, (found) => `${found.slice(0, -1)}\\.`);
}

/** A value of a log in a code span, where nothing is markup but the backtick and, in tables, the bar. */
function code(text: string): string {
  const shown = text.length > LONGEST_KEY ? `${text.slice(0, LONGEST_KEY - 1)}…` : text;
  return shown.trim() === "" ? "(none)" : `\`${shown.replaceAll("`", "\\x60").replaceAll("|", "\\x7c")}\``;
}
