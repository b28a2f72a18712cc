import { toAscii } from "../reports/text/safe.ts";
import type { TextOptions } from "../reports/text.ts";
import { usage } from "./arguments.ts";

/** A stream as far as it matters for how text is shown. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What decides over colours and characters besides the screen. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Wider than this, tables and charts fall apart. */
const WIDEST = 200;
/** Longer lines than this are hard to read. */
const READABLE = 100;

/**
 * How text is shown: colours only on a terminal unless asked for; ASCII where the locale says that there is nothing else, and on
 * a terminal also where it says nothing; as wide as the terminal, at most 200 columns, and 80 where there is none.
 * @param color value of `--color`: `auto`, `always` or `never`; default `auto`, which heeds NO_COLOR and FORCE_COLOR
 * @throws TidegaugeError `TG_OPTION` for another value
 */
export function textOptions(
  color: string | undefined,
  screen: Screen,
  environment: Environment,
): TextOptions {
  return {
    color: wantsColor(oneOf("--color", color), screen, environment),
    width: Math.min(WIDEST, Math.max(60, screen.isTTY === true ? columnsOf(screen) : 80)),
    ascii: !speaksUtf8(environment, screen.isTTY === true),
  };
}

/** Text as standard output can show it: ASCII where the locale has nothing else. */
export function shownText(text: string, options: TextOptions): string {
  return options.ascii === true ? toAscii(text) : text;
}

/** Columns for text that is mostly sentences. */
export function readableWidth({ width = 80 }: TextOptions): number {
  return Math.min(READABLE, width);
}

/** Columns of a terminal; 80 for one that does not tell (some say 0). */
export function columnsOf(screen: Screen): number {
  return screen.columns !== undefined && screen.columns > 0 ? screen.columns : 80;
}

/** `auto`, `always` or `never`. @throws TidegaugeError `TG_OPTION` for anything else */
export function oneOf(name: string, value: string | undefined): "auto" | "always" | "never" {
  if (value === undefined || value === "auto") return "auto";
  if (value === "always" || value === "never") return value;
  throw usage(`${name} must be auto, always or never, got "${value}"`);
}

function wantsColor(when: "auto" | "always" | "never", screen: Screen, environment: Environment): boolean {
  if (when !== "auto") return when === "always";
  const forced = environment["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  // https://no-color.org: any value but the empty one.
  if ((environment["NO_COLOR"] ?? "") !== "" || environment["TERM"] === "dumb") return false;
  return screen.isTTY === true;
}

/**
 * By POSIX: the first of these that is set and not empty decides. None set is the C locale for a terminal, but for Windows and
 * macOS; for a file or a pipe it says nothing, and UTF-8 is what they are mostly read as.
 */
function speaksUtf8(environment: Environment, isTerminal: boolean): boolean {
  const locale = environment["LC_ALL"] || environment["LC_CTYPE"] || environment["LANG"];
  if (locale === undefined || locale === "")
    return !isTerminal || process.platform === "win32" || process.platform === "darwin";
  return /utf-?8/i.test(locale);
}
