/**
 * tidegauge reads web access logs as they stream and says whether a site is being visited or attacked: scored, explained
 * verdicts in bounded memory. `Analyzer` is the core, which does no I/O; `analyzeFiles` reads files with it.
 */
export { Analyzer } from "./analyzer.ts";
export { type ErrorCode, TidegaugeError } from "./errors.ts";
export type { NetworkTable } from "./geo/network-table.ts";
export type { AddressRange, NetworkRange, PlaceTable } from "./geo/place-table.ts";
export type { LineAccount, RejectedSample } from "./inputs/line-account.ts";
export type { LogInput } from "./inputs/log-input.ts";
export { type AnalyzeFilesOptions, analyzeFiles } from "./node/analyze-files.ts";
export { loadNetworks, loadPlaces, type PlaceSourceName } from "./node/place-data.ts";
export type { Progress } from "./node/read-inputs.ts";
export { type Watched, type WatchFilesOptions, watchFiles } from "./node/watch-files.ts";
export type { ObservedRequest } from "./observed-request.ts";
export type { AnalyzerOptions, Duration, Instant } from "./options.ts";
export { formatHtml } from "./reports/html.ts";
export { formatEvent, formatJson } from "./reports/json.ts";
export {
  type Abstention,
  type AnalyzerEvent,
  type Attribution,
  type BreakdownRow,
  type Breakdowns,
  type Contributor,
  DIMENSIONS,
  type Episode,
  type Evidence,
  type GeoAccount,
  type InputAccount,
  type InputSource,
  type Interval,
  isAttack,
  type Note,
  type NuisanceRow,
  type Origin,
  type Overload,
  type Phase,
  type Probabilities,
  type Rejected,
  type Report,
  type ReportSettings,
  type ReportWindow,
  type Rule,
  type RuleMatch,
  type RuleShares,
  type Score,
  type Spread,
  VERDICTS,
  type Verdict,
} from "./reports/report.ts";
export { formatText, type TextOptions } from "./reports/text.ts";
export type { Surroundings } from "./surroundings.ts";
export { VERSION } from "./version.ts";
