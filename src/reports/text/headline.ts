import { type Report, VERDICTS, type Verdict } from "../report.ts";
import { instantOf } from "./clock.ts";
import { wrap } from "./layout.ts";
import { attackRequests, type Page, prose } from "./page.ts";
import { count, counted, duration, listed, percent, sourceName, verdictCounted } from "./words.ts";

const CAPITALS: Readonly<Record<Verdict, string>> = {
  "flood-attack": "ATTACK",
  mixed: "ATTACK IN A SURGE",
  inconclusive: "INCONCLUSIVE",
  "organic-surge": "SURGE OF VISITORS",
  normal: "NORMAL",
};

const SENTENCES: Readonly<Record<Verdict, string>> = {
  "flood-attack": "Requests that are not your visitors', and enough of them to matter.",
  mixed: "Both at once: your visitors came, and so did an attack.",
  inconclusive: "Something happened that this log alone cannot decide.",
  "organic-surge": "People, not an attack: your own visitors came all at once.",
  normal: "Nothing but the usual traffic.",
};

/** A verdict in capitals. */
export function verdictTitle(verdict: Verdict): string {
  return CAPITALS[verdict];
}

/** What a verdict means, in a sentence. */
export function verdictSentence(verdict: Verdict): string {
  return SENTENCES[verdict];
}

/** What was read, in a line; then the verdict in a sentence, and how much there was of what. */
export function headline(page: Page): string[] {
  const { report, paint } = page;
  const width = prose(page);
  const { verdict } = report;
  const lines = subjectLines(page, width).map((line) => paint.dim(line));
  if (report.input.requests === 0 && report.episodes.length === 0) {
    return [...lines, "", ...wrap(`${paint.bold("NO REQUESTS")}: ${nothingRead(report)}`, width)];
  }
  const title = paint.bold(paint.verdict(verdict, verdictTitle(verdict)));
  lines.push("", ...wrap(`${title}: ${verdictSentence(verdict)}`, width));
  if (report.episodes.length > 1) lines.push(...wrap(tally(report), width));
  return lines;
}

/** What was read by what, of when: `tidegauge 0.1.0 · access.log · Tue 6 Apr 2021 …`. */
export function subject(page: Page): string {
  return subjectParts(page).join(" · ");
}

/** In one line where that is wide enough; else the time has a line of its own. */
function subjectLines(page: Page, width: number): string[] {
  const whole = wrap(subject(page), width);
  const [generator, names, ...when] = subjectParts(page);
  if (whole.length === 1 || when.length === 0) return whole;
  return [...wrap(`${generator} · ${names}`, width), ...wrap(when.join(" · "), width)];
}

function subjectParts(page: Page): string[] {
  const { report, clock } = page;
  const { sources, from, to } = report.input;
  const names = sources.length === 1 ? sourceName(sources[0]!.name) : counted(sources.length, "input");
  const parts = [report.generator, names];
  if (from !== null && to !== null) {
    const span = instantOf(to) - instantOf(from);
    parts.push(`${clock.full(instantOf(from))}, ${duration(span)} (${clock.zone})`.replaceAll(" ", "\u00a0"));
  }
  return parts;
}

/** Why there is no request. */
export function nothingRead(report: Report): string {
  const { lines, rejected, outside } = report.input;
  if (lines === 0) return "the input is empty, so there is nothing to judge.";
  if (outside > 0) return `all ${count(outside)} requests lie outside --since and --until.`;
  if (rejected.total > 0) return `none of ${counted(lines, "line")} could be read.`;
  return `${counted(lines, "line")}, and no request in ${lines === 1 ? "it" : "them"}.`;
}

/** How many episodes of which verdict, and how much attack in all. */
export function tally(report: Report): string {
  const kinds = VERDICTS.flatMap((verdict) => {
    const number = report.episodes.filter((episode) => episode.verdict === verdict).length;
    return number === 0 ? [] : [verdictCounted(verdict, number)];
  });
  const judged = report.input.requests - report.input.outside;
  const attack = report.episodes.reduce((sum, episode) => sum + attackRequests(episode), 0);
  const share =
    attack === 0
      ? ""
      : ` In all, some ${counted(attack, "request")} of ${count(judged)} (${percent(
          attack / Math.max(1, judged),
        )}) were attack.`;
  return `${counted(report.episodes.length, "episode")}: ${listed(kinds)}.${share}`;
}
