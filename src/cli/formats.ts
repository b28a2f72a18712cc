import { FORMATS, type Format } from "../records/formats.ts";
import { cut, wrap } from "../reports/text/layout.ts";
import { safe } from "../reports/text/safe.ts";
import { didYouMean } from "../suggestion.ts";
import { readArguments, usage } from "./arguments.ts";
import { ExitCode } from "./exit-codes.ts";
import { OPTIONS } from "./option-table.ts";
import { shownText, textOptions } from "./terminal.ts";

/**
 * `tidegauge formats [WORD]`: the named formats with the lines that they are tested on, cut to the screen; of one format, or of
 * all whose name or title holds the word, whole.
 */
export function formats(argv: readonly string[]): number {
  const { values, positionals } = readArguments(argv, OPTIONS.formats);
  const [name, other] = positionals;
  if (other !== undefined) throw usage(`does not know what to do with "${other}"`);
  const chosen = name === undefined ? FORMATS : formatsOf(name);
  if (values["json"] === true) {
    process.stdout.write(asJson(chosen));
    return ExitCode.done;
  }
  const shown = textOptions(undefined, process.stdout, process.env);
  const text =
    name === undefined
      ? asText(shown.width ?? 80)
      : chosen.map((format) => entry(format, Number.POSITIVE_INFINITY)).join("\n\n");
  process.stdout.write(shownText(`${text}\n`, shown));
  return ExitCode.done;
}

/** The format of a name, or else those of which name or title hold it, in whatever case. */
function formatsOf(name: string): readonly Format[] {
  const named = FORMATS.filter((format) => format.name === name);
  if (named.length > 0) return named;
  const word = name.toLowerCase();
  const about = FORMATS.filter((format) => `${format.name} ${format.title}`.toLowerCase().includes(word));
  if (about.length > 0 && word !== "") return about;
  const names = FORMATS.map((format) => format.name);
  const hint = didYouMean(name, names) || "; tidegauge formats lists all";
  throw usage(`knows no format "${name}"${hint}`);
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
    "Any other: --format takes an nginx log_format string ($remote_addr …) or an Apache LogFormat string (%h …) as it stands in the configuration of the server. tidegauge formats WORD shows whole the lines of formats that the word names.";
  return [...FORMATS.map((format) => entry(format, width)), wrap(about, width).join("\n")].join("\n\n");
}

/** A format with its lines, which are cut to the width. */
function entry({ name, title, samples }: Format, width: number): string {
  const lines = samples.map((sample) => `    ${safe(sample)}`);
  const head = `${name}: ${title}`;
  if (width === Number.POSITIVE_INFINITY) return [head, ...lines].join("\n");
  return [...wrap(head, width, "", "  "), ...lines.map((line) => cut(line, width))].join("\n");
}
