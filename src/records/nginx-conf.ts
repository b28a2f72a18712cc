import { optionError } from "../errors.ts";
import type { Format } from "./format.ts";
import { formatOf } from "./formats.ts";
import { type NginxLogFormat, nginxWords, readLogFormat } from "./nginx-format.ts";

/** What an nginx.conf says about its access logs. */
export interface NginxLogs {
  /** The `log_format` directives, in order. */
  readonly formats: readonly NginxLogFormat[];
  /** Names of the formats that its `access_log` directives use, each once; nginx's own default is `combined`. */
  readonly used: readonly string[];
}

/** Finds the log formats of an nginx.conf and which of them are used. Includes are not followed. */
export function readNginxConf(text: string): NginxLogs {
  const formats: NginxLogFormat[] = [];
  const used = new Set<string>();
  const plain = text.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|#[^\n]*/g, (part) =>
    part.startsWith("#") ? "" : part,
  );
  for (const match of plain.matchAll(/(?:^|[;{}])\s*(log_format|access_log)\s/g)) {
    const directive = plain.slice(match.index + match[0].length - match[1]!.length - 1);
    if (match[1] === "log_format") {
      const format = readLogFormat(directive);
      if (format !== null) formats.push(format);
    } else {
      const words = nginxWords(directive);
      if (words[1] === "off" || words[1] === undefined) continue;
      const name = words[2];
      used.add(name === undefined || name.includes("=") ? "combined" : name);
    }
  }
  return { formats, used: [...used] };
}

/**
 * The format of the access logs that an nginx.conf describes: the one that `access_log` uses, or the only one there is.
 * @param text content of the file
 * @param name of the `log_format` to take, or `null` to find out
 * @throws TidegaugeError TG_OPTION where there is none or the choice is not clear; the message names the choices
 */
export function formatOfNginxConf(text: string, name: string | null): Format {
  return formatOf(specOfNginxConf(text, name));
}

/** What {@link formatOfNginxConf} takes the format from: the `log_format` string itself, or `combined`. */
export function specOfNginxConf(text: string, name: string | null): string {
  const { formats, used } = readNginxConf(text);
  const names = formats.map((format) => format.name);
  const wanted =
    name ?? (used.length === 1 ? used[0] : used.length === 0 && names.length === 1 ? names[0] : undefined);
  if (wanted === undefined) {
    const choices = used.length > 0 ? used : names;
    const found =
      choices.length === 0
        ? "it has no log_format"
        : `it has ${choices.join(", ")}: name one, as in @nginx.conf#${choices[0]}`;
    throw optionError(
      "Cannot take the log format from the nginx configuration",
      `one format must be in use, but ${found}`,
    );
  }
  const format = formats.findLast((each) => each.name === wanted);
  if (format !== undefined) return format.text;
  if (wanted === "combined") return "combined";
  throw optionError(
    "Cannot take the log format from the nginx configuration",
    `log_format "${wanted}" must be in the file itself, which has ${names.length === 0 ? "none" : names.join(", ")}`,
  );
}
