import { fork } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { describeMachine } from "../machine.ts";
import type { Task } from "./examiner.ts";
import { SCENARIOS } from "./scenarios/index.ts";
import { reportOf, totals } from "./scoring/account.ts";
import type { Examined } from "./scoring/examined.ts";

/**
 * Examines the judge on scenarios that nothing was fitted to.
 *
 *     node --import tsx bench/outside/main.ts [--half open|closed] [--only NAME] [--single NAME] [--seeds N|FROM-TO] [--write]
 *
 * Of the open half it tells every log, of the closed half totals only, so that nobody fits to it; `--single` tells one
 * scenario in full, `--only` those whose names hold a text. `--write` keeps the tables in bench/results/outside.md.
 */
const { values } = parseArgs({
  options: {
    half: { type: "string" },
    only: { type: "string", default: "" },
    single: { type: "string" },
    seeds: { type: "string", default: "1" },
    processes: { type: "string", default: "2" },
    write: { type: "boolean", default: false },
  },
});

const { half, only, single } = values;
const wanted = SCENARIOS.filter((scenario) =>
  single !== undefined
    ? scenario.name === single
    : (half === undefined || scenario.half === half) && scenario.name.includes(only),
);
if (wanted.length === 0) throw new Error("no such scenario");
const [first, last] = values.seeds.includes("-")
  ? values.seeds.split("-").map(Number)
  : [1, Number(values.seeds)];
const seeds = Array.from({ length: last! - first! + 1 }, (_, i) => first! + i);
const tasks: Task[] = seeds.flatMap((seed) => wanted.map(({ name }) => ({ name, seed })));
const halves = new Map(SCENARIOS.map((scenario) => [scenario.name, scenario.half]));

const results = await examined(tasks, Number(values.processes));
const open = results.filter(({ name }) => halves.get(name) === "open");
const closed = results.filter(({ name }) => halves.get(name) === "closed");
if (open.length > 0) process.stdout.write(`\n# Open half: ${open.length} logs\n\n${totals(open)}\n`);
if (closed.length > 0) process.stdout.write(`\n# Closed half: ${closed.length} logs\n\n${totals(closed)}\n`);
if (values.write) {
  const path = fileURLToPath(new URL("../results/outside.md", import.meta.url));
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  writeFileSync(path, reportOf(open, closed, describeMachine().commit ?? "an unknown commit", before));
}

/** Has tasks examined by some processes; tells of each as it comes, where it may. */
async function examined(todo: readonly Task[], processes: number): Promise<Examined[]> {
  const done: Examined[] = [];
  const queue = [...todo];
  const worker = () =>
    new Promise<void>((resolve, reject) => {
      const child = fork(fileURLToPath(new URL("./examiner.ts", import.meta.url)), {
        execArgv: ["--import", "tsx"],
        serialization: "advanced",
      });
      const next = () => {
        const task = queue.shift();
        if (task === undefined) child.disconnect();
        else child.send(task);
      };
      child.on("message", (result: Examined) => {
        done.push(result);
        if (single !== undefined || halves.get(result.name) === "open") tell(result);
        next();
      });
      child.on("exit", (code) =>
        code === 0 ? resolve() : reject(new Error(`an examiner ended with ${code}`)),
      );
      next();
    });
  await Promise.all(Array.from({ length: Math.min(processes, todo.length) }, worker));
  const place = new Map(todo.map(({ name, seed }, i) => [`${name}/${seed}`, i]));
  return done.sort((a, b) => place.get(`${a.name}/${a.seed}`)! - place.get(`${b.name}/${b.seed}`)!);
}

function tell({ name, seed, faults, truth, said, lines, playSeconds, judgeSeconds }: Examined): void {
  const mark = faults.length === 0 ? "good" : `FAULT: ${faults.join("; ")}`;
  const cost = `${lines} lines, ${playSeconds.toFixed(1)} + ${judgeSeconds.toFixed(1)} s`;
  process.stdout.write(
    `${name} (seed ${seed}, ${cost}): ${mark}\n${truth.map((text) => `    true  ${text}\n`).join("")}${said.map((text) => `    said  ${text}\n`).join("")}`,
  );
}
