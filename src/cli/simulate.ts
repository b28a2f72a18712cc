import { writeFileSync } from "node:fs";
import { loadPlaces } from "../node/place-data.ts";
import { simulateToFiles } from "../node/simulate-to-files.ts";
import { unwritable } from "../node/unwritable.ts";
import { durationMs, numberWithin } from "../option-values.ts";
import { wrap } from "../reports/text/layout.ts";
import { counted, percent } from "../reports/text/words.ts";
import { SCENARIOS, type SimulateOptions, simulate, type Truth } from "../simulator/index.ts";
import { didYouMean } from "../suggestion.ts";
import { type Arguments, noPositionals, onePositional, readArguments, usage } from "./arguments.ts";
import { ExitCode } from "./exit-codes.ts";
import { OPTIONS } from "./option-table.ts";

/** `tidegauge simulate SCENARIO`: writes a labelled log. */
export async function runSimulate(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, OPTIONS.simulate);
  if (values["list"] === true) {
    noPositionals(positionals);
    process.stdout.write(list());
    return ExitCode.done;
  }
  const name = onePositional(positionals, "SCENARIO (tidegauge simulate --list has them)");
  const names = SCENARIOS.map((scenario) => scenario.name);
  if (!names.includes(name)) {
    throw usage(
      `unknown scenario "${name}"${didYouMean(name, names)}; tidegauge simulate --list has them all`,
    );
  }
  const log = text(values, "output") ?? "-";
  if (log === "-" && process.stdout.isTTY)
    throw usage("a log is not for a terminal: name a file with -o, or pipe it");
  const truth = text(values, "truth");
  const options = { ...simulateOptions(values), places: loadPlaces("lite") };
  const told =
    log === "-"
      ? await simulateToPipe(name, options, truth)
      : simulateToFiles(name, options, truth === undefined ? { log } : { log, truth });
  process.stderr.write(`${summary(name, told)}\n`);
  return ExitCode.done;
}

/** Standard output is written as fast as its reader takes it: a pipe that is full must be waited for. */
async function simulateToPipe(
  name: string,
  options: SimulateOptions,
  truthFile: string | undefined,
): Promise<Truth> {
  const drill = simulate(name, options);
  for (const chunk of drill) {
    // Copied: the simulator may write the next chunk into the same memory before this one is out.
    if (!process.stdout.write(chunk.slice()))
      await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
  if (truthFile !== undefined) {
    try {
      writeFileSync(truthFile, `${JSON.stringify(drill.truth)}\n`);
    } catch (cause) {
      throw unwritable(truthFile, cause);
    }
  }
  return drill.truth;
}

function list(): string {
  const groups = [...new Set(SCENARIOS.map(({ group }) => group))];
  const lines = groups.flatMap((group) => [
    group,
    ...SCENARIOS.filter((scenario) => scenario.group === group).flatMap(({ name, summary }) => [
      `  ${name}`,
      ...wrap(summary, 80, "      "),
    ]),
  ]);
  return `${lines.join("\n")}\n`;
}

function simulateOptions(values: Arguments["values"]): Omit<SimulateOptions, "places"> {
  const options: Omit<SimulateOptions, "places"> = {};
  const named = (name: string) => ({ attempt: "Cannot simulate", name });
  const seed = text(values, "seed");
  if (seed !== undefined) {
    const range = {
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
      integer: true,
      words: "an integer from 0 to 2^53-1",
    };
    options.seed = numberWithin(named("seed"), seed, range);
  }
  const share = text(values, "attack-share");
  if (share !== undefined) {
    const range = { min: 0.01, max: 0.95, words: "a share from 0.01 to 0.95" };
    options.attackShare = numberWithin(named("attack-share"), share, range);
  }
  const rate = text(values, "rate");
  if (rate !== undefined) {
    const range = { min: 0.001, max: 2000, words: "requests a second from 0.001 to 2000" };
    options.rate = numberWithin(named("rate"), rate, range);
  }
  const duration = text(values, "duration");
  if (duration !== undefined) options.durationMs = durationMs(named("duration"), duration);
  const history = text(values, "history");
  if (history !== undefined) options.historyMs = durationMs(named("history"), history);
  const format = text(values, "format");
  if (format !== undefined) options.format = format;
  return options;
}

function text(values: Arguments["values"], name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" ? value : undefined;
}

function summary(name: string, truth: Truth): string {
  const { organic, attack, benignBots, nuisance } = truth.totals;
  const all = organic + attack + benignBots + nuisance;
  const attacks = truth.incidents.filter(({ kind }) => kind === "attack").length;
  return `${name}, seed ${truth.seed}: ${counted(all, "request")}, ${percent(attack / Math.max(1, all))} of them attack, in ${counted(attacks, "attack")}`;
}
