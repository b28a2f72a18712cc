import type { Baseline } from "../baselines/baseline.ts";
import type { Units } from "../features/units.ts";
import type { Networks } from "../geo/networks.ts";
import type { Assessment, SourceWeigher } from "../verdicts/assessor.ts";
import type { EpisodeRecord } from "./episode-record.ts";
import type { WindowRow } from "./window-rows.ts";

/** What the judge must know. */
export interface JudgeOptions {
  readonly windowMs: number;
  readonly latenessMs: number;
  readonly capacityRps: number | null;
  /** Countries of the audience, or null to learn them. */
  readonly home: readonly string[] | null;
  /** Offset of local time at an instant, minutes east of UTC; null: the log's own. */
  readonly zoneMinutesAt: ((timeMs: number) => number) | null;
  /** What lies before is learned from and not reported. */
  readonly sinceMs: number | null;
  /** What is known of normal traffic already; learns on. Default: nothing. */
  readonly baseline?: Baseline | undefined;
  /** Which network a source belongs to. Default: what the log says. */
  readonly networks?: Networks | undefined;
  /** Is shown every judgement with its sources: for measuring and fitting the judge. Must change nothing. */
  readonly probe: Probe | null;
  /** Is shown what an episode takes in: for reading a log again by what was found. Must change nothing. */
  readonly witness?: Witness | undefined;
}

/**
 * Sees a judged span: its sources, with posteriors, are valid during the call only.
 * @param weigher tells why a source was taken for what it was
 */
export type Probe = (assessment: Assessment, units: Units, weigher: SourceWeigher) => void;

/** Sees a judged span that an episode takes in, as its attribution does; `onsetMs` names the episode. Valid during the call only. */
export type Witness = (onsetMs: number, assessment: Assessment, units: Units) => void;

/** What happened, in order. */
export interface JudgeListener {
  window(row: WindowRow): void;
  opened(episode: EpisodeRecord): void;
  changed(episode: EpisodeRecord): void;
  closed(episode: EpisodeRecord): void;
}
