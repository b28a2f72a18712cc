import { describe, expect, it } from "vitest";
import { Analyzer } from "../../src/index.ts";

const START_MS = Date.UTC(2021, 3, 6, 6);

/** Azure's way: one line of many requests, of about 250 bytes each. */
function batch(count: number, from = 0): string {
  const records = Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      time: new Date(START_MS + (from + i) * 20).toISOString(),
      category: "FrontDoorAccessLog",
      properties: {
        clientIp: `192.0.2.${(from + i) % 200}`,
        httpMethod: "GET",
        requestUri: `https://www.example.org/page/${from + i}`,
        httpStatusCode: "200",
        responseBytes: "5316",
        userAgent: "curl/7.74.0",
      },
    }),
  );
  return `{"records":[${records.join(",")}]}\n`;
}

function report(log: string, chunk: number, format = "auto") {
  const analyzer = new Analyzer({ format });
  const bytes = new TextEncoder().encode(log);
  for (let at = 0; at < bytes.length; at += chunk) analyzer.push(bytes.subarray(at, at + chunk));
  return analyzer.finish();
}

describe("lines of many requests", () => {
  it.each([1000, 65_536, 1e7])("are read up to a mebibyte, whatever the chunks: %i bytes", (chunk) => {
    const log = batch(3000) + batch(1, 3000) + batch(2000, 3001);
    expect(log.length / 5001).toBeGreaterThan(200);
    const { input } = report(log, chunk);
    expect(input.sources[0]?.format).toBe("azure-front-door");
    expect(input).toMatchObject({ lines: 3, records: 3, requests: 5001 });
    expect(input.rejected.total).toBe(0);
  });

  it("are rejected beyond, and a note says what to do", () => {
    const { input, notes } = report(batch(10) + batch(6000), 65_536);
    expect(input).toMatchObject({ lines: 2, records: 1, requests: 10 });
    expect(input.rejected.reasons).toEqual({ overlong: 1 });
    expect(notes.map(({ code }) => code)).toContain("overlong-batch");
  });

  it("leave the limit of other formats where it is", () => {
    const line =
      '192.0.2.1 - - [06/Apr/2021:08:00:00 +0200] "GET /login HTTP/1.1" 200 5316 "-" "curl/7.74.0"';
    const long = line.replace("curl", "x".repeat(70_000));
    const { input } = report(`${line}\n${long}\n${line}\n`, 1e6);
    expect(input).toMatchObject({ lines: 3, records: 2 });
    expect(input.rejected.reasons).toEqual({ overlong: 1 });
  });
});
