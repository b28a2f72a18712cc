import { optionError } from "../errors.ts";
import { apachePieces, readApacheLogFormat } from "./apache-format.ts";
import { FieldProgram } from "./field-program.ts";
import type { Format } from "./format.ts";
import { combined, common, vhostCombined } from "./formats/ncsa.ts";
import type { LineReader } from "./line-reader.ts";
import { nginxPieces, readLogFormat } from "./nginx-format.ts";
import { simplify } from "./simplify.ts";

export type { Format } from "./format.ts";

/** The named formats, the plainer before those that read more of a line. */
export const FORMATS: readonly Format[] = [common, combined, vhostCombined];

/**
 * The format that `--format` names.
 * @param spec a name of {@link FORMATS}, an nginx `log_format` string or directive, or an Apache `LogFormat` string,
 *   directive or nickname
 * @throws TidegaugeError TG_OPTION where it is none of these, or lacks a timestamp or client
 */
export function formatOf(spec: string): Format {
  const trimmed = spec.trim();
  const named = FORMATS.find((format) => format.name === trimmed);
  if (named !== undefined) return named;
  const directive = readLogFormat(trimmed);
  const nginx = directive?.text ?? trimmed;
  if (/\$(\w|\{\w)/.test(nginx))
    return compiled(trimmed, new FieldProgram(trimmed, simplify(nginxPieces(nginx), trimmed)));
  const apache = readApacheLogFormat(trimmed) ?? trimmed;
  if (/%[!<>\d,]*(\{[^}]*\})?[A-Za-z^]/.test(apache)) {
    return compiled(trimmed, new FieldProgram(trimmed, simplify(apachePieces(apache), trimmed)));
  }
  throw optionError(
    "Cannot open the log",
    `"format" must be auto, one of ${FORMATS.map((format) => format.name).join(", ")}, an nginx log_format string ($remote_addr …) or an Apache LogFormat string (%h …), got "${spec}"`,
  );
}

function compiled(spec: string, program: FieldProgram): Format {
  return {
    name: spec,
    title: "a format string",
    samples: [],
    open: (options): LineReader => program.open(options.logTz),
  };
}
