import { parseArgs } from "node:util";
import { optionError, type TidegaugeError } from "../errors.ts";
import { didYouMean } from "../suggestion.ts";
import type { CliOption } from "./option-table.ts";

/** Arguments as given: values by name of option, and what is no option. */
export interface Arguments {
  /** A text, texts where the option is repeatable, true for a switch. Absent options are absent. */
  readonly values: Readonly<Record<string, string | readonly string[] | true>>;
  readonly positionals: readonly string[];
}

/**
 * Reads the arguments of a command.
 * @throws TidegaugeError `TG_OPTION` for an option that is unknown, given twice, or lacks
 *   its value or has one too many
 */
export function readArguments(argv: readonly string[], options: readonly CliOption[]): Arguments {
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      options.map((option) => [
        option.name,
        {
          type: option.value === undefined ? ("boolean" as const) : ("string" as const),
          multiple: option.repeatable === true,
          ...(option.short !== undefined && { short: option.short }),
        },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string | string[] | true> = {};
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = options.find(({ name }) => name === token.name);
    if (option === undefined) throw unknownOption(token.rawName, options);
    values[option.name] = taken(option, token, values[option.name]);
  }
  return { values, positionals };
}

/** One option as it was found. */
interface OptionToken {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function taken(option: CliOption, token: OptionToken, before: string | string[] | true | undefined) {
  const { rawName, value } = token;
  if (option.value === undefined) {
    if (value !== undefined) throw usage(`${rawName} is a switch and takes no value, got "${value}"`);
    return true;
  }
  const swallowed = token.inlineValue !== true && value?.startsWith("-") === true && value.length > 1;
  if (value === undefined || value === "" || swallowed) {
    const hint = swallowed ? `; write ${rawName}=${value} where "${value}" is meant as its value` : "";
    throw usage(`${rawName} needs a value: ${rawName} ${option.value}${hint}`);
  }
  if (option.repeatable === true) return [...(Array.isArray(before) ? before : []), value];
  if (before !== undefined) throw usage(`${rawName} was given twice`);
  return value;
}

function unknownOption(rawName: string, options: readonly CliOption[]): TidegaugeError {
  const known = options.map(({ name }) => `--${name}`);
  return usage(`unknown option ${rawName}${didYouMean(rawName, known)}`);
}

/** A mistake on the command line. */
export function usage(rule: string): TidegaugeError {
  return optionError("Cannot run", rule);
}

/** The one thing behind the options that a command wants. */
export function onePositional(positionals: readonly string[], what: string): string {
  if (positionals.length === 1) return positionals[0]!;
  throw usage(`wants one ${what}, got ${positionals.length === 0 ? "none" : positionals.length}`);
}

/** Refuses what stands behind the options of a command that wants nothing there. */
export function noPositionals(positionals: readonly string[]): void {
  if (positionals.length > 0) throw usage(`does not know what to do with "${positionals[0]}"`);
}
