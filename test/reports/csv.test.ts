import { describe, expect, it } from "vitest";
import { formatCsv } from "../../src/reports/csv.ts";
import { report } from "./example.ts";

describe("the windows as CSV", () => {
  it("are a line each under a line of names, with empty cells for what is not known", () => {
    const [first, second] = report().windows;
    const windows = [first!, { ...second!, attackProbability: null, attackShare: null }];
    expect(formatCsv(report({ windows }))).toBe(
      "start,seconds,requests,sources,logins,overloadResponses,verdict,attackProbability,attackShare\r\n" +
        "2021-04-05T22:00:00.000Z,60,12000,600,4000,0,normal,0.001,0\r\n" +
        `2021-04-05T22:01:00.000Z,60,${second!.requests},${second!.sources},${second!.logins},0,normal,,\r\n`,
    );
  });
});
