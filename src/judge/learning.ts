import { type Baseline, behaviourKey } from "../baselines/baseline.ts";
import { NOT_APPLICABLE, SOURCE_ATTRIBUTES } from "../features/source-attributes.ts";
import { attributeIndex, prefixHi, prefixLo, prefixNumber, type Units } from "../features/units.ts";
import { Kind, Source } from "../windows/source-layout.ts";
import { Total, type WindowSummary } from "../windows/window-summary.ts";

const ATTRIBUTES = SOURCE_ATTRIBUTES.length;
const PROFILE = attributeIndex("profile");
/** The profile of who tried to log in and went on to pages or assets. */
const FOLLOWED = 2;
/** No attribute has more bins. */
const BINS = 16;
/** What a span teaches, by attribute and bin. */
const learnedByBin = new Float64Array(ATTRIBUTES * BINS);
/** A source less likely to be people than this teaches nothing. */
const CREDIBLE = 0.5;
/** Kinds of request that a minute adds to the reservoir, which so holds those of some six hours. */
const KINDS_A_MINUTE = 12;
/** What a source's profile is worth as a witness of who the audience is: who logs in and goes on is, who asks once may not be. */
const WITNESS = [0.05, 0.1, 1, 0.1, 0.4, 0.5, 0.15, 0.15, 0.15, 0.15, 0.5, 0.2] as const;
/** A mean over fewer people says little of a visit. */
const LEAST_PEOPLE = 5;
const DECAY_PER_HOUR = 0.5 ** (1 / (24 * 14));

/** How much a span teaches of what visitors are like. */
export interface Weighting {
  /** 0..1: less for a span that was a surge. */
  readonly weight: number;
  /**
   * Visitors that would not be unusual. More of them teach no faster than so many would: whoever comes in numbers could else teach
   * within minutes that it is the audience.
   */
  readonly mostVisitors: number;
}

/** How a minute is learned from. */
export interface Lesson extends Weighting {
  readonly hourOfWeek: number;
}

/** Teaches the baseline what sources of a judged span do, at one scale. O(units × attributes). */
export function learnBehaviour(
  baseline: Baseline,
  units: Units,
  scale: 0 | 1 | 2,
  weighting: Weighting,
): void {
  const weight = heldWeight(weighting, peopleOf(units).visitors);
  const habits = baseline.behaviour[scale]!;
  const learned = learnedByBin.fill(0);
  for (let unit = 0; unit < units.count; unit += 1) {
    const people = 1 - units.attack[unit]!;
    // Habits are of people: what crawlers and monitors do says nothing of them.
    if (people < CREDIBLE || units.exempt[unit] === 1) continue;
    const sources = units.sources[unit]! * people * weight;
    for (let k = 0, at = unit * ATTRIBUTES; k < ATTRIBUTES; k += 1, at += 1) {
      const bin = units.bins[at]!;
      if (bin !== NOT_APPLICABLE) learned[k * BINS + bin]! += sources;
    }
  }
  for (let k = 0; k < ATTRIBUTES; k += 1) {
    let all = 0;
    for (let bin = 0; bin < BINS; bin += 1) {
      const sources = learned[k * BINS + bin]!;
      all += sources;
      if (sources > 0) habits.learn(behaviourKey(k, bin), sources);
    }
    if (all > 0) habits.learn(behaviourKey(k, NOT_APPLICABLE), all);
  }
}

/** Teaches the baseline a minute that was judged normal or organic, but for what was suspect in it. O(units × attributes). */
export function learnMinute(baseline: Baseline, window: WindowSummary, units: Units, lesson: Lesson): void {
  const { hourOfWeek } = lesson;
  const minute = Math.floor(window.startMs / 60_000);
  if (
    baseline.toMs !== null &&
    Math.floor(baseline.toMs / 3_600_000) !== Math.floor(window.endMs / 3_600_000)
  ) {
    forget(baseline);
  }
  baseline.fromMs ??= window.startMs;
  baseline.toMs = window.endMs;

  const { requests, visitors } = peopleOf(units);
  const weight = heldWeight(lesson, visitors);
  const { attack, bins, hashHi, hashLo, country, place, userAgent, prefix, cell } = units;
  const { countries, places, userAgents, networks, cells, asked } = baseline;
  for (let unit = 0; unit < units.count; unit += 1) {
    const people = 1 - attack[unit]!;
    if (people < CREDIBLE) continue;
    const sources = units.sources[unit]! * people * weight;
    const profile = bins[unit * ATTRIBUTES + PROFILE]!;
    const witness = profile < WITNESS.length ? sources * WITNESS[profile]! : 0;
    if (profile === FOLLOWED) learnAnswers(baseline, units, unit, sources);
    countries.learn(country[unit]!, witness);
    places.learn(place[unit]!, witness);
    userAgents.learn(userAgent[unit]!, sources);
    networks.learn(prefix[unit]!, sources);
    cells.learn(cell[unit]!, sources);
    asked.learn(units.asked[unit]!, sources);
  }
  // By themselves, since each waits for memory: so the processor has several of them under way.
  for (let unit = 0; unit < units.count; unit += 1) {
    if (1 - attack[unit]! >= CREDIBLE) baseline.sources.learn(hashHi[unit]!, hashLo[unit]!, minute);
  }
  for (let unit = 0; unit < units.count; unit += 1) {
    if (1 - attack[unit]! >= CREDIBLE)
      baseline.prefixes.learn(prefixHi(prefix[unit]!), prefixLo(prefix[unit]!), minute);
  }
  learnUnread(baseline, window, units, minute);
  baseline.requests.learn(hourOfWeek, requests, lesson.weight);
  baseline.visitors.learn(hourOfWeek, visitors, lesson.weight);
  baseline.attempts.learn(hourOfWeek, window.totals[Total.attempts]!, lesson.weight);
  learnBehaviour(baseline, units, 1, lesson);
  learnKinds(baseline, window, minute);
}

/** Teaches who else was there, where a quiet minute was judged by part of its sources: who is not known would be a newcomer. O(rows). */
function learnUnread(baseline: Baseline, window: WindowSummary, units: Units, minute: number): void {
  const { rows, size, stride } = window.sources;
  if (units.sampled === size) return;
  let read = 0;
  for (let row = 0, end = size * stride; row < end; row += stride) {
    if (read < units.sampled && units.offsets[read] === row) {
      read += 1;
      continue;
    }
    baseline.sources.learn(rows[row]!, rows[row + 1]!, minute);
    const family = rows[row + Source.place]! >>> 16;
    const prefix = prefixNumber(family, rows[row + Source.addressHi]!, rows[row + Source.addressLo]!);
    baseline.prefixes.learn(prefixHi(prefix), prefixLo(prefix), minute);
  }
}

/** Teaches what logins are answered with; nobody's many guesses count for more than a few people's. */
function learnAnswers(baseline: Baseline, units: Units, unit: number, sources: number): void {
  const at = 3 * unit;
  const all = units.answered[at]! + units.answered[at + 1]! + units.answered[at + 2]!;
  if (all === 0) return;
  const most = (2 * units.people[unit]!) / units.sources[unit]!;
  const weight = sources * Math.min(1, most / all);
  for (let answer = 0; answer < 3; answer += 1) {
    const count = units.answered[at + answer]!;
    if (count > 0) baseline.answers.learn(answer, weight * count);
  }
}

/** Teaches how many requests a visit is, from ten normal minutes. */
export function learnVisits(baseline: Baseline, units: Units): void {
  const { requests, visitors } = peopleOf(units);
  if (visitors >= LEAST_PEOPLE) baseline.visitRequests.update(requests / visitors);
}

/** The people of a judged span, and their requests: neither the attack's nor those of declared crawlers. */
function peopleOf(units: Units): { requests: number; visitors: number } {
  let requests = 0;
  let visitors = 0;
  for (let unit = 0; unit < units.count; unit += 1) {
    if (units.exempt[unit] === 1) continue;
    const people = 1 - units.attack[unit]!;
    requests += people * units.requests[unit]!;
    visitors += people * units.people[unit]!;
  }
  return { requests, visitors };
}

function heldWeight({ weight, mostVisitors }: Weighting, visitors: number): number {
  return weight * Math.min(1, mostVisitors / Math.max(1, visitors));
}

/** Teaches that a minute passed without a request. */
export function learnSilence(baseline: Baseline, lesson: Lesson): void {
  baseline.requests.learn(lesson.hourOfWeek, 0, lesson.weight);
  baseline.visitors.learn(lesson.hourOfWeek, 0, lesson.weight);
  baseline.attempts.learn(lesson.hourOfWeek, 0, lesson.weight);
  baseline.suspects.learn(lesson.hourOfWeek, 0, lesson.weight);
  baseline.blatant.learn(lesson.hourOfWeek, 0, lesson.weight);
}

function learnKinds(baseline: Baseline, window: WindowSummary, minute: number): void {
  const { kinds } = window;
  const step = Math.max(1, Math.floor((kinds.size + kinds.loudSize) / KINDS_A_MINUTE));
  // Samples are sorted by hash: a start that moves with the minute lets every source have its turn.
  const first = minute % step;
  let index = 0;
  kinds.forEach((rows, row, weight) => {
    const isTaken = index % step === first;
    index += 1;
    if (!isTaken) return;
    const family = rows[row + Kind.place]! >>> 16;
    baseline.kinds.learn({
      place: rows[row + Kind.place]! & 0xffff,
      prefix: prefixNumber(family, rows[row + Kind.addressHi]!, rows[row + Kind.addressLo]!),
      path: rows[row + Kind.path]!,
      userAgent: rows[row + Kind.userAgent]!,
      meta: rows[row + Kind.meta]!,
      // It stands for those that were passed over: a busy minute counts for more than a quiet one.
      requests: step * weight * rows[row + Kind.requests]!,
    });
  });
}

function forget(baseline: Baseline): void {
  const { countries, places, userAgents, networks, cells, asked, answers, behaviour } = baseline;
  for (const part of [countries, places, userAgents, networks, cells, asked, answers, ...behaviour]) {
    part.decay(DECAY_PER_HOUR);
  }
}
