import { FORMATS } from "../records/formats.ts";
import { safe } from "../reports/text/safe.ts";
import { noPositionals, readArguments } from "./arguments.ts";
import { ExitCode } from "./exit-codes.ts";
import { OPTIONS } from "./option-table.ts";

/** `tidegauge formats`: the named formats, each with the lines that it is tested on. */
export function formats(argv: readonly string[]): number {
  const { values, positionals } = readArguments(argv, OPTIONS.formats);
  noPositionals(positionals);
  process.stdout.write(values["json"] === true ? asJson() : asText());
  return ExitCode.done;
}

function asJson(): string {
  return `${JSON.stringify(
    FORMATS.map(({ name, title, samples }) => ({ name, title, samples })),
    null,
    2,
  )}\n`;
}

function asText(): string {
  const entries = FORMATS.map(({ name, title, samples }) => {
    return [`${name}: ${title}`, ...samples.map((sample) => `    ${safe(sample)}`)].join("\n");
  });
  entries.push(
    "Any other: --format takes an nginx log_format string ($remote_addr …) or an Apache\nLogFormat string (%h …) as it stands in the configuration of the server.",
  );
  return `${entries.join("\n\n")}\n`;
}
