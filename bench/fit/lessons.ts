import { Analyzer } from "../../src/analyzer.ts";
import { FEATURES } from "../../src/features/catalogue.ts";
import { SOURCE_ATTRIBUTES } from "../../src/features/source-attributes.ts";
import type { PlaceTable } from "../../src/geo/place-table.ts";
import type { Truth } from "../../src/simulator/index.ts";
import type { Case, Corpus } from "../evaluation/corpus.ts";
import { countsBetween } from "../evaluation/outcome.ts";
import { SourceLabels } from "./source-labels.ts";
import type { EvidenceWeights } from "./weights.ts";

/** Sources of a run that are looked at, of each part and scale. */
const SOURCES_A_RUN = 1500;
/** Share of attack from which a window counts as one that holds an attack. */
const WINDOW_ATTACK_SHARE = 0.05;

/** Sources of one scale of a run: the bins of each, and whether it belonged to an attack. */
export interface SourceLesson {
  readonly bins: Uint8Array;
  readonly attack: boolean;
}

/** A judged span: what each feature measured, 0 where it abstained, and whether there was an attack that matters. */
export interface SpanLesson {
  readonly x: number[];
  readonly y: 0 | 1;
}

/** What a run says of probabilities and intervals. */
export interface CalibrationLesson {
  /** Per fine window in excess: the score, and whether it held an attack. */
  readonly totals: number[];
  readonly truths: (0 | 1)[];
  /** Per episode with an attack: by how many half-widths of its interval the truth lay beside the estimate. */
  readonly misses: number[];
}

/** What the sources of a run did, by scale. Who was of both kinds, or neither, teaches nothing. */
export function sourceLessons(one: Case, corpus: Corpus, places: PlaceTable): SourceLesson[][] {
  const { log, truth } = corpus.specimen(one);
  const labels = new SourceLabels(log, truth);
  const isDecidable = attacksCanBeTold(truth);
  const lessons: SourceLesson[][] = [[], [], []];
  judge(log, places, (assessment, units) => {
    for (let unit = 0; unit < units.count; unit += 1) {
      if (units.exempt[unit] !== 0) continue;
      const label = labels.between(assessment.startMs, assessment.endMs, units.hashLo[unit]!);
      if (label === null || label.nuisance > 0 || (label.attack > 0 && label.attack < label.all)) continue;
      // Bots that nobody could tell from people would only teach that people are suspect.
      if (label.attack > 0 && !isDecidable) continue;
      const at = unit * SOURCE_ATTRIBUTES.length;
      lessons[assessment.scale]!.push({
        bins: units.bins.slice(at, at + SOURCE_ATTRIBUTES.length),
        attack: label.attack > 0,
      });
    }
  });
  return lessons.map(thinned);
}

/** What the features measured of every judged span that plainly held an attack that matters, or plainly none. */
export function spanLessons(
  one: Case,
  corpus: Corpus,
  places: PlaceTable,
  { weights }: EvidenceWeights,
): SpanLesson[] {
  const { log, truth } = corpus.specimen(one);
  const isDecidable = attacksCanBeTold(truth);
  const lessons: SpanLesson[] = [];
  judge(log, places, (assessment) => {
    const { attack, all } = countsBetween(truth, assessment);
    const share = all === 0 ? 0 : attack / all;
    const perMinute = attack / ((assessment.endMs - assessment.startMs) / 60_000);
    const matters = share >= 0.05 && perMinute >= (assessment.scale === 2 ? 10 : 30);
    if (!matters && (share > 0.02 || perMinute > 12)) return;
    if (matters && !isDecidable) return;
    const x = FEATURES.map(({ name }) => {
      const found = assessment.score.contributions.find(({ feature }) => feature === name);
      return found === undefined ? 0 : found.contribution / weights[name]!;
    });
    lessons.push({ x, y: matters ? 1 : 0 });
  });
  return lessons;
}

/** What the judge claimed of a run, against what was. */
export function calibrationLesson(one: Case, corpus: Corpus, places: PlaceTable): CalibrationLesson {
  const { log, truth } = corpus.specimen(one);
  const lesson: CalibrationLesson = { totals: [], truths: [], misses: [] };
  const { episodes } = judge(log, places, (assessment) => {
    if (assessment.scale !== 0) return;
    const { attack, all } = countsBetween(truth, assessment);
    if (all === 0) return;
    lesson.totals.push(assessment.score.total);
    lesson.truths.push(attack / all >= WINDOW_ATTACK_SHARE ? 1 : 0);
  });
  for (const { onset, end, attackShare } of episodes) {
    if (end === null || attackShare === null) continue;
    const { attack, all } = countsBetween(truth, { startMs: Date.parse(onset), endMs: Date.parse(end) });
    if (attack === 0) continue;
    const { estimate, low, high } = attackShare;
    const error = attack / all - estimate;
    lesson.misses.push(Math.abs(error) / Math.max(0.0005, error < 0 ? estimate - low : high - estimate));
  }
  return lesson;
}

function judge(
  log: Buffer,
  places: PlaceTable,
  probe: NonNullable<ConstructorParameters<typeof Analyzer>[0]>["probe"],
): ReturnType<Analyzer["finish"]> {
  const analyzer = new Analyzer({ places, probe });
  for (let at = 0; at < log.length; at += 1 << 20) {
    analyzer.push(log.subarray(at, at + (1 << 20)));
    for (const _ of analyzer.drain());
  }
  return analyzer.finish();
}

/** Whether somebody who has the log could tell every attack in it. */
function attacksCanBeTold(truth: Truth): boolean {
  return truth.incidents.every(({ kind, decidable }) => kind !== "attack" || decidable);
}

/** Every so many-th source, so that each part of a run has at most {@link SOURCES_A_RUN}. */
function thinned(lessons: readonly SourceLesson[]): SourceLesson[] {
  return [true, false].flatMap((part) => {
    const sources = lessons.filter(({ attack }) => attack === part);
    const step = Math.max(1, Math.ceil(sources.length / SOURCES_A_RUN));
    return sources.filter((_, index) => index % step === 0);
  });
}
