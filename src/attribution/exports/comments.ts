import { printable } from "../../bytes/text.ts";
import type { RuleShares } from "../rule.ts";
import { type ExportInput, type LeftOut, leftOutSentence, type NumberedRule } from "./export.ts";

/** Lines of a comment are cut here: some languages have a limit, and nobody reads on. */
const LONGEST = 300;

/** Lines as comments of languages in which `#` begins one. Nothing in them can end the comment. */
export function hashComments(lines: readonly string[]): string[] {
  return lines.map((line) => (line === "" ? "#" : `# ${printable(line, LONGEST)}`));
}

/** What stands at the head of every export: what it is, of when, what was left out, how long it holds, how to remove it. */
export function headOf(input: ExportInput, how: readonly string[], leftOut: readonly LeftOut[]): string[] {
  const several =
    input.episodes.length > 1 ? "their episodes and age with them" : "that episode and age with it";
  const lines = [`Written by ${input.generator}.`];
  for (const episode of input.episodes) {
    const until = episode.end === null ? "still running at the end of the log" : `to ${episode.end}`;
    lines.push(`Episode ${episode.id}: ${episode.verdict}, ${episode.onset} ${until}.`);
  }
  lines.push(
    input.episodes.some(({ rules }) => rules.length > 0)
      ? `These rules fit ${several}: take them away once it is over, ${input.validHours} h from now at the latest.`
      : "There is no rule in it: no attack was found, or nothing stops it without hurting visitors.",
    ...how,
    ...rangesLines(input),
    ...leftOutLines(leftOut),
  );
  return lines;
}

function rangesLines({ countryRanges }: ExportInput): string[] {
  if (countryRanges === null) return [];
  const { source } = countryRanges;
  const notice = /GeoLite2/.test(source)
    ? " This product includes GeoLite2 data created by MaxMind, available from https://www.maxmind.com"
    : "";
  return [`Countries are written as their address ranges, of ${source}.${notice}`];
}

/** What was left out, a line each. */
function leftOutLines(leftOut: readonly LeftOut[]): string[] {
  if (leftOut.length === 0) return [];
  return [
    ...leftOut.map(leftOutSentence),
    "Shares below count every rule above, left out or not: without some, less is caught and no more is hit.",
  ];
}

/** What a rule catches and whom it hurts. */
export function worthOf({ number, episode, rule }: NumberedRule): string {
  return `Rule ${number} (episode ${episode.id}): catches ${shares(rule.marginal)}; with those of the episode above it ${shares(rule)}`;
}

function shares({ attackCaught, organicHit, baselineHit }: RuleShares): string {
  const normal = baselineHit === null ? "" : `, ${percent(baselineHit)} of normal traffic`;
  return `${percent(attackCaught)} of the attack and hits ${percent(organicHit)} of the visitors${normal}`;
}

function percent(share: number): string {
  if (share > 0 && share < 0.001) return "< 0.1 %";
  return `${Number((share * 100).toFixed(1))} %`;
}
