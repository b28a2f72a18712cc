import { readBaselineFile } from "../node/baseline-file.ts";
import { resolveOptions } from "../options.ts";
import { baselineAccount, baselineText } from "../reports/baseline-account.ts";
import { counted, duration } from "../reports/text/words.ts";
import { didYouMean } from "../suggestion.ts";
import { type Arguments, onePositional, readArguments, usage } from "./arguments.ts";
import { withConfigFile } from "./config-file.ts";
import { ExitCode } from "./exit-codes.ts";
import { judging, withAnalyzeOptions } from "./judging.ts";
import { OPTIONS } from "./option-table.ts";
import { tell } from "./standard-streams.ts";
import { readableWidth, shownText, textOptions } from "./terminal.ts";

const ACTIONS = ["learn", "show"] as const;

/** `tidegauge baseline learn FILE... -o FILE` and `tidegauge baseline show FILE`. */
export async function baseline(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, OPTIONS.baseline);
  const [action = "", ...rest] = positionals;
  switch (action) {
    case "learn":
      return learn(values, rest);
    case "show":
      return show(values, rest);
    default: {
      const hint = action === "" ? "" : `, got "${action}"${didYouMean(action, ACTIONS)}`;
      throw usage(`baseline wants learn or show${hint}`);
    }
  }
}

async function learn(given: Arguments["values"], files: readonly string[]): Promise<number> {
  const options = withAnalyzeOptions(OPTIONS.baseline);
  const { values } = withConfigFile({ values: given, positionals: files }, options);
  const output = given["output"] ?? given["save-baseline"];
  if (typeof output !== "string" || (given["output"] !== undefined && given["save-baseline"] !== undefined)) {
    throw usage("baseline learn needs one -o FILE to write to");
  }
  if (files.length === 0 && process.stdin.isTTY) throw usage("baseline learn needs the FILE to learn from");
  const job = judging({ ...values, "save-baseline": output }, files);
  const { code } = await job.run(() => {});
  if (code !== ExitCode.done) return code;
  const { minutes, from, to } = baselineAccount(readBaselineFile(output).opened);
  if (from === null || to === null) {
    tell(`${output} knows nothing: no minute of this was normal enough to learn from`);
    return ExitCode.done;
  }
  const span = duration(Date.parse(to) - Date.parse(from));
  tell(
    `${output}: learned ${counted(minutes, "normal minute")} of ${span}; tidegauge baseline show ${output}`,
  );
  return ExitCode.done;
}

function show(values: Arguments["values"], files: readonly string[]): number {
  const path = onePositional(files, "FILE");
  const { tz } = resolveOptions(typeof values["tz"] === "string" ? { tz: values["tz"] } : {});
  const account = baselineAccount(readBaselineFile(path).opened);
  if (values["json"] === true) {
    process.stdout.write(`${JSON.stringify(account, null, 2)}\n`);
    return ExitCode.done;
  }
  const shown = textOptions(undefined, process.stdout, process.env);
  process.stdout.write(shownText(baselineText(path, account, tz ?? "UTC", readableWidth(shown)), shown));
  return ExitCode.done;
}
