import { MEASURES, type Measure } from "../../evaluation/measures.ts";
import type { Examined } from "./examined.ts";

/** The measures of the evaluation over some logs, one a line. */
export function totals(results: readonly Examined[]): string {
  const outcomes = results.map(({ outcome }) => outcome);
  return table(
    ["measure", "must", "aim", "outside"],
    MEASURES.map((measure) => {
      const value = measure.of(outcomes);
      const text = value === null ? "–" : `${printed(value, measure)}${measure.passes(value) ? "" : " ✗"}`;
      return [measure.name, measure.must, measure.aim, text];
    }),
  );
}

/**
 * What is kept in bench/results/outside.md.
 * @param commit that was examined
 * @param before what was kept there, of which a half that was not examined now stays; "" for nothing
 */
export function reportOf(
  open: readonly Examined[],
  closed: readonly Examined[],
  commit: string,
  before: string,
): string {
  const [, openBefore = "", closedBefore = ""] = before.split(/^(?=## )/m);
  const title = (half: string, results: readonly Examined[]) =>
    `## ${half} half: ${results.length} logs, judged by ${commit}\n\n${totals(results)}\n`;
  const faults = open.map(({ name, seed, lines, faults: said }) => [
    name,
    String(seed),
    String(lines),
    said.join("; "),
  ]);
  return [
    "# Independent scenarios\n\nWritten by `node --import tsx bench/outside/main.ts --write` (bench/outside/README.md).\n\n",
    open.length === 0
      ? openBefore
      : `${title("Open", open)}\n${table(["scenario", "seed", "lines", "faults"], faults)}\n\n`,
    closed.length === 0 ? closedBefore : title("Closed", closed),
  ].join("");
}

function printed(value: number, { unit }: Measure): string {
  if (unit === "seconds") return `${value.toFixed(0)} s`;
  if (unit === "share") return value.toFixed(3);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 3);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
