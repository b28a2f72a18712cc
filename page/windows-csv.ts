import type { WindowColumns } from "../src/reports/html/window-columns.ts";
import { VERDICTS } from "../src/reports/report.ts";

/** The windows as CSV, with the columns of `-o csv`. Nothing in it comes from the log but numbers. */
export function windowsCsv(columns: WindowColumns): string {
  const lines = [
    "start,seconds,requests,sources,logins,overloadResponses,verdict,attackProbability,attackShare",
  ];
  let time = columns.start;
  columns.seconds.forEach((seconds, index) => {
    const start = time + columns.gap[index]!;
    time = start + seconds;
    lines.push(
      [
        new Date(start * 1000).toISOString(),
        seconds,
        columns.requests[index],
        columns.sources[index],
        columns.logins[index],
        columns.overload[index],
        VERDICTS[columns.verdicts.charCodeAt(index) - 48],
        shareText(columns.probability[index]!),
        shareText(columns.share[index]!),
      ].join(","),
    );
  });
  return `${lines.join("\r\n")}\r\n`;
}

/** Nothing where it was not judged. */
function shareText(thousandths: number): string {
  return thousandths < 0 ? "" : String(thousandths / 1000);
}
