import { closeSync, openSync, writeFileSync } from "node:fs";
import { unwritable } from "../node/unwritable.ts";
import { anonymizeReport } from "../reports/anonymize.ts";
import { formatCsv } from "../reports/csv.ts";
import { formatEvent, formatJson } from "../reports/json.ts";
import { formatMarkdown } from "../reports/markdown.ts";
import type { AnalyzerEvent, Report } from "../reports/report.ts";
import { formatText, type TextOptions } from "../reports/text.ts";
import { didYouMean } from "../suggestion.ts";
import { type Arguments, usage } from "./arguments.ts";

/** What `-o` can write. */
export const OUTPUT_KINDS = ["text", "json", "ndjson", "html", "markdown", "csv"] as const;

/** One thing that is written. */
export interface Output {
  readonly kind: (typeof OUTPUT_KINDS)[number];
  /** Path of a file, or null for standard output. */
  readonly file: string | null;
}

/**
 * The outputs that were asked for; text to standard output where none was.
 * @throws TidegaugeError `TG_OPTION` for an unknown kind, and for two outputs to standard output: a program that reads it
 *   expects one document
 */
export function outputsOf(values: Arguments["values"]): readonly Output[] {
  const specs = [...((values["output"] as readonly string[] | undefined) ?? [])];
  if (values["json"] === true) specs.push("json");
  if (values["ndjson"] === true) specs.push("ndjson");
  if (specs.length === 0) specs.push("text");
  const outputs = [...new Set(specs)].map(outputOf);
  if (outputs.filter((output) => output.file === null).length > 1) {
    throw usage("two outputs to standard output; give one of them a file: -o json:report.json");
  }
  return outputs;
}

function outputOf(spec: string): Output {
  const colon = spec.indexOf(":");
  const kind = colon < 0 ? spec : spec.slice(0, colon);
  const file = colon < 0 ? null : spec.slice(colon + 1);
  const known = OUTPUT_KINDS.find((one) => one === kind);
  if (known === undefined) {
    throw usage(
      `-o must be one of ${OUTPUT_KINDS.join(", ")}, got "${kind}"${didYouMean(kind, OUTPUT_KINDS)}`,
    );
  }
  if (file === "") throw usage(`-o ${kind}: needs the name of a file behind the colon`);
  return { kind: known, file };
}

type FormatHtml = (report: Report) => string;

/** Writes outputs. Files are opened at once, so that a wrong path is told before an hour of reading. */
export class OutputWriter {
  readonly #targets: readonly {
    readonly output: Output;
    readonly write: (text: string) => void;
    close(): void;
  }[];
  readonly #text: TextOptions;
  readonly #formatHtml: FormatHtml | null;

  private constructor(outputs: readonly Output[], text: TextOptions, formatHtml: FormatHtml | null) {
    this.#text = text;
    this.#formatHtml = formatHtml;
    this.#targets = outputs.map((output) => ({ output, ...open(output.file) }));
  }

  /** @throws TidegaugeError `TG_UNREADABLE` where a file cannot be opened */
  static async open(outputs: readonly Output[], text: TextOptions): Promise<OutputWriter> {
    // The page brings its script and a map of the world: only who asks for it loads them.
    const isHtml = outputs.some(({ kind }) => kind === "html");
    return new OutputWriter(outputs, text, isHtml ? (await import("../reports/html.ts")).formatHtml : null);
  }

  /** True where events are wanted. */
  get wantsEvents(): boolean {
    return this.#targets.some(({ output }) => output.kind === "ndjson");
  }

  /** Hands an event to the outputs that are made of events. */
  event(event: AnalyzerEvent): void {
    for (const { output, write } of this.#targets) if (output.kind === "ndjson") write(formatEvent(event));
  }

  /** Writes the report to every output and closes them. */
  report(report: Report): void {
    for (const { output, write, close } of this.#targets) {
      write(this.#formatted(output, report));
      close();
    }
  }

  #formatted({ kind, file }: Output, report: Report): string {
    switch (kind) {
      case "ndjson": {
        const shown = report.settings.anonymize ? anonymizeReport(report) : report;
        return formatEvent({ type: "input", ...shown.input }) + formatEvent({ type: "report", ...shown });
      }
      case "json":
        return formatJson(report);
      case "html":
        return this.#formatHtml!(report);
      case "markdown":
        return formatMarkdown(report);
      case "csv":
        return formatCsv(report);
      case "text":
        return formatText(report, file === null ? this.#text : { width: 80 });
    }
  }
}

function open(file: string | null): { write: (text: string) => void; close(): void } {
  if (file === null) return { write: (text) => process.stdout.write(text), close: () => {} };
  try {
    const descriptor = openSync(file, "w");
    return { write: (text) => writeFileSync(descriptor, text), close: () => closeSync(descriptor) };
  } catch (error) {
    throw unwritable(file, error);
  }
}
