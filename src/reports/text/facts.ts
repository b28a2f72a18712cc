import type { Contributor, Episode } from "../report.ts";
import { isAttack } from "../report.ts";
import { instantOf } from "./clock.ts";
import { overloadAnswer } from "./overload.ts";
import { attackProbability, attackRequests, endMs, fact, type Page } from "./page.ts";
import { placeName } from "./places.ts";
import { whatToDo } from "./rules.ts";
import {
  count,
  counted,
  duration,
  interval,
  listed,
  percent,
  rate,
  sureness,
  verdictWords,
} from "./words.ts";

/** One episode as the operator asks for it: how sure, how much, since when, how large, from where, what to do. */
export function facts(page: Page, episode: Episode): string[] {
  const lines = [
    ...fact(page, "How sure", howSure(episode)),
    ...fact(page, "How much", howMuch(episode)),
    ...fact(page, "Since when", sinceWhen(page, episode)),
    ...fact(page, "How large", howLarge(page, episode)),
  ];
  if (episode.phases.length > 1) lines.push(...fact(page, "Phases", phases(page, episode)));
  const where = fromWhere(page, episode);
  if (where !== null) lines.push(...fact(page, "From where", where));
  const overload = overloadAnswer(page, episode);
  if (overload !== null) lines.push(...fact(page, "Overload", overload));
  lines.push(...whatToDo(page, episode));
  return lines;
}

function howSure(episode: Episode): string {
  const { probabilities } = episode;
  const attack = attackProbability(episode);
  const surge = probabilities["organic-surge"];
  switch (episode.verdict) {
    case "flood-attack":
    case "mixed":
      return `${sureness(attack)}: ${percent(attack)} that there is an attack in it, ${percent(
        probabilities.mixed + surge,
      )} that visitors surge`;
    case "organic-surge":
      return `${sureness(surge)}: ${percent(surge)} that these are visitors, ${percent(
        attack,
      )} that there is an attack in it`;
    default:
      return `open: ${percent(surge)} visitors, ${percent(probabilities["flood-attack"])} attack, ${percent(
        probabilities.mixed,
      )} both, ${percent(probabilities.normal)} neither`;
  }
}

function howMuch(episode: Episode): string {
  const { attackShare } = episode;
  if (isAttack(episode.verdict)) {
    return `${interval(attackShare)} of the requests are attack: some ${count(
      attackRequests(episode),
    )} of ${count(episode.requests)}`;
  }
  if (episode.verdict === "organic-surge") {
    return `at most ${percent(attackShare.high)} of ${counted(episode.requests, "request")} may be attack`;
  }
  return `between ${percent(attackShare.low)} and ${percent(attackShare.high)} of ${counted(
    episode.requests,
    "request",
  )} may be attack`;
}

function sinceWhen(page: Page, episode: Episode): string {
  const { clock } = page;
  const onset = instantOf(episode.onset);
  const lasted = duration(endMs(page, episode.end) - onset);
  const over =
    episode.end === null
      ? `still running at the end of the log (${lasted})`
      : `over at ${sameDay(page, onset, instantOf(episode.end))} (${lasted})`;
  const detected = firstJudged(episode);
  const delay = detected - onset;
  return `${clock.full(onset)}, ${over}; ${isAttack(episode.verdict) ? "the attack was seen" : "judged so"} at ${sameDay(page, onset, detected)}, ${
    delay >= 0 ? `${duration(delay)} after the onset` : "before its first request"
  }`;
}

/** When a live run would have said first that there is an attack; of no attack, when it gave its verdict. */
function firstJudged(episode: Episode): number {
  const attacks = episode.phases.filter(({ verdict }) => isAttack(verdict));
  const times = isAttack(episode.verdict) ? attacks.map(({ detectedAt }) => instantOf(detectedAt)) : [];
  return Math.min(instantOf(episode.detectedAt), ...times);
}

/** A time, with its day where that is another than the reference's. */
function sameDay(page: Page, reference: number, instant: number): string {
  const { clock } = page;
  return clock.date(reference) === clock.date(instant)
    ? clock.second(instant)
    : `${clock.day(instant)} ${clock.second(instant)}`;
}

function howLarge(page: Page, episode: Episode): string {
  const usual =
    episode.baselineRequestsPerSecond === null
      ? "what is normal is not known"
      : `normal: ${rate(episode.baselineRequestsPerSecond)}`;
  const peak = page.clock.minute(instantOf(episode.peak));
  return `up to ${rate(episode.peakRequestsPerSecond)} at ${peak} (${usual}); ${counted(
    episode.requests,
    "request",
  )} of ${counted(episode.sources, "source")}, ${counted(episode.logins, "login attempt")}`;
}

/** Phases told singly; of more, the rest is only counted. */
const MOST_PHASES = 8;

function phases(page: Page, episode: Episode): string {
  const told = episode.phases.slice(0, MOST_PHASES).map((phase) => {
    const share = isAttack(phase.verdict) ? ` (${percent(phase.attackShare.estimate)})` : "";
    return `${sameDay(page, instantOf(episode.onset), instantOf(phase.start))} ${verdictWords(phase.verdict)}${share}`;
  });
  const more = episode.phases.length - told.length;
  return told.join("; ") + (more > 0 ? `; and ${more} more` : "");
}

const SPREADS = {
  "single-source": "one source makes it",
  "few-sources": "a few sources make it (20 or fewer make 80 %)",
  distributed: "distributed over many sources",
} as const;

function fromWhere(page: Page, episode: Episode): string | null {
  const total = attackRequests(episode);
  if (total < 1 || episode.verdict === "organic-surge") return null;
  const parts: string[] = [];
  const { origin } = episode;
  if (origin !== null) {
    const home = page.report.settings.home?.slice(0, 3).join(", ") ?? "";
    const more = (page.report.settings.home?.length ?? 0) > 3 ? ", …" : "";
    parts.push(
      `${percent(origin.foreign)} from abroad, ${percent(origin.home)} from home${
        home === "" ? "" : ` (${home}${more})`
      }, ${percent(origin.unknown)} from unknown places`,
    );
  }
  const top = topShares(episode.attribution.countries, total);
  if (top !== "") parts.push(`mostly ${top}`);
  if (episode.spread !== null) parts.push(SPREADS[episode.spread]);
  if (parts.length === 0) return null;
  // Said once in the report: here, where countries are first named.
  const caution =
    origin !== null || top !== "" ? ". The country of an address is not the country of its master." : "";
  return parts.join("; ") + caution;
}

function topShares(countries: readonly Contributor[], total: number): string {
  const known = countries.filter((row) => row.key !== "" && row.attackRequests / total >= 0.05);
  return listed(
    known
      .slice(0, 3)
      .map((row) => `${placeName(row.key)} ${percent(Math.min(1, row.attackRequests / total))}`),
  );
}
