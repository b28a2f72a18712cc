import {
  type Contributor,
  type Episode,
  type Evidence,
  isAttack,
  type Phase,
  type Report,
  type ReportWindow,
} from "./report.ts";
import { type Clock, clock, instantOf } from "./text/clock.ts";
import { signed } from "./text/evidence.ts";
import { padStart, wrap } from "./text/layout.ts";
import { attackProbability } from "./text/page.ts";
import { mapTexts, safe } from "./text/safe.ts";
import { count, counted, duration, interval, percent, verdictWords } from "./text/words.ts";

/** Sources of an episode that are named. */
const SOURCES = 5;

/** Why an episode was judged as it was: every step from the evidence to the probability. */
export interface EpisodeExplanation {
  readonly schema: "tidegauge.explanation/1";
  readonly about: "episode";
  readonly episode: string;
  readonly verdict: Episode["verdict"];
  readonly onset: string;
  readonly end: string | null;
  readonly detectedAt: string;
  /** Log-odds before any evidence. */
  readonly prior: number;
  /** Heaviest first; `sum` is the prior with this and all before it. */
  readonly evidence: readonly (Evidence & { readonly sum: number })[];
  readonly total: number;
  readonly calibration: Episode["score"]["calibration"];
  /** offset + slope · total. */
  readonly calibrated: number;
  /** σ(calibrated). */
  readonly attackProbability: number;
  readonly probabilities: Episode["probabilities"];
  readonly phases: readonly Phase[];
  readonly abstained: Episode["abstained"];
  readonly wouldChange: string | null;
  /** The sources with most of the attack: each can be asked about by itself. */
  readonly sources: readonly Contributor[];
}

/** What a moment belongs to. */
export interface MomentExplanation {
  readonly schema: "tidegauge.explanation/1";
  readonly about: "moment";
  readonly time: string;
  /** The window that holds it; null where there was no request. */
  readonly window: ReportWindow | null;
  /** The last window before it and the first after it, where it lies in none. */
  readonly before: ReportWindow | null;
  readonly after: ReportWindow | null;
  /** Id and verdict of the episode that it lies in. */
  readonly episode: string | null;
  readonly episodeVerdict: Episode["verdict"] | null;
  readonly phase: Phase | null;
}

/** Takes the verdict on an episode apart. */
export function explainEpisode(episode: Episode): EpisodeExplanation {
  const { score, verdict, onset, end, detectedAt, probabilities, phases, abstained, wouldChange } = episode;
  const bySize = [...episode.evidence].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  let sum = score.prior;
  const evidence = bySize.map((item) => {
    sum += item.contribution;
    return { ...item, sum };
  });
  const calibrated = score.calibration.offset + score.calibration.slope * score.total;
  return {
    schema: "tidegauge.explanation/1",
    about: "episode",
    episode: episode.id,
    verdict,
    onset,
    end,
    detectedAt,
    prior: score.prior,
    evidence,
    total: score.total,
    calibration: score.calibration,
    calibrated,
    attackProbability: attackProbability(episode),
    probabilities,
    phases,
    abstained,
    wouldChange,
    sources: episode.attribution.sources.slice(0, SOURCES),
  };
}

/** Finds the window, the episode and the phase of a moment, given in milliseconds since 1970 UTC. */
export function explainMoment(report: Report, timeMs: number): MomentExplanation {
  const endOf = (window: ReportWindow) => instantOf(window.start) + window.seconds * 1000;
  const holds = (start: string, end: string | null) =>
    instantOf(start) <= timeMs && timeMs < (end === null ? Number.POSITIVE_INFINITY : instantOf(end));
  const window =
    report.windows.find((each) => instantOf(each.start) <= timeMs && timeMs < endOf(each)) ?? null;
  const episode = report.episodes.find(({ onset, end }) => holds(onset, end)) ?? null;
  return {
    schema: "tidegauge.explanation/1",
    about: "moment",
    time: new Date(timeMs).toISOString(),
    window,
    before: window === null ? (report.windows.findLast((each) => endOf(each) <= timeMs) ?? null) : null,
    after: window === null ? (report.windows.find((each) => instantOf(each.start) > timeMs) ?? null) : null,
    episode: episode?.id ?? null,
    episodeVerdict: episode?.verdict ?? null,
    phase: episode?.phases.find(({ start, end }) => holds(start, end)) ?? null,
  };
}

/** {@link explainEpisode} as text: a sum, as one would do it by hand. What comes from the log is escaped. */
export function episodeText(explanation: EpisodeExplanation, tz: string, width: number): string {
  const told = mapTexts(explanation, safe);
  const time = clock(tz);
  const { slope, offset } = told.calibration;
  const end = told.end === null ? "still running" : time.full(instantOf(told.end));
  const lines = [
    ...wrap(`Episode ${told.episode}: ${verdictWords(told.verdict)}`, width),
    ...wrap(
      `${time.full(instantOf(told.onset))} to ${end} (${time.zone}); judged so at ${time.full(instantOf(told.detectedAt))}`,
      width,
      "  ",
    ),
    "",
    "Evidence, in log-odds of an attack; the second column is the sum so far",
    `  ${padStart("", 6)}  ${padStart(signed(told.prior), 6)}  prior: before any evidence`,
  ];
  for (const item of told.evidence) {
    const expected = item.expected === null ? "" : `, expected ${figure(item.expected)}`;
    const text = `${item.feature}: ${item.summary} (observed ${figure(item.observed)}${expected})`;
    lines.push(
      ...wrap(text, width, `  ${padStart(signed(item.contribution), 6)}  ${padStart(signed(item.sum), 6)}  `),
    );
  }
  lines.push(
    `  ${padStart("", 6)}  ${padStart(signed(told.total), 6)}  total`,
    "",
    "From the total to the probability",
  );
  const steps = `calibrated: ${figure(offset)} + ${figure(slope)} × ${figure(told.total)} = ${figure(told.calibrated)}; attack probability: 1 / (1 + e^${figure(-told.calibrated)}) = ${percent(1 / (1 + Math.exp(-told.calibrated)))}`;
  lines.push(...wrap(steps, width, "  "));
  const { probabilities } = told;
  const kinds = `flood-attack ${percent(probabilities["flood-attack"])} + mixed ${percent(probabilities.mixed)} = ${percent(told.attackProbability)}; organic-surge ${percent(probabilities["organic-surge"])}; normal ${percent(probabilities.normal)}`;
  lines.push(...wrap(kinds, width, "  "), "", "Phases");
  for (const phase of told.phases) lines.push(...wrap(phaseWords(phase, time), width, "  ", "    "));
  lines.push("", "Not weighed");
  if (told.abstained.length === 0) lines.push("  nothing: every measurement could be taken");
  for (const { feature, reason } of told.abstained)
    lines.push(...wrap(`${feature}: ${reason}`, width, "  ", "    "));
  if (told.wouldChange !== null)
    lines.push("", "What would change this", ...wrap(told.wouldChange, width, "  "));
  if (told.sources.length > 0 && isAttack(told.verdict)) {
    lines.push("", "Foremost sources (why each: tidegauge explain FILE --source ADDRESS)");
    for (const { key, requests, attackShare } of told.sources) {
      lines.push(
        ...wrap(
          `${key}: ${counted(requests, "request")}, an attacker's at ${percent(attackShare)}`,
          width,
          "  ",
        ),
      );
    }
  }
  return `${lines.join("\n")}\n`;
}

/** {@link explainMoment} as text. */
export function momentText(explanation: MomentExplanation, tz: string, width: number): string {
  const told = mapTexts(explanation, safe);
  const time = clock(tz);
  const lines = [`${time.full(instantOf(told.time))} (${time.zone})`];
  if (told.window !== null) lines.push(...windowLines(told.window, time, width));
  else {
    lines.push("  no request then: no window holds this moment");
    if (told.before !== null)
      lines.push("  the last window before it", ...windowLines(told.before, time, width));
    if (told.after !== null)
      lines.push("  the first window after it", ...windowLines(told.after, time, width));
  }
  if (told.episode === null) lines.push("  in no episode");
  else {
    const words = verdictWords(told.episodeVerdict ?? "normal");
    lines.push(
      ...wrap(
        `in episode ${told.episode}, ${words} (why: tidegauge explain FILE --episode ${told.episode})`,
        width,
        "  ",
      ),
    );
    lines.push(
      ...wrap(
        told.phase === null ? "between two phases of it" : `in its phase ${phaseWords(told.phase, time)}`,
        width,
        "  ",
        "    ",
      ),
    );
  }
  return `${lines.join("\n")}\n`;
}

function windowLines(window: ReportWindow, time: Clock, width: number): string[] {
  const {
    requests,
    sources,
    logins,
    overloadResponses,
    attackProbability: probability,
    attackShare,
  } = window;
  const judged =
    probability === null
      ? "not judged"
      : `attack probability ${percent(probability)}${attackShare === null ? "" : `, attack share ${percent(attackShare)}`}`;
  const text = `window ${time.full(instantOf(window.start))}, ${duration(window.seconds * 1000)}: ${counted(requests, "request")} of ${counted(sources, "source")}, ${counted(logins, "login attempt")}, ${counted(overloadResponses, "overload response")}; ${verdictWords(window.verdict)}, ${judged}`;
  return wrap(text, width, "  ", "    ");
}

function phaseWords(phase: Phase, time: Clock): string {
  const end = phase.end === null ? "the end of the log" : time.second(instantOf(phase.end));
  const share = isAttack(phase.verdict) ? `, attack share ${interval(phase.attackShare)}` : "";
  const seen = time.second(instantOf(phase.detectedAt));
  return `${time.second(instantOf(phase.start))} to ${end}: ${verdictWords(phase.verdict)}${share}; seen at ${seen}`;
}

/** A figure with three significant digits, whole ones whole. */
function figure(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return count(value);
  return String(Number(value.toPrecision(3))).replace("-", "−");
}
