/**
 * `npm run fit`: fits the judge's weights to the simulator's fit families, and probabilities and intervals to its calibration
 * families. It begins with what was believed of people and bots before any simulation (bench/fit/priors.json), whatever the
 * weights files hold, so that two runs write the same bytes.
 *
 *   --seeds N   seeds per family (default 2)
 *   --jobs N    processes (default 2)
 *   --check     write nothing; exit 1 where the files differ from what the fit gives
 *
 * Attributes first, evidence after: the features measure what the attributes find. Both are fitted twice, since what the
 * judge learns of a site depends on how well it judges; calibration comes last, and moves neither.
 */
import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Case } from "./evaluation/corpus.ts";
import { fitAttributes } from "./fit/attribute-fit.ts";
import { fitCalibration, fitEvidence } from "./fit/evidence-fit.ts";
import type { CalibrationLesson, SourceLesson, SpanLesson } from "./fit/lessons.ts";
import {
  isWritten,
  readPriors,
  startingWeights,
  useWeights,
  type Weights,
  writeWeights,
} from "./fit/weights.ts";

const ROUNDS = 2;

/** What a run is asked for. */
type Wanted = "sources" | "spans" | "calibration";

/** One run for a process of its own memory of weights. */
interface Task {
  readonly wanted: Wanted;
  readonly weights: Weights;
  readonly cases: readonly Case[];
}

if (process.send === undefined) await main();
else work();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "2" },
      jobs: { type: "string", default: "2" },
      check: { type: "boolean", default: false },
    },
  });
  const jobs = Number(values.jobs);
  const families = JSON.parse(readFileSync(new URL("families.json", import.meta.url), "utf8"));
  const casesOf = (role: "fit" | "calibration"): Case[] =>
    families[role].flatMap((family: string) =>
      Array.from({ length: Number(values.seeds) }, (_, i) => ({
        family,
        seed: families.seeds[role] + i,
        historyHours: i % 2 === 0 ? 6 : 24,
      })),
    );
  const priors = readPriors();
  const weights = startingWeights(priors);
  for (let round = 0; round < ROUNDS; round += 1) {
    const sources = await lessonsOf<SourceLesson[][]>("sources", weights, casesOf("fit"), jobs);
    weights.attributes = fitAttributes(sources, priors);
    const spans = await lessonsOf<SpanLesson[]>("spans", weights, casesOf("fit"), jobs);
    weights.evidence = fitEvidence(spans, priors);
    console.error(`round ${round + 1}: ${JSON.stringify(weights.evidence)}`);
  }
  const calibration = await lessonsOf<CalibrationLesson>(
    "calibration",
    weights,
    casesOf("calibration"),
    jobs,
  );
  weights.evidence = { ...weights.evidence, ...fitCalibration(calibration) };
  console.log(JSON.stringify(weights.evidence, null, 2));
  if (!values.check) writeWeights(weights);
  else if (!isWritten(weights)) {
    console.error("The weights files are not what the fit gives.");
    process.exitCode = 1;
  }
}

/** Lessons of all runs, in the order of the runs however they are shared among processes. */
async function lessonsOf<T>(
  wanted: Wanted,
  weights: Weights,
  cases: readonly Case[],
  jobs: number,
): Promise<T[]> {
  const lessons = new Array<T>(cases.length);
  await Promise.all(
    Array.from({ length: jobs }, (_, job) => {
      const indices = cases.map((__, index) => index).filter((index) => index % jobs === job);
      return new Promise<void>((resolve, reject) => {
        const child = fork(fileURLToPath(import.meta.url), [], {
          execArgv: process.execArgv,
          serialization: "advanced",
        });
        let done = 0;
        child.on("message", (lesson: T) => {
          lessons[indices[done]!] = lesson;
          done += 1;
          // A process that left by itself would leave what it has not yet handed over behind.
          if (done === indices.length) child.disconnect();
        });
        child.on("exit", (code) => {
          if (code === 0 && done === indices.length) resolve();
          else reject(new Error(`a process of the fit ended with ${code} after ${done} of its runs`));
        });
        child.send({ wanted, weights, cases: indices.map((index) => cases[index]!) } satisfies Task);
      });
    }),
  );
  return lessons;
}

/** The judge reads its weights once, so every set of weights has processes of its own. */
function work(): void {
  process.once("message", async ({ wanted, weights, cases }: Task) => {
    await useWeights(weights);
    const { calibrationLesson, sourceLessons, spanLessons } = await import("./fit/lessons.ts");
    const { Corpus } = await import("./evaluation/corpus.ts");
    const { loadPlaces } = await import("../src/node/place-data.ts");
    const places = loadPlaces("lite");
    const corpus = new Corpus(places);
    for (const one of cases) {
      if (wanted === "sources") process.send!(sourceLessons(one, corpus, places));
      else if (wanted === "spans") process.send!(spanLessons(one, corpus, places, weights.evidence));
      else process.send!(calibrationLesson(one, corpus, places));
    }
  });
}
