import { predicatesOf } from "../rule.ts";
import { csvLines } from "./csv-lines.ts";
import { type Exported, type ExportInput, numberedRules } from "./export.ts";

const COLUMNS = [
  "rule",
  "predicate",
  "value",
  "attackCaught",
  "organicHit",
  "baselineHit",
  "marginalAttackCaught",
  "marginalOrganicHit",
  "marginalBaselineHit",
  "episode",
  "verdict",
  "onset",
  "end",
] as const;

/**
 * CSV: a line per value of a predicate. Lines of one rule number belong together: every predicate must hold, any of its
 * values may match. Inert in spreadsheets (see `csvCell`).
 */
export function exportCsv(input: ExportInput): Exported {
  const { rules, leftOut } = numberedRules(input);
  const rows = rules.flatMap(({ number, episode, rule, match }) => {
    const { marginal } = rule;
    return predicatesOf(match).flatMap((predicate) =>
      match[predicate]!.map((value: string | number) => [
        number,
        predicate,
        String(value),
        rule.attackCaught,
        rule.organicHit,
        rule.baselineHit,
        marginal.attackCaught,
        marginal.organicHit,
        marginal.baselineHit,
        episode.id,
        episode.verdict,
        episode.onset,
        episode.end,
      ]),
    );
  });
  return { text: csvLines([COLUMNS, ...rows]), leftOut };
}
