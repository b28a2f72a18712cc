import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../src/records/formats.ts";
import type { Draw } from "./lines.ts";
import { sampleLine } from "./samples.ts";
import { accountOf, logOf, summaries } from "./summaries.ts";

const ISO = "2021-04-06T06:00:01.123456789Z";

/** What stands before lines, as usual and in other ways; and whether the kernel takes it off. */
const HEADS: readonly (readonly [name: string, heads: readonly string[], isRead: boolean])[] = [
  [
    "syslog",
    [
      "Apr  6 08:00:01 web1 proxy[17]: ",
      "<134>Apr  6 08:00:01 web1 proxy[17]: ",
      "Apr 16 08:00:01 web1 proxy: ",
      "Apr 16 08:00:01 2001:db8::1 proxy ",
      "Apr  6 2021 08:00:01 web1 proxy: ",
      "Apr  6 08:00:01.123 web1 proxy: ",
      "<1234Apr  6 08:00:01 web1 proxy: ",
    ],
    true,
  ],
  [
    "syslog with an ISO time",
    [
      `${ISO} web1 proxy[17]: `,
      `${ISO} stdhost proxy[17]: `,
      `${ISO} stdout F `,
      "2021-04-06 06:00:01 web1 x: ",
    ],
    true,
  ],
  [
    "syslog of RFC 5424",
    [
      `<134>1 ${ISO} web1 proxy 17 - - `,
      `<134>1 ${ISO} web1 proxy 17 - [a@1 b="]"] `,
      `<134>1 ${ISO} web1 proxy 17 - - \ufeff`,
      `77 <134>1 ${ISO} web1 proxy 17 - - `,
      `<134>1 ${ISO} web1 proxy - - `,
    ],
    true,
  ],
  [
    "CRI",
    [`${ISO} stdout F `, `${ISO} stderr F `, `${ISO} stdout P `, `${ISO} stdout X `, `${ISO} std F `],
    true,
  ],
  ["a time", [`${ISO} `, `${ISO} {app="web"} `, `${ISO} {app `, "2021-04-06T06 "], true],
  ["docker compose", ["web-1  | ", "web-12 | "], false],
];

/** Lines with one head mostly, with another or none now and then. */
function headed(heads: readonly string[], line: (timeMs: number, draw: Draw) => string) {
  return (timeMs: number, draw: Draw) => {
    const head = draw(20) > 0 ? heads[0]! : ["", ...heads, "\n"][draw(heads.length + 2)]!;
    return head.slice(0, draw(30) > 0 ? head.length : draw(head.length + 1)) + line(timeMs, draw);
  };
}

describe.each(HEADS)("lines behind %s", (_head, heads, isRead) => {
  it.each(["haproxy", "combined", "envoy-text", "json", "ltsv", "iis"])(
    "are read the same by the kernel and the readable way: %s",
    (name) => {
      const { samples } = FORMATS.find((format) => format.name === name)!;
      const line = headed(heads, sampleLine(samples.filter((sample) => !sample.startsWith("#"))));
      fc.assert(
        fc.property(fc.integer(), fc.integer({ min: 1, max: 200_000 }), (seed, chunk) => {
          const log = logOf(seed, line, 600);
          const { readByKernel: _, ...kernel } = summaries(log, true, { format: name, chunk });
          expect(kernel).toEqual(accountOf(log, { format: name, chunk }));
        }),
        { numRuns: 4 },
      );
      // A log that leaps into the future early leaves it nothing to read.
      const read = [5, 6, 7].map(
        (seed) => summaries(logOf(seed, line, 1000), true, { format: name, chunk: 1e6 }).readByKernel,
      );
      // The readable way reads objects wherever they begin, and asks for no envelope.
      if (name === "json") return;
      if (isRead) expect(Math.max(...read)).toBeGreaterThan(100);
      else expect(Math.max(...read)).toBeLessThan(100);
    },
  );
});
