import { describe, expect, it } from "vitest";
import { FORMATS } from "../../../src/records/formats.ts";
import { detectBothWays } from "../both-ways.ts";
import { readLines } from "../read-lines.ts";

/** What every sample says: 6 April 2021, 06:00 UTC, whatever the zone it is written in. */
const MOMENT = Date.UTC(2021, 3, 6, 6);
/** Formats without zone are read as of Paris here, where it was eight. */
const LOG_TZ = "Europe/Paris";

describe.each(FORMATS.map((format) => [format.name, format] as const))("the samples of %s", (_, format) => {
  const text = `${format.samples.join("\n")}\n`;
  const lines = readLines(format, new TextEncoder().encode(text), LOG_TZ);

  it("are all read, and mean the documented visitor at the documented time", () => {
    const requests = lines.filter((line) => !("blank" in line));
    expect(requests.length).toBeGreaterThan(0);
    for (const line of requests) {
      expect(line).toHaveProperty("timeMs");
      if (!("timeMs" in line)) continue;
      expect(Math.floor(line.timeMs / 1000) * 1000).toBe(MOMENT);
      expect(line.family).toBeGreaterThan(0);
      expect(line.path).toMatch(/^(\/|http:\/\/www\.example\.org\/)/);
    }
  });

  it("are detected as what they are", () => {
    const detection = detectBothWays(new TextEncoder().encode(text), { logTz: LOG_TZ });
    // A named layout without its #Fields line can be told, one with it is plain W3C.
    expect(detection.format?.name).toBe(format.name);
    expect(detection.share).toBe(1);
  });

  it("are read alike in every envelope", () => {
    if (format.samples.some((sample) => sample.startsWith("#"))) return;
    const envelopes: ((line: string) => string)[] = [
      (line) => `Apr  6 08:00:01 web1 proxy[17]: ${line}`,
      (line) => `<134>Apr 16 08:00:01 web1 proxy: ${line}`,
      (line) => `2021-04-06T08:00:01.123456+02:00 web1 proxy[17]: ${line}`,
      (line) => `<134>1 2021-04-06T06:00:01.123Z web1 proxy 17 - - ${line}`,
      (line) => `<134>1 2021-04-06T06:00:01.123Z web1 proxy 17 - [a@1 b="]"][c@2 d="e"] ${line}`,
      (line) => `2021-04-06T06:00:01.123456789Z stdout F ${line}`,
      (line) =>
        JSON.stringify({ log: `${line}\n`, stream: "stdout", time: "2021-04-06T06:00:01.123456789Z" }),
      (line) => `web-1  | ${line}`,
    ];
    for (const wrap of envelopes) {
      const wrapped = format.samples.map(wrap).join("\n");
      expect(readLines(format, new TextEncoder().encode(wrapped), LOG_TZ)).toEqual(lines);
    }
  });
});
