import { readBaselineFile, writeBaselineFile } from "../node/baseline-file.ts";
import { PlaceCache } from "../node/place-cache.ts";
import { watchFiles } from "../node/watch-files.ts";
import type { AnalyzerEvent } from "../reports/report.ts";
import { LiveText } from "../reports/text/live.ts";
import { readArguments, usage } from "./arguments.ts";
import { withConfigFile } from "./config-file.ts";
import { ExitCode } from "./exit-codes.ts";
import { analyzerOptions, geoKind, withAnalyzeOptions } from "./judging.ts";
import { OPTIONS } from "./option-table.ts";
import { OutputWriter, outputsOf } from "./outputs.ts";
import { tell } from "./standard-streams.ts";
import { textOptions } from "./terminal.ts";

/**
 * `tidegauge watch FILE...`: follows growing logs and tells on standard output when a verdict changes, as text or as every
 * event (`--ndjson`). Ctrl-C ends it with the report.
 */
export async function watch(argv: readonly string[]): Promise<number> {
  const given = readArguments(argv, OPTIONS.watch);
  const { values, positionals } = withConfigFile(given, withAnalyzeOptions(OPTIONS.watch));
  if (positionals.length === 0) throw usage("watch wants FILE...");
  if (positionals.includes("-")) {
    throw usage("watch follows files; a pipe is judged as it comes by: … | tidegauge - --ndjson");
  }
  const text = textOptions(values["color"] as string | undefined, process.stdout, process.env);
  const writer = await OutputWriter.open(outputsOf(values), text);
  const live = writer.wantsEvents ? null : new LiveText(zoneOf(values["tz"]), text);
  const baseline = values["baseline"] as string | undefined;
  const saveTo = values["save-baseline"] as string | undefined;
  let isCaughtUp = false;
  let waiting = "";
  const show = (event: AnalyzerEvent) => {
    if (live === null) {
      if (event.type !== "report") writer.event(event);
      return;
    }
    const told = live.tell(event);
    if (told === "") return;
    if (isCaughtUp) process.stdout.write(told);
    // What is long over is in the report; what is going on is told once all has been read.
    else waiting = event.type === "episode-closed" ? "" : told;
  };
  const stop = stopping();
  const events = watchFiles(positionals, {
    ...analyzerOptions(values),
    ...(baseline !== undefined && { baseline: readBaselineFile(baseline).bytes }),
    patience: values["patience"] as string | undefined,
    checkpoint: values["checkpoint"] as string | undefined,
    onNote: tell,
    geo: geoKind(values),
    asn: values["asn"] as string | undefined,
    placeCache: PlaceCache.folder(process.env),
    signal: stop.signal,
    onCaughtUp: () => {
      isCaughtUp = true;
      tell("all that was there has been read; watching (Ctrl-C ends it with the report)");
      if (waiting !== "") process.stdout.write(waiting);
    },
  });
  try {
    for (;;) {
      const { done, value } = await events.next();
      if (done === true) {
        writer.report(value.report);
        if (saveTo !== undefined) writeBaselineFile(saveTo, value.baseline());
        return stop.code();
      }
      show(value);
    }
  } finally {
    stop.release();
  }
}

/** The log's own zone is not known before it is read; the machine's is that of whoever watches. */
function zoneOf(tz: unknown): string {
  return typeof tz === "string" ? tz : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A first signal ends the watching with the report, a second one the program. */
function stopping(): { readonly signal: AbortSignal; code(): number; release(): void } {
  const controller = new AbortController();
  let code: number = ExitCode.interrupted;
  const on = (own: number) => () => {
    if (controller.signal.aborted) process.exit(own);
    code = own;
    controller.abort();
  };
  const onInterrupt = on(ExitCode.interrupted);
  const onTerminate = on(ExitCode.terminated);
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return {
    signal: controller.signal,
    code: () => code,
    release: () => {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
    },
  };
}
