import { describe, expect, it } from "vitest";
import { explainLine, lineText } from "../../src/cli/explain-line.ts";
import { PlaceTable } from "../../src/geo/place-table.ts";
import { type AnalyzerOptions, resolveOptions } from "../../src/options.ts";
import { formatOf } from "../../src/records/formats.ts";

const LINE =
  '192.0.2.7 - - [06/Apr/2021:08:00:07 +0200] "POST /login?x=1 HTTP/1.1" 200 512 "-" "curl/7.2\u001b[2J"';

function explained(line: string, options: AnalyzerOptions = {}) {
  return explainLine(line, formatOf("combined"), resolveOptions(options), PlaceTable.empty);
}

describe("the explanation of a line", () => {
  it("says how each column was read, and what the line became", () => {
    const { outcome, fields, became } = explained(LINE);
    const values = Object.fromEntries(fields.map(({ field, value }) => [field, value]));
    expect(outcome).toBe("record");
    expect(values).toMatchObject({
      client: "192.0.2.7",
      time: "2021-04-06T06:00:07.000Z",
      method: "POST",
      path: "/login",
      query: "?x=1",
      status: 200,
      bytes: 512,
      referrer: null,
      durationSeconds: null,
    });
    expect(became).toEqual({
      source: "192.0.2.7",
      prefix: "192.0.2.0/24",
      allowed: "no",
      window: "2021-04-06T06:00:00.000Z",
      pathClass: "login",
      userAgentClass: "tool",
      country: null,
      region: null,
    });
  });

  it("heeds the options of the analyzer", () => {
    const { became } = explained(LINE, { login: ["/other"], window: "5s", allow: ["192.0.2.0/24"] });
    expect(became).toMatchObject({
      pathClass: "page",
      window: "2021-04-06T06:00:05.000Z",
      allowed: "yes: it counts as organic",
    });
  });

  it("says why a line is no request, and where", () => {
    const broken = LINE.replace(" 200 ", " 2000 ");
    const told = explained(broken);
    expect(told).toMatchObject({
      outcome: "bad-status",
      became: null,
      failure: { at: broken.indexOf("2000 ") },
    });
    expect(explained("")).toMatchObject({ outcome: "blank", failure: null });
  });

  it("lets nothing of the line be obeyed by a terminal", () => {
    for (const line of [LINE, `\u001b[2J${LINE}`]) {
      expect(lineText(explained(line), 80)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    }
  });
});
