/**
 * `npm run evaluate`: how well tidegauge, and the detectors it must beat, tell crowds from attacks.
 *
 *   --quick            one seed and six hours of history for every family (at most three minutes)
 *   --family NAME      only families whose name begins so (repeatable)
 *   --seeds N          seeds per family (default 4)
 *   --skip N           seeds of each family to pass over (default 0): for seeds that nobody has looked at
 *   --only-tidegauge   leave out the naive detectors
 *   --each             also print what became of every log
 *   --history H[,H…]   hours of normal traffic before (default 0,6,24)
 *   --jobs N           processes (default 2)
 *   --out DIR          where the results go (default bench/results)
 *
 * Prints the table of marks, families that were held out apart from those that weights were fitted on, and writes
 * evaluation.{json,md} and the figures into bench/results (not for --family, --skip or --only-tidegauge).
 */
import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadPlaces } from "../src/node/place-data.ts";
import { type Case, Corpus } from "./evaluation/corpus.ts";
import { delayPlot, reliabilityDiagram } from "./evaluation/figures.ts";
import { judgeCase, TIDEGAUGE } from "./evaluation/judged-case.ts";
import { NAIVE_DETECTORS } from "./evaluation/naive-detectors.ts";
import { familyTable, marksTable, type Result } from "./evaluation/tables.ts";

/** What bench/families.json holds. */
interface Families {
  seeds: Record<Role, number>;
  fit: string[];
  calibration: string[];
  test: string[];
}

type Role = "fit" | "calibration" | "test";

/** A case with the role of its family. */
interface Task extends Case {
  role: Role;
  /** Whether the naive detectors judge it, too. */
  naive: boolean;
}

const DETECTORS = [TIDEGAUGE, ...NAIVE_DETECTORS.map(({ name }) => name)];

if (process.send === undefined) await main();
else work();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      family: { type: "string", multiple: true, default: [] },
      seeds: { type: "string" },
      skip: { type: "string", default: "0" },
      "only-tidegauge": { type: "boolean", default: false },
      each: { type: "boolean", default: false },
      history: { type: "string" },
      jobs: { type: "string", default: "2" },
      out: { type: "string", default: fileURLToPath(new URL("results", import.meta.url)) },
    },
  });
  const seeds = Number(values.seeds ?? (values.quick ? 1 : 4));
  const histories = (values.history ?? (values.quick ? "6" : "0,6,24")).split(",").map(Number);
  const naive = !values["only-tidegauge"];
  const tasks = allTasks(seeds, Number(values.skip), histories, values.family, naive);
  const started = performance.now();
  const results = await judgeAll(tasks, Number(values.jobs));
  results.sort(
    (a, b) => compareText(a.family, b.family) || a.seed - b.seed || a.historyHours - b.historyHours,
  );
  const seconds = (performance.now() - started) / 1000;
  const heading = `${tasks.length} logs, ${seeds === 1 ? "one seed" : `${seeds} seeds`} a family, ${histories.join(", ")} h of history; ${seconds.toFixed(0)} s`;
  const sections = report(results, heading, naive ? DETECTORS : [TIDEGAUGE]);
  if (values.each) for (const result of results) if (result.detector === TIDEGAUGE) printOne(result);
  process.stdout.write(`${sections}\n`);
  if (values.family.length === 0 && values.skip === "0" && naive) write(values.out, results, sections);
}

function allTasks(
  seeds: number,
  skip: number,
  histories: readonly number[],
  prefixes: readonly string[],
  naive: boolean,
): Task[] {
  const families = JSON.parse(readFileSync(new URL("families.json", import.meta.url), "utf8")) as Families;
  const tasks: Task[] = [];
  for (const role of ["fit", "calibration", "test"] as const) {
    for (const family of families[role]) {
      if (prefixes.length > 0 && !prefixes.some((prefix) => family.startsWith(prefix))) continue;
      for (let i = 0; i < seeds; i += 1) {
        // Families that begin in the middle of things have no history whatever is asked for.
        const own = family.includes("/begins-") ? histories.slice(0, 1) : histories;
        for (const historyHours of own) {
          tasks.push({ family, seed: families.seeds[role] + skip + i, historyHours, role, naive });
        }
      }
    }
  }
  return tasks;
}

/** Shares the tasks among processes; whoever is done gets the next. */
async function judgeAll(tasks: readonly Task[], jobs: number): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const progress = process.stderr.isTTY;
  await Promise.all(
    Array.from(
      { length: Math.max(1, Math.min(jobs, tasks.length)) },
      () =>
        new Promise<void>((resolve, reject) => {
          const child: ChildProcess = fork(fileURLToPath(import.meta.url), [], {
            execArgv: process.execArgv,
          });
          const hand = () => {
            const task = tasks[next];
            next += 1;
            if (progress) process.stderr.write(`\r${Math.min(next, tasks.length)} of ${tasks.length} `);
            if (task === undefined) child.disconnect();
            else child.send(task);
          };
          child.on("message", (judged: Result[]) => {
            results.push(...judged);
            hand();
          });
          child.on("exit", (code) => {
            if (code === 0) resolve();
            else reject(new Error(`a process of the evaluation ended with ${code}`));
          });
          hand();
        }),
    ),
  );
  if (progress) process.stderr.write("\r");
  return results;
}

/** Judges whatever the parent sends. */
function work(): void {
  const places = loadPlaces("lite");
  const corpus = new Corpus(places);
  process.on("message", (task: Task) => {
    const { role, naive, ...one } = task;
    process.send!(judgeCase(one, role, corpus, places, naive ? NAIVE_DETECTORS : []));
  });
}

function report(results: readonly Result[], heading: string, detectors: readonly string[]): string {
  const heldOut = results.filter(({ role }) => role === "test");
  const fitted = results.filter(({ role }) => role !== "test");
  const sections = ["# Evaluation", heading];
  for (const [title, some] of [
    ["Held-out families", heldOut],
    ["Families that weights or calibration were fitted on (with these seeds)", fitted],
    ["All families", results],
  ] as const) {
    if (some.length > 0) sections.push(`## ${title}`, marksTable(some, detectors));
  }
  sections.push("## tidegauge by family", familyTable(results, TIDEGAUGE));
  sections.push(
    "✗ misses the mark. In brackets: 90 % of resampled logs. Naive detectors judge by the minute and are told the audience's countries and the login paths; tidegauge runs with default options.",
  );
  return sections.join("\n\n");
}

/** One log in a line: what was found, what was wrongly alarmed about, how long it took, by how much shares were wrong. */
function printOne({ family, seed, outcome }: Result): void {
  const list = (values: readonly unknown[]) => (values.length === 0 ? "-" : values.join(","));
  const signs = (values: readonly boolean[]) => list(values.map((value) => (value ? "+" : "✗")));
  const digits = (values: readonly number[]) => list(values.map((value) => value.toFixed(2)));
  process.stdout.write(
    `${family}.${seed} attack ${signs(outcome.attackFound)} surge ${signs(outcome.surgeFound)} ` +
      `organic called attack ${list(outcome.surgeCalledAttack.map(Number))} false ${outcome.falseAlarms} ` +
      `delay ${list(outcome.delaySeconds.map(Math.round))} share ${digits(outcome.shareError)} ${signs(outcome.shareCovered)} ` +
      `rules ${digits(outcome.attackCaught)}/${digits(outcome.organicHit)} overload ${signs(outcome.overloadRight)}\n`,
  );
}

function write(folder: string, results: readonly Result[], sections: string): void {
  mkdirSync(folder, { recursive: true });
  const of = (detector: string) =>
    results.filter((result) => result.detector === detector).map(({ outcome }) => outcome);
  const file = (name: string, text: string) => writeFileSync(join(folder, name), text);
  file(
    "evaluation.md",
    `${sections}\n\n![reliability](evaluation-reliability.svg) ![time to detect](evaluation-delay.svg)\n`,
  );
  file("evaluation.json", `[\n${results.map((result) => JSON.stringify(rounded(result))).join(",\n")}\n]\n`);
  file("evaluation-reliability.svg", reliabilityDiagram(of(TIDEGAUGE)));
  file("evaluation-delay.svg", delayPlot(DETECTORS.map((name) => [name, of(name)] as const)));
}

/** Results without the probabilities of every window, which are many; their sum is in the tables. */
function rounded(result: Result): unknown {
  const { probability, probabilityTruth: _, ...outcome } = result.outcome;
  return { ...result, outcome: { ...outcome, windowsJudged: probability.length } };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
