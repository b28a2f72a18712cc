import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clfTime, combinedLine, EPOCH, epochLine, TIMED, timedLine } from "./lines.ts";
import { accountOf, logOf, START_MS, summaries } from "./summaries.ts";

describe("the kernel", () => {
  it.each([
    ["combined", "combined", combinedLine],
    ["an nginx format with ISO times, lists and durations", TIMED, timedLine],
    ["an nginx format with seconds since 1970", EPOCH, epochLine],
  ] as const)("makes the windows that the summariser makes of %s, byte for byte", (_, format, line) => {
    // Not of every log: one that leaps into the future early leaves it little.
    let most = 0;
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 200_000 }), (seed, chunk) => {
        const log = logOf(seed, line, 4000);
        const { readByKernel, ...made } = summaries(log, true, { format, chunk });
        expect(made).toEqual(accountOf(log, { format, chunk }));
        most = Math.max(most, readByKernel);
      }),
      { numRuns: 12 },
    );
    expect(most).toBeGreaterThan(50);
  });

  it("counts what is allowed, and what lies before the time asked for, as the summariser does", () => {
    const log = logOf(3, combinedLine, 3000);
    const options = { format: "combined", chunk: 4096, allow: "62.0.0.0/11", sinceMs: START_MS + 20_000 };
    expect(summaries(log, true, options)).toMatchObject(accountOf(log, options));
  });

  it("takes records of any format, wherever their bytes lie", () => {
    const lines = Array.from(
      { length: 2000 },
      (_, i) =>
        `{"time":"${new Date(START_MS + i * 30).toISOString()}","client_ip":"192.0.2.${i % 200}","uri":"/p/${i % 300}?x","status":${i % 7 === 0 ? 503 : 200},"user_agent":"agent ${i % 70}"}`,
    );
    const log = new TextEncoder().encode(lines.join("\n"));
    for (const chunk of [100, 65_536]) {
      const options = { format: "json", chunk };
      expect(summaries(log, true, options)).toMatchObject(accountOf(log, options));
    }
  });

  it("reads plain lines itself: no more than the first lines, until their time is believed, and the first of each window are left to others", () => {
    const plain = (timeMs: number) =>
      `192.0.2.1 - - [${clfTime(timeMs, () => 1)}] "GET /a?b=1 HTTP/1.1" 200 5 "-" "agent"\n`;
    const log = Array.from({ length: 300 }, (_, i) => plain(START_MS + i * 100)).join("");
    const { readByKernel } = summaries(new TextEncoder().encode(log), true, {
      format: "combined",
      chunk: 1e6,
    });
    expect(readByKernel).toBe(300 - 16 - 2);
  });

  it("reads formats with long texts between their fields, and with fields that are a hyphen, itself", () => {
    const format =
      '$remote_addr who is known as $remote_user came at [$time_local] and asked "$request" got $status';
    const line = (timeMs: number, name: string) =>
      `192.0.2.1 who is known as ${name} came at [${clfTime(timeMs, () => 1)}] and asked "GET /${"a".repeat(
        timeMs % 90,
      )}?b HTTP/1.1" got 200\n`;
    const names = ["-", "-", "-", "anna", "-x"];
    const log = Array.from({ length: 500 }, (_, i) => line(START_MS + i * 7, names[i % 5]!)).join("");
    const bytes = new TextEncoder().encode(log);
    for (const chunk of [777, 1e6]) {
      const { readByKernel, ...made } = summaries(bytes, true, { format, chunk });
      expect(made).toEqual(accountOf(bytes, { format, chunk }));
      expect(readByKernel).toBeGreaterThan(200);
    }
  });

  it("takes no zone of a timestamp that it does not read for that of the one before", () => {
    const line = (time: string, zone: string) =>
      `192.0.2.1 - - [06/Apr/2021:${time} ${zone}] "GET / HTTP/1.1" 200 1 "-" "curl/7.74.0"\n`;
    const lines = [line("08:00:00", "+0000"), line("08:00:61", "+0200"), line("08:00:00", "+0000")];
    const log = new TextEncoder().encode(lines.join("").repeat(3));
    const options = { format: "combined", chunk: 1e6 };
    expect(summaries(log, true, options)).toMatchObject(accountOf(log, options));
  });

  it("adds requests in any order, a few sources sending most of them for many paths", () => {
    const lines = Array.from({ length: 3000 }, (_, i) => {
      const source = i % 3 === 0 ? i % 250 : 251 + (i % 2);
      const path = `/page/${(i * 7919) % 211}/${(i * 104_729) % 13}`;
      const time = `08:00:${String(Math.floor(i / 300) % 10).padStart(2, "0")}`;
      return `192.0.2.${source} - - [06/Apr/2021:${time} +0000] "GET ${path} HTTP/1.1" ${i % 11 === 0 ? 503 : 200} 1 "-" "agent ${i % 40}"\n`;
    });
    const log = new TextEncoder().encode(lines.join(""));
    const options = { format: "combined", chunk: 50_000 };
    const { readByKernel, ...made } = summaries(log, true, options);
    expect(made).toEqual(accountOf(log, options));
    expect(readByKernel).toBeGreaterThan(2000);
  });
});
