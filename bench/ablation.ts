/**
 * `npm run ablation`: what each piece of evidence is worth. Every feature, and every attribute of sources, is left out in turn
 * (without fitting the others anew), and the held-out families are judged again.
 *
 *   --seeds N     seeds per family (default 1)
 *   --jobs N      processes (default 2)
 *   --part NAME   only `feature` or only `attribute` (default both)
 *   --only NAMES  only these features or attributes, with commas between them (default all)
 *   --out FILE    where the table goes (default bench/results/ablation.md)
 */
import { fork } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { MEASURES } from "./evaluation/measures.ts";
import type { Outcome } from "./evaluation/outcome.ts";

/** Hours of normal traffic before. */
const HISTORY_HOURS = 6;
/** What is shown of each run: measures that evidence can move. */
const SHOWN = [
  "attack recall",
  "attack precision, episodes",
  "organic called attack",
  "time to detect, median",
  "attack share error, mean",
  "Brier skill",
  "rules: attack caught",
];

/** One run: nothing, a feature or an attribute is left out. */
interface Ablation {
  readonly part: "nothing" | "feature" | "attribute";
  readonly name: string;
}

if (process.send === undefined) await main();
else work();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "1" },
      jobs: { type: "string", default: "2" },
      part: { type: "string" },
      only: { type: "string" },
      out: { type: "string", default: fileURLToPath(new URL("results/ablation.md", import.meta.url)) },
    },
  });
  const names = (file: string, key: string) =>
    Object.keys(JSON.parse(readFileSync(new URL(`../src/features/${file}`, import.meta.url), "utf8"))[key]);
  const all: Ablation[] = [
    { part: "nothing", name: "" },
    ...names("evidence-weights.json", "weights").map((name) => ({ part: "feature", name }) as const),
    ...names("attribute-weights.json", "attributes").map((name) => ({ part: "attribute", name }) as const),
  ];
  const only = values.only?.split(",");
  const ablations = all.filter(
    ({ part, name }) =>
      part === "nothing" ||
      ((values.part === undefined || part === values.part) && (only === undefined || only.includes(name))),
  );
  const rows = new Map<Ablation, string>();
  let next = 0;
  const runOne = async (): Promise<void> => {
    const ablation = ablations[next];
    next += 1;
    if (ablation === undefined) return;
    rows.set(ablation, rowOf(ablation, await judged(ablation, Number(values.seeds))));
    await runOne();
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, runOne));
  const shown = MEASURES.filter(({ name }) => SHOWN.includes(name));
  const table = [
    "# What each piece of evidence is worth",
    "",
    `Held-out families, ${values.seeds} seed each, ${HISTORY_HOURS} h of history. One part is left out at a time; the others keep their weights.`,
    "",
    `| left out | ${shown.map(({ name }) => name).join(" | ")} |`,
    `|---|${shown.map(() => "---").join("|")}|`,
    ...ablations.map((ablation) => rows.get(ablation)),
    "",
  ].join("\n");
  writeFileSync(values.out, table);
  process.stdout.write(`${table}\n`);
}

/** Every ablation has a process of its own: weights are read once. */
function judged(ablation: Ablation, seeds: number): Promise<Outcome[]> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [], { execArgv: process.execArgv });
    child.on("message", (outcomes: Outcome[]) => resolve(outcomes));
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code !== 0) reject(new Error(`a process of the ablation ended with ${code}`));
    });
    child.send({ ablation, seeds });
  });
}

function rowOf({ part, name }: Ablation, outcomes: readonly Outcome[]): string {
  const cells = MEASURES.filter((measure) => SHOWN.includes(measure.name)).map((measure) => {
    const value = measure.of(outcomes);
    return value === null ? "–" : measure.unit === "seconds" ? `${value.toFixed(0)} s` : value.toFixed(3);
  });
  return `| ${part === "nothing" ? "nothing" : `${part} \`${name}\``} | ${cells.join(" | ")} |`;
}

/** Takes the part's weight away before the judge reads the weights, and judges. */
function work(): void {
  process.once("message", async ({ ablation, seeds }: { ablation: Ablation; seeds: number }) => {
    const evidence = await import("../src/features/evidence-weights.json", { with: { type: "json" } });
    const attributes = await import("../src/features/attribute-weights.json", { with: { type: "json" } });
    if (ablation.part === "feature") {
      (evidence.default.weights as Record<string, number>)[ablation.name] = 0;
    } else if (ablation.part === "attribute") {
      (attributes.default.attributes as Record<string, { trust: number }>)[ablation.name]!.trust = 0;
    }
    const { Corpus } = await import("./evaluation/corpus.ts");
    const { judgeCase, TIDEGAUGE } = await import("./evaluation/judged-case.ts");
    const { loadPlaces } = await import("../src/node/place-data.ts");
    const families = JSON.parse(readFileSync(new URL("families.json", import.meta.url), "utf8"));
    const places = loadPlaces("lite");
    const corpus = new Corpus(places);
    const outcomes: Outcome[] = [];
    for (const family of families.test as string[]) {
      for (let i = 0; i < seeds; i += 1) {
        const one = { family, seed: (families.seeds.test as number) + i, historyHours: HISTORY_HOURS };
        const mine = judgeCase(one, "test", corpus, places, []).find(
          ({ detector }) => detector === TIDEGAUGE,
        )!;
        outcomes.push(mine.outcome);
      }
    }
    process.send!(outcomes);
    process.disconnect!();
  });
}
