import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { Analyzer } from "../src/analyzer.ts";
import { loadPlaces } from "../src/node/place-data.ts";
import { FORMATS } from "../src/records/formats.ts";
import { simulate } from "../src/simulator/index.ts";
import { standInPlaces } from "./simulator/places.ts";

type Options = NonNullable<ConstructorParameters<typeof Analyzer>[0]>;

const MINUTE = 60_000;
const places = loadPlaces("lite");

function logOf(name: string, format = "combined"): Buffer {
  const drill = simulate(name, {
    ...{
      seed: 7,
      historyMs: 40 * MINUTE,
      durationMs: 25 * MINUTE,
      rate: 1.2,
      format,
      places: standInPlaces(),
    },
  });
  return Buffer.concat([...drill]);
}

/** Fields that change and are no state. */
const NO_STATE = [
  // Made when they are needed, or of a finished analyzer, which writes none.
  ...["Analyzer.#writer", "Analyzer.#batch", "Analyzer.#report"],
  // Room for the record, the lines, the sources, or the window at hand.
  ...["Analyzer.#record", "LogInput.#record", "PastMinutes.#idle", "PastMinutes.#units"],
  ...["Units.#prefixes", "Units.#prefixOf", "Units.#neighbours", "Units.#deeds", "Units.#context"],
  ...["Units.#factors", "Units.#sourceAges", "Units.#prefixAges", "Assessor.#model"],
  ...["CellTable.#kind", "Ledger.#told"],
  // Made from what is carried.
  ...["NumberIndex.#slots", "CellTable.#slots"],
  // A checkpoint ends a span: no window is open.
  ...["InputWindows.#open", "InputWindows.#current", "InputWindows.#firstEndMs"],
  // Carried by the judge, where a minute that it judged is still to be taken in.
  "Assessor.units",
];

/** Takes the rest of a log, and gives all that is told from there on. */
function goOn(analyzer: Analyzer, rest: Uint8Array): string {
  analyzer.push(rest);
  const report = analyzer.finish();
  return JSON.stringify([[...analyzer.drain()], report]);
}

function begin(options: Options): Analyzer {
  const analyzer = new Analyzer({ places, ...options });
  analyzer.drain();
  return analyzer;
}

describe.each([
  ["flood/hosting-login", {}],
  ["flood/low-and-slow", {}],
  ["flood/browser-like", {}],
  ["organic/retry-storm", { format: "combined" }],
  ["mixed/waiting-room", { window: "60s" }],
  ["mixed/attack-first", { memory: "16MiB", kernel: false }],
  ["normal/outage", { capacity: 20, home: "FR" }],
] as [string, Options][])("an analyzer that goes on from a checkpoint, in %s with %j", (name, options) => {
  let log: Buffer;

  beforeAll(() => {
    log = logOf(name);
  });

  it("tells the same as the one that wrote it, wherever the log is cut", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: log.length }), (cut) => {
        const before = begin(options);
        before.push(log.subarray(0, cut));
        // As it comes from a file.
        const bytes = Buffer.from(before.checkpoint());
        const after = Analyzer.restore(bytes, { places, kernel: options.kernel });
        expect(goOn(after, log.subarray(cut))).toBe(goOn(before, log.subarray(cut)));
      }),
      { numRuns: 6 },
    );
  });

  it("counts and judges as one that was never stopped, however often that happens", () => {
    const steady = begin(options);
    const pieces = 9;
    let analyzer = begin(options);
    for (let piece = 0; piece < pieces; piece += 1) {
      const end = Math.floor((log.length * (piece + 1)) / pieces);
      const bytes = log.subarray(Math.floor((log.length * piece) / pieces), end);
      analyzer.push(bytes);
      steady.push(bytes);
      analyzer = Analyzer.restore(analyzer.checkpoint(), { places, kernel: options.kernel });
    }
    const [stopped, whole] = [analyzer.finish(), steady.finish()];
    expect(stopped.input).toEqual(whole.input);
    expect(stopped.episodes.map(({ id, verdict, requests }) => [id, verdict, requests])).toEqual(
      whole.episodes.map(({ id, verdict, requests }) => [id, verdict, requests]),
    );
    const told = (analyzerOf: Analyzer) =>
      [...analyzerOf.drain()].filter(({ type }) => type !== "report").length;
    expect(told(analyzer)).toBe(told(steady));
  });
});

describe("a checkpoint", () => {
  const visit = (second: number, address: string) => ({
    ...{
      time: 1_617_688_800_000 + 1000 * second,
      address,
      method: "GET",
      path: `/${second % 7}`,
      status: 200,
    },
  });

  it("holds requests that were observed one by one, those of the last batch, too", () => {
    const before = begin({});
    for (let i = 0; i < 777; i += 1) before.observe(visit(i, `192.0.2.${i % 250}`));
    const after = Analyzer.restore(before.checkpoint(), { places });
    for (const analyzer of [before, after]) {
      for (let i = 777; i < 1500; i += 1) analyzer.observe(visit(i, `198.51.100.${i % 250}`));
      analyzer.advanceTo(1_617_688_800_000 + 2_000_000);
    }
    const [report, same] = [before.finish(), after.finish()];
    expect(same).toEqual(report);
    expect(report.input.requests).toBe(1500);
  });

  it("holds several inputs, and gives them back in order with the bytes they have taken", () => {
    const log = logOf("organic/bell-surge");
    const lines = log.toString("latin1").split(/(?<=\n)/);
    const logs = [0, 1].map((one) => Buffer.from(lines.filter((_, at) => at % 2 === one).join(""), "latin1"));
    const before = begin({});
    const inputs = logs.map((_, index) => before.open(`server ${index}`));
    const cuts = logs.map((bytes, index) => Math.floor(bytes.length / (2 + index)));
    for (const [index, input] of inputs.entries()) input.push(logs[index]!.subarray(0, cuts[index]));
    const after = Analyzer.restore(before.checkpoint(), { places });
    expect(after.inputs.map(({ name, bytes }) => [name, bytes])).toEqual([
      ["server 0", cuts[0]],
      ["server 1", cuts[1]],
    ]);
    const reports = [before, after].map((analyzer) => {
      for (const [index, input] of analyzer.inputs.entries()) input.push(logs[index]!.subarray(cuts[index]));
      return analyzer.finish();
    });
    expect(reports[1]).toEqual(reports[0]);
  });

  it.each(FORMATS)(
    "is written in the middle of lines of $name, before and after the format is known",
    ({ name, samples }) => {
      const bytes = Buffer.from(`${samples.join("\n")}\n`.repeat(4));
      for (const format of [name, "auto"]) {
        for (const cut of [1, Math.floor(bytes.length / 2), bytes.length - 3, bytes.length]) {
          const before = begin({ format });
          before.push(bytes.subarray(0, cut));
          const after = Analyzer.restore(before.checkpoint(), { places });
          expect(goOn(after, bytes.subarray(cut)), `${name}, ${format}, ${cut}`).toBe(
            goOn(before, bytes.subarray(cut)),
          );
        }
      }
    },
  );

  it("keeps what an earlier baseline taught", () => {
    const learned = begin({});
    learned.push(logOf("normal/quiet-day"));
    learned.finish();
    const before = begin({ baseline: learned.baseline() });
    const log = logOf("organic/bell-surge");
    before.push(log.subarray(0, 100_000));
    const after = Analyzer.restore(before.checkpoint(), { places });
    expect(goOn(after, log.subarray(100_000))).toBe(goOn(before, log.subarray(100_000)));
  });

  it("is refused where a byte has changed, where it is cut off, and where it is something else", () => {
    const analyzer = begin({});
    analyzer.push(logOf("normal/quiet-day").subarray(0, 20_000));
    const bytes = analyzer.checkpoint();
    const code = (damaged: Uint8Array) => {
      try {
        Analyzer.restore(damaged, { places });
        return "restored";
      } catch (error) {
        return (error as { code?: string }).code;
      }
    };
    expect(code(bytes)).toBe("restored");
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, bits) => {
          const damaged = bytes.slice();
          damaged[at]! ^= bits;
          expect(code(damaged)).toBe("TG_DECODE");
          expect(code(bytes.subarray(0, at))).toBe("TG_DECODE");
        },
      ),
      { numRuns: 40 },
    );
    expect(code(analyzer.baseline())).toBe("TG_DECODE");
    expect(code(new Uint8Array(0))).toBe("TG_DECODE");
  });

  it("is refused with other options or another table of places, and says which", () => {
    const analyzer = begin({ home: "FR", window: "10s" });
    const bytes = analyzer.checkpoint();
    expect(() => Analyzer.restore(bytes, { places, window: "30s" })).toThrow(
      /"windowMs" was 10000 when it was written and is 30000 now/,
    );
    expect(() => Analyzer.restore(bytes)).toThrow(/the table of places was .* and is none now/);
    expect(Analyzer.restore(bytes, { places, home: ["FR"] })).toBeInstanceOf(Analyzer);
  });

  it("leaves no field behind: every one that changes is carried, or is known to be no state", () => {
    const left: string[] = [];
    const src = fileURLToPath(new URL("../src/", import.meta.url));
    for (const path of readdirSync(src, { recursive: true, encoding: "utf8" })) {
      if (!path.endsWith(".ts") || path.includes("generated") || path.includes("assembly")) continue;
      const text = readFileSync(join(src, path), "utf8");
      const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
      for (const one of tree.statements.filter(ts.isClassDeclaration)) {
        const carrying = one.members.filter(
          (member) => ts.isMethodDeclaration(member) && /^#?carry/.test(member.name.getText()),
        );
        if (carrying.length === 0) continue;
        const carried = carrying.map((method) => method.getText()).join("\n");
        for (const field of one.members.filter(ts.isPropertyDeclaration)) {
          // What is given to the constructor and never replaced is how it is wired.
          const isWired = field.initializer === undefined && field.getText().includes("readonly ");
          const name = field.name.getText();
          if (!isWired && !new RegExp(`this\\.${name}\\b`).test(carried))
            left.push(`${one.name!.text}.${name}`);
        }
      }
    }
    expect(left.sort()).toEqual(NO_STATE.sort());
  });
});
