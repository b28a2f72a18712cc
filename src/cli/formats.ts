import { FORMATS, type Format } from "../records/formats.ts";
import { cut, wrap } from "../reports/text/layout.ts";
import { safe } from "../reports/text/safe.ts";
import { didYouMean } from "../suggestion.ts";
import { readArguments, usage } from "./arguments.ts";
import { ExitCode } from "./exit-codes.ts";
import { OPTIONS } from "./option-table.ts";
import { shownText, textOptions } from "./terminal.ts";

/** `tidegauge formats [NAME]`: the named formats with the lines that they are tested on, cut to the screen; of one format, whole. */
export function formats(argv: readonly string[]): number {
  const { values, positionals } = readArguments(argv, OPTIONS.formats);
  const [name, other] = positionals;
  if (other !== undefined) throw usage(`does not know what to do with "${other}"`);
  const chosen = FORMATS.filter((format) => name === undefined || format.name === name);
  if (chosen.length === 0) {
    const names = FORMATS.map((format) => format.name);
    throw usage(`knows no format "${name}"${didYouMean(name!, names)}`);
  }
  if (values["json"] === true) {
    process.stdout.write(asJson(chosen));
    return ExitCode.done;
  }
  const shown = textOptions(undefined, process.stdout, process.env);
  const text = name === undefined ? asText(shown.width ?? 80) : entry(chosen[0]!, Number.POSITIVE_INFINITY);
  process.stdout.write(shownText(`${text}\n`, shown));
  return ExitCode.done;
}

function asJson(chosen: readonly Format[]): string {
  return `${JSON.stringify(
    chosen.map(({ name, title, samples }) => ({ name, title, samples })),
    null,
    2,
  )}\n`;
}

function asText(width: number): string {
  const about =
    "Any other: --format takes an nginx log_format string ($remote_addr …) or an Apache LogFormat string (%h …) as it stands in the configuration of the server. tidegauge formats NAME shows the lines of one format whole.";
  return [...FORMATS.map((format) => entry(format, width)), wrap(about, width).join("\n")].join("\n\n");
}

/** A format with its lines, which are cut to the width. */
function entry({ name, title, samples }: Format, width: number): string {
  const lines = samples.map((sample) => `    ${safe(sample)}`);
  const head = `${name}: ${title}`;
  if (width === Number.POSITIVE_INFINITY) return [head, ...lines].join("\n");
  return [...wrap(head, width, "", "  "), ...lines.map((line) => cut(line, width))].join("\n");
}
