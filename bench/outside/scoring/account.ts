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

/** What is kept in bench/results/outside.md. */
export function reportOf(open: readonly Examined[], closed: readonly Examined[]): string {
  const parts = [
    "# Independent scenarios\n\nWritten by `node --import tsx bench/outside/main.ts --write` (bench/outside/README.md).\n",
  ];
  if (open.length > 0) {
    const rows = open.map(({ name, seed, faults, lines }) => [
      name,
      String(seed),
      String(lines),
      faults.length === 0 ? "" : faults.join("; "),
    ]);
    parts.push(
      `## Open half: ${open.length} logs\n\n${totals(open)}\n\n${table(["scenario", "seed", "lines", "faults"], rows)}\n`,
    );
  }
  if (closed.length > 0) parts.push(`## Closed half: ${closed.length} logs\n\n${totals(closed)}\n`);
  return parts.join("\n");
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
