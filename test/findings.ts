import type { Report } from "../src/reports/report.ts";

/** What a report says beside how its input was named and cut into files. */
export function findings({ windows, episodes, breakdowns, verdict, input }: Report): unknown {
  const { records, late, blank, requests, outside, from, to } = input;
  return {
    windows,
    episodes,
    breakdowns,
    verdict,
    input: { records, late, blank, requests, outside, from, to },
  };
}
