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
  rateBeside,
  sureness,
  verdictWords,
} from "./words.ts";

/** One episode as the operator asks for it: how sure, how much, since when, how large, from where, what to do. */
export function facts(page: Page, episode: Episode): string[] {
  const lines = factsOf(page, episode).flatMap(([label, text]) => fact(page, label, text));
  return [...lines, ...whatToDo(page, episode)];
}

/** The facts of an episode, each with its label, as sentences. */
export function factsOf(page: Page, episode: Episode): readonly (readonly [label: string, text: string])[] {
  const found: (readonly [string, string])[] = [
    ["How sure", howSure(episode)],
    ["How much", howMuch(episode)],
    ["Since when", sinceWhen(page, episode)],
    ["How large", howLarge(page, episode)],
  ];
  if (episode.phases.length > 1) found.push(["Phases", phases(page, episode)]);
  const where = fromWhere(page, episode);
  if (where !== null) found.push(["From where", where]);
  const overload = overloadAnswer(page, episode);
  if (overload !== null) found.push(["Overload", overload]);
  return found;
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
  return `${clock.full(onset)}, ${over}; ${recognised(page, episode)}`;
}

/** When a live run would have said so first: of an attack in an episode that began without one, that it is there. */
function recognised(page: Page, episode: Episode): string {
  const phase = episode.phases.find(({ verdict }) => isAttack(episode.verdict) && isAttack(verdict));
  const begun = instantOf(phase?.start ?? episode.onset);
  const detected = Math.min(
    instantOf(episode.detectedAt),
    instantOf(phase?.detectedAt ?? episode.detectedAt),
  );
  const at = sameDay(page, instantOf(episode.onset), detected);
  const delay = detected > begun ? `, ${duration(detected - begun)} after it began` : "";
  return `${phase === undefined ? "judged so" : "the attack was seen"} at ${at}${delay}`;
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
      : `normal: ${rateBeside(episode.baselineRequestsPerSecond, episode.peakRequestsPerSecond)}`;
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
  if (top !== null) parts.push(top);
  if (episode.spread !== null) parts.push(SPREADS[episode.spread]);
  if (parts.length === 0) return null;
  // Said once in the report: here, where countries are first named.
  const caution =
    origin !== null || top !== null ? ". The country of an address is not the country of its master." : "";
  return parts.join("; ") + caution;
}

/** The countries that send most of it, where any sends a twentieth. */
function topShares(countries: readonly Contributor[], total: number): string | null {
  const share = (row: Contributor) => Math.min(1, row.attackRequests / total);
  const top = countries.filter((row) => row.key !== "" && share(row) >= 0.05).slice(0, 3);
  if (top.length === 0) return null;
  const half = top.reduce((sum, row) => sum + share(row), 0) >= 0.5;
  return `${half ? "mostly" : "the most from"} ${listed(top.map((row) => `${placeName(row.key)} ${percent(share(row))}`))}`;
}
