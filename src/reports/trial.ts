import type { TriedMatch } from "../replay/rule-set.ts";
import type { Masses, TriedSet } from "../replay/rule-trial.ts";
import type { Episode } from "./report.ts";
import { padEnd, padStart, wrap } from "./text/layout.ts";
import { placeName } from "./text/places.ts";
import { matchWords } from "./text/rules.ts";
import { mapTexts, safe } from "./text/safe.ts";
import type { Palette } from "./text/style.ts";
import { count, counted, listed, percent } from "./text/words.ts";

/** What rules would have done to a log: `tidegauge rules --try`. Shares 0..1, null where there was nothing to hit. */
export interface Trial {
  readonly schema: "tidegauge.trial/1";
  readonly generator: string;
  /** The attacks that the rules were tried on. */
  readonly episodes: readonly Pick<Episode, "id" | "verdict" | "onset" | "end">[];
  /** What there was to hit. */
  readonly requests: {
    /** Of attackers, and of people, in those episodes. */
    readonly attack: number;
    readonly organic: number;
    /** Of the usual traffic outside all episodes. */
    readonly baseline: number;
    /** In episodes, yet in none of the minutes that were judged as part of them: counted nowhere. */
    readonly unjudged: number;
  };
  /** False where only a sample of the sources was judged, and stands for the others. */
  readonly exact: boolean;
  readonly sets: readonly TrialSet[];
}

/** A set of rules and what it would have done. */
export interface TrialSet {
  readonly name: string;
  readonly rules: readonly TrialRule[];
  readonly together: TrialShares;
  /** People hit by country, in episodes and outside; "" is the unknown place. Biggest first, at most 20. */
  readonly peopleHit: readonly { readonly key: string; readonly requests: number }[];
}

/** One rule and what it would have done: by itself, beyond those above it, and together with them. */
export interface TrialRule {
  readonly match: TriedMatch;
  readonly alone: TrialShares;
  readonly marginal: TrialShares;
  readonly cumulative: TrialShares;
}

/** Shares of what there was to hit, and requests. */
export interface TrialShares {
  readonly attackCaught: number | null;
  readonly organicHit: number | null;
  readonly baselineHit: number | null;
  readonly attackRequests: number;
  readonly organicRequests: number;
  readonly baselineRequests: number;
}

/** What a trial is told from. */
export interface TrialParts {
  readonly generator: string;
  readonly episodes: readonly Episode[];
  readonly all: Masses;
  readonly unjudged: number;
  readonly sampled: boolean;
  readonly sets: readonly TriedSet[];
}

const PLACES_LISTED = 20;
const PLACES_SHOWN = 4;
const RULES_SHOWN = 12;

/** Puts what came of a trial into shares. */
export function buildTrial({ generator, episodes, all, unjudged, sampled, sets }: TrialParts): Trial {
  return {
    schema: "tidegauge.trial/1",
    generator,
    episodes: episodes.map(({ id, verdict, onset, end }) => ({ id, verdict, onset, end })),
    requests: {
      attack: Math.round(all.attack),
      organic: Math.round(all.organic),
      baseline: all.baseline,
      unjudged,
    },
    exact: !sampled,
    sets: sets.map(({ name, rules, together, peopleByCountry }) => {
      const sum: Masses = { attack: 0, organic: 0, baseline: 0 };
      return {
        name,
        rules: rules.map(({ match, alone, added }) => {
          sum.attack += added.attack;
          sum.organic += added.organic;
          sum.baseline += added.baseline;
          return {
            match,
            alone: shares(alone, all),
            marginal: shares(added, all),
            cumulative: shares(sum, all),
          };
        }),
        together: shares(together, all),
        peopleHit: peopleByCountry
          .slice(0, PLACES_LISTED)
          .map(({ key, requests }) => ({ key, requests: Math.round(requests) })),
      };
    }),
  };
}

function shares(part: Masses, all: Masses): TrialShares {
  const share = (some: number, whole: number) => (whole > 0 ? some / whole : null);
  return {
    attackCaught: share(part.attack, all.attack),
    organicHit: share(part.organic, all.organic),
    baselineHit: share(part.baseline, all.baseline),
    attackRequests: Math.round(part.attack),
    organicRequests: Math.round(part.organic),
    baselineRequests: part.baseline,
  };
}

/** A trial as JSON, with shares to six digits. */
export function trialJson(trial: Trial): string {
  const round = (_: string, value: unknown) =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toFixed(6)) : value;
  return `${JSON.stringify(trial, round, 2)}\n`;
}

/** A trial as text of at most `width` columns: the sets side by side, each with what it stops and whom it hits. */
export function trialText(given: Trial, width: number, paint: Palette): string {
  const trial = mapTexts(given, safe);
  const { attack, organic, baseline, unjudged } = trial.requests;
  const attacks = counted(trial.episodes.length, "attack");
  const lines = [
    ...wrap(
      `What would these rules have done? The log was read once more: ${count(attack)} requests of attackers and ${count(organic)} of visitors in ${attacks}, ${count(baseline)} in usual times. Columns: which share of the attackers' requests is stopped; which share of the visitors' at the time, and of those in usual times, is hit.`,
      width,
    ),
  ];
  for (const set of trial.sets) lines.push("", ...setLines(set, width, paint));
  lines.push(
    "",
    ...wrap(
      "Which request is an attacker's is judged, not known: each counts by how surely its source was taken for one at that minute.",
      width,
    ),
  );
  if (!trial.exact) {
    lines.push(
      ...wrap("There were too many sources to look at each: figures are estimates from a sample.", width),
    );
  }
  if (unjudged > 0) {
    lines.push(
      ...wrap(
        `${counted(unjudged, "request")} in gaps between the judged minutes of episodes count nowhere.`,
        width,
      ),
    );
  }
  return `${lines.join("\n")}\n`;
}

const CELL = 9;

function setLines(set: TrialSet, width: number, paint: Palette): string[] {
  const room = width - 3 * (CELL + 1);
  const row = (words: readonly string[], cells: readonly string[]) => [
    ...words.slice(0, -1),
    padEnd(words.at(-1) ?? "", room) + cells.map((cell) => padStart(cell, CELL + 1)).join(""),
  ];
  const figures = (one: TrialShares) => [one.attackCaught, one.organicHit, one.baselineHit].map(shareText);
  const title = wrap(set.name, room);
  const lines = [...row(title, ["attack", "visitors", "usual"]).map((line) => paint.bold(line))];
  const shown = set.rules.slice(0, RULES_SHOWN);
  shown.forEach((rule, index) => {
    const words = wrap(triedWords(rule.match), room, `${padStart(String(index + 1), 3)}. `);
    lines.push(...row(words, figures(rule.marginal)));
  });
  const more = set.rules.length - shown.length;
  if (more > 0) lines.push(`     and ${counted(more, "more rule")} (--json)`);
  if (set.rules.length > 1) lines.push(...row(["     all together"], figures(set.together)).map(paint.bold));
  if (set.rules.length === 0) lines.push("     no rule");
  const { organicRequests, baselineRequests } = set.together;
  const total = organicRequests + baselineRequests;
  const hurt =
    total === 0
      ? "hits no request of a visitor"
      : `hits ${counted(organicRequests, "request")} of visitors during the attacks and ${count(baselineRequests)} in usual times`;
  const people = set.peopleHit.filter(({ requests }) => requests > 0);
  const from = people
    .slice(0, PLACES_SHOWN)
    .map(({ key, requests }) => `${placeName(key)} ${percent(Math.min(1, requests / Math.max(1, total)))}`);
  lines.push(...wrap(from.length === 0 ? hurt : `${hurt}, from ${listed(from)}`, width, "     "));
  return lines;
}

/** A share in a table: `< 0.1 %`, `?` where there was nothing to hit. */
function shareText(share: number | null): string {
  return share === null ? "?" : percent(share);
}

/** A tried rule's predicates in words: as of a report's rule, and "from anywhere but FR". */
function triedWords(match: TriedMatch): string {
  const { notCountry, ...rest } = match;
  if (notCountry === undefined) return matchWords(rest);
  const most = 4;
  const named = notCountry.slice(0, most);
  const more = notCountry.length - named.length;
  const but = more > 0 ? `${named.join(", ")} and ${counted(more, "other")}` : listed(named, "and");
  return `${matchWords(rest)} from anywhere but ${but}`;
}
