import { existsSync, readFileSync } from "node:fs";
import { optionError, TidegaugeError } from "../errors.ts";
import { unreadable } from "../node/input-files.ts";
import { didYouMean } from "../suggestion.ts";
import type { Arguments } from "./arguments.ts";
import type { CliOption } from "./option-table.ts";

/** Read where there is one and `--config` names no other. */
const DEFAULT_FILE = "tidegauge.config.json";

/** Makes no sense in a file. */
const NOT_IN_FILE = new Set(["config", "help"]);

/**
 * The arguments, with what they leave out filled in from the configuration file: the same options as JSON, in the
 * spelling of the command line without its dashes (`log-tz`) or in that of the library (`logTz`). Arguments win.
 * @throws TidegaugeError `TG_OPTION` where a file that was named is missing, where it is no JSON object, for unknown keys
 *   and for values of the wrong kind
 */
export function withConfigFile(given: Arguments, options: readonly CliOption[]): Arguments {
  const named = given.values["config"];
  const path = typeof named === "string" ? named : DEFAULT_FILE;
  if (named === undefined && !existsSync(path)) return given;
  const values: Record<string, string | readonly string[] | true> = {};
  for (const [key, value] of Object.entries(readConfig(path))) {
    const option = optionOf(key, options, path);
    const text = asGiven(option, value, `"${key}"`, path);
    if (text !== null) values[option.name] = text;
  }
  // --json, --ndjson and -o say the same thing: one of them on the command line silences all of them in the file.
  const outputs = ["output", "json", "ndjson"];
  if (outputs.some((name) => given.values[name] !== undefined))
    for (const name of outputs) delete values[name];
  return { values: { ...values, ...given.values }, positionals: given.positionals };
}

function readConfig(path: string): object {
  try {
    const config: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof config === "object" && config !== null && !Array.isArray(config)) return config;
  } catch (error) {
    if (error instanceof SyntaxError) throw problem(path, `it is not JSON: ${error.message}`);
    throw new TidegaugeError("TG_OPTION", unreadable(path, error));
  }
  throw problem(path, "it must hold one JSON object of options");
}

function optionOf(key: string, options: readonly CliOption[], path: string): CliOption {
  const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const option = options.find((one) => one.name === name && !NOT_IN_FILE.has(one.name));
  if (option === undefined) {
    const known = options.filter((one) => !NOT_IN_FILE.has(one.name)).map((one) => one.name);
    throw problem(path, `unknown option "${key}"${didYouMean(key, known)}`);
  }
  return option;
}

/** A JSON value as it would have been given on the command line; null for a switch that is off. */
function asGiven(option: CliOption, value: unknown, key: string, path: string) {
  if (option.value === undefined) {
    if (typeof value === "boolean") return value ? (true as const) : null;
    throw problem(path, `${key} must be true or false, got ${JSON.stringify(value)}`);
  }
  const isPlain = (one: unknown) => typeof one === "string" || typeof one === "number";
  if (isPlain(value)) return option.repeatable === true ? [String(value)] : String(value);
  if (Array.isArray(value) && value.every(isPlain)) {
    if (option.repeatable === true) return value.map(String);
    if (option.value.includes(",")) return value.join(",");
  }
  throw problem(path, `${key} must be ${option.value}, got ${JSON.stringify(value)}`);
}

function problem(path: string, rule: string) {
  return optionError(`Cannot read the configuration ${path}`, rule);
}
