import { findInputs } from "../node/input-files.ts";
import { beginningOf, refuseOtherKinds } from "../node/log-beginning.ts";
import { type AnalyzerOptions, resolveOptions } from "../options.ts";
import { type Detection, detectFormat, type Ranked } from "../records/detection.ts";
import { displayWidth, padStart, table, wrap } from "../reports/text/layout.ts";
import { safe } from "../reports/text/safe.ts";
import { type Palette, palette } from "../reports/text/style.ts";
import { percent } from "../reports/text/words.ts";
import { onePositional, readArguments } from "./arguments.ts";
import { ExitCode } from "./exit-codes.ts";
import { OPTIONS } from "./option-table.ts";
import { shownText, textOptions } from "./terminal.ts";

const MOST_RANKED = 3;

/** `tidegauge detect FILE`: which format is this, how well does it fit, and where do lines not fit. */
export async function detect(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(argv, OPTIONS.detect);
  const path = positionals.length === 0 && !process.stdin.isTTY ? "-" : onePositional(positionals, "FILE");
  const logTz = values["log-tz"];
  const options: AnalyzerOptions = typeof logTz === "string" ? { logTz } : {};
  const settings = resolveOptions(options);
  const [file] = await findInputs([path]);
  const name = file!.name;
  const sample = await beginningOf(file!);
  refuseOtherKinds(name, sample);
  const detection = detectFormat(sample, { logTz: settings.logTz });
  if (values["json"] === true) {
    process.stdout.write(`${JSON.stringify(asJson(name, detection), null, 2)}\n`);
  } else {
    const shown = textOptions(values["color"] as string | undefined, process.stdout, process.env);
    const text = asText(name, detection, shown.width ?? 80, palette(shown.color ?? false));
    process.stdout.write(shownText(text, shown));
  }
  return detection.format === null && sample.length > 0 ? ExitCode.input : ExitCode.done;
}

function asJson(name: string, detection: Detection): object {
  const { format, share, ranking, advice, clientless, suggestion } = detection;
  return { name, format: format?.name ?? null, share, ranking, advice, clientless, suggestion };
}

/** The ranking; under it, for the best, the first line that does not fit with a caret below the column. */
export function asText(name: string, detection: Detection, width: number, paint: Palette): string {
  const { format, ranking, advice, suggestion, clientless } = detection;
  const unknown = clientless === undefined ? "no known format" : `${clientless}, without clients`;
  const verdict = format === null ? unknown : `${format.name}, ${format.title}`;
  const lines = [`${safe(name)}: ${paint.bold(verdict)}`, ""];
  const shown = ranking.slice(0, clientless === undefined ? MOST_RANKED : 1);
  const rows = shown.map((one) => [one.name, percent(one.share)]);
  const columns = [
    { title: "format", align: "left" as const },
    { title: "lines read", align: "right" as const },
  ];
  // Where there are no lines, nothing fits, and nothing fails to.
  if (shown.some(({ share, caret }) => share > 0 || caret !== undefined)) {
    const { head, body } = table(columns, rows, width, "  ");
    lines.push(paint.dim(head), ...body, "");
  }
  const failing = format === null ? shown : shown.filter(({ name }) => name === format.name);
  for (const one of failing) {
    // Formats that stop at one column of one line are shown together.
    const alike = failing.filter(({ caret }) => isSame(caret, one.caret));
    if (alike[0] === one) lines.push(...firstMisfit(alike, width, paint));
  }
  lines.push(...wrap(advice, width));
  if (suggestion !== undefined) {
    const share = suggestion.share === 1 ? "all" : percent(suggestion.share);
    // In one piece, so that it can be pasted.
    lines.push(
      "",
      ...wrap(`By its looks, this would read ${share} of the lines; please check what it names:`, width),
    );
    // A tab on a command line would complete a word.
    const { format: spec } = suggestion;
    lines.push(`  --format ${spec.includes("\t") ? "$" : ""}'${spec.replaceAll("\t", "\\t")}'`);
  }
  return `${lines.join("\n")}\n`;
}

function isSame(a: Ranked["caret"], b: Ranked["caret"]): boolean {
  return a === b || (a?.line === b?.line && a?.column === b?.column);
}

/** Where formats that stop at the same column do so. */
function firstMisfit(alike: readonly Ranked[], width: number, paint: Palette): string[] {
  const caret = alike[0]?.caret;
  if (caret === undefined) return [];
  const names = new Intl.ListFormat("en-GB").format(alike.map(({ name }) => name));
  const wanted = [...new Set(alike.map((one) => safe(one.caret?.expected ?? "")))].join(", ");
  // Columns count bytes; the text before one is cut so that the caret stands within the screen.
  const bytes = Buffer.from(caret.line);
  const room = width - 4;
  const before = safe(bytes.subarray(0, caret.column).toString());
  const after = safe(bytes.subarray(caret.column).toString());
  const from = Math.max(0, displayWidth(before) - Math.floor(room / 2));
  const left = from === 0 ? before : `…${[...before].slice(from + 1).join("")}`;
  const text = [...(left + after)];
  const cutText = text.length > room ? `${text.slice(0, room - 1).join("")}…` : text.join("");
  return [
    `${names} ${alike.length === 1 ? "does" : "do"} not read:`,
    `  ${paint.dim(cutText)}`,
    `  ${padStart(paint.bold("^"), displayWidth(left) + 1)} ${paint.bold(`wanted: ${wanted}`)}`,
    "",
  ];
}
