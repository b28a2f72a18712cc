import { type Report, VERDICTS, type Verdict } from "../reports/report.ts";
import { didYouMean } from "../suggestion.ts";
import { type Arguments, readArguments, usage } from "./arguments.ts";
import { withConfigFile } from "./config-file.ts";
import { ExitCode } from "./exit-codes.ts";
import { judging } from "./judging.ts";
import { OPTIONS } from "./option-table.ts";
import { OutputWriter, outputsOf } from "./outputs.ts";
import { textOptions } from "./terminal.ts";

type Values = Arguments["values"];

/** `tidegauge analyze [FILE...]`: judges finished logs. */
export async function analyze(argv: readonly string[]): Promise<number> {
  const { values, positionals } = withConfigFile(readArguments(argv, OPTIONS.analyze), OPTIONS.analyze);
  const kinds = failOn(values);
  const outputs = outputsOf(values);
  const job = judging(values, positionals);
  const text = textOptions(values["color"] as string | undefined, process.stdout, process.env);
  const writer = await OutputWriter.open(outputs, text);
  const { report, code } = await job.run(
    (judged) => writer.report(judged),
    writer.wantsEvents ? (event) => writer.event(event) : undefined,
  );
  return code === ExitCode.done && matches(report, kinds) ? ExitCode.failOn : code;
}

function failOn(values: Values): readonly Verdict[] {
  const given = values["fail-on"];
  if (typeof given !== "string") return [];
  return given.split(",").map((text) => {
    const kind = VERDICTS.find((verdict) => verdict === text.trim());
    if (kind !== undefined) return kind;
    const hint = didYouMean(text.trim(), VERDICTS);
    throw usage(`--fail-on must be among ${VERDICTS.join(", ")}, got "${text.trim()}"${hint}`);
  });
}

function matches(report: Report, kinds: readonly Verdict[]): boolean {
  return report.episodes.some(({ verdict }) => kinds.includes(verdict));
}
