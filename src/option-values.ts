import { optionError } from "./errors.ts";

/** How an option is named in errors: `"window"` in the library, `--window` on the command line. */
export interface OptionName {
  /** What was tried, as a sentence without an end: `Cannot open an analyzer`. */
  readonly attempt: string;
  readonly name: string;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const UNIT_BYTES: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  // Bare letters as `ps`, `sort` and JVMs mean them.
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
};

/**
 * A duration in milliseconds.
 * @param value `10s`, `500ms`, `1m`, `2h`, `1d`, or a number of milliseconds
 */
export function durationMs(option: OptionName, value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  const match =
    typeof value === "string" ? /^(\d{1,12}(?:\.\d{1,3})?) ?(ms|s|m|h|d)$/.exec(value.trim()) : null;
  if (match === null) {
    throw broken(option, 'must be a duration such as "10s", "500ms", "1m" or "2h"', value);
  }
  return Math.round(Number(match[1]) * UNIT_MS[match[2]!]!);
}

/**
 * A size in bytes.
 * @param value `96MiB`, `100MB`, `64k` (binary), or a number of bytes
 */
export function sizeBytes(option: OptionName, value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return Math.floor(value);
  const match =
    typeof value === "string" ? /^(\d{1,15}(?:\.\d{1,3})?) ?([a-z]{0,3})$/i.exec(value.trim()) : null;
  const unit = match === null ? undefined : UNIT_BYTES[match[2]!.toLowerCase()];
  if (match === null || unit === undefined) {
    throw broken(option, 'must be a size such as "96MiB" or "200MB"', value);
  }
  return Math.floor(Number(match[1]) * unit);
}

/**
 * A number within a range.
 * @param range what is allowed, in words for the error; `integer` refuses fractions
 */
export function numberWithin(
  option: OptionName,
  value: unknown,
  range: { min: number; max: number; integer?: boolean; words: string },
): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  const fits =
    typeof number === "number" &&
    number >= range.min &&
    number <= range.max &&
    (range.integer !== true || Number.isInteger(number));
  if (!fits) throw broken(option, `must be ${range.words}`, value);
  return number;
}

/** A list of texts, none empty: an array, or one text with commas where `split` says so. */
export function textList(option: OptionName, value: unknown, split: "commas" | "whole"): readonly string[] {
  const list = typeof value === "string" ? [value] : value;
  if (!Array.isArray(list)) throw broken(option, "must be a text or a list of texts", value);
  const texts: string[] = [];
  for (const item of list as unknown[]) {
    if (typeof item !== "string") throw broken(option, "must hold texts only", item);
    for (const part of split === "commas" ? item.split(",") : [item]) {
      const text = part.trim();
      if (text === "") throw broken(option, "must not hold an empty entry", item);
      texts.push(text);
    }
  }
  return Object.freeze([...new Set(texts)]);
}

/** What people write instead of the ISO code. */
const COUNTRY_SLIPS: Readonly<Record<string, string>> = { UK: "GB", EN: "GB", EL: "GR", JA: "JP", SW: "SE" };

/** ISO 3166 country codes in capitals. */
export function countryCodes(option: OptionName, value: unknown): readonly string[] {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const codes = textList(option, value, "commas").map((text) => {
    const code = text.toUpperCase();
    const meant = COUNTRY_SLIPS[code];
    const hint = meant === undefined ? "" : `; did you mean "${meant}"?`;
    if (meant !== undefined || !/^[A-Z]{2}$/.test(code) || names.of(code) === undefined) {
      throw broken(option, 'must be ISO 3166 country codes such as "FR,RE,GP"', text, hint);
    }
    return code;
  });
  return Object.freeze([...new Set(codes)]);
}

/** A time zone that the runtime knows. */
export function timeZone(option: OptionName, value: unknown): string {
  if (typeof value === "string" && value !== "") {
    try {
      return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone;
    } catch {
      // Falls through to the one error below: the runtime's own names no option.
    }
  }
  throw broken(option, 'must be a time zone such as "UTC" or "Europe/Paris"', value);
}

/**
 * An instant in milliseconds since 1970 UTC.
 * @param value ISO 8601 (`2021-04-06`, `2021-04-06T08:00`, `2021-04-06 08:00:00.5`, with or without `Z` or `+02:00`),
 *   a `Date`, or milliseconds since 1970
 * @param zone what a text without zone is told in: never the zone of the machine, so that reports repeat
 */
export function instantMs(option: OptionName, value: unknown, zone: string): number {
  const number = value instanceof Date ? value.getTime() : value;
  if (typeof number === "number" && Number.isFinite(number) && Math.abs(number) <= 8.64e15) return number;
  const match =
    typeof value === "string"
      ? /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?)? ?(Z|[+-]\d{2}:?\d{2})?$/i.exec(
          value.trim(),
        )
      : null;
  if (match !== null) {
    const [, date, minutes = "00:00", seconds = ":00", offset = ""] = match;
    const asUtc = Date.parse(`${date}T${minutes}${seconds}Z`);
    if (Number.isFinite(asUtc)) return offset === "" ? fromLocal(asUtc, zone) : asUtc - offsetMs(offset);
  }
  throw broken(option, 'must be a time such as "2021-04-06T08:00" or "2021-04-06T06:00:00Z"', value);
}

function offsetMs(offset: string): number {
  if (offset.toUpperCase() === "Z") return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** A wall clock reading, given as if it were UTC, to the instant at which clocks of the zone show it. */
function fromLocal(asUtcMs: number, zone: string): number {
  // The offset is looked up at the guess, then once more at the answer, for readings near a change of the clocks.
  const guess = asUtcMs - zoneOffsetMs(asUtcMs, zone);
  return asUtcMs - zoneOffsetMs(guess, zone);
}

/** How far clocks of a zone are ahead of UTC at an instant, in milliseconds. */
export function zoneOffsetMs(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    timeZoneName: "longOffset",
    hour: "2-digit",
  });
  const name = parts.formatToParts(instant).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const match = /^GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(name);
  if (match === null) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return (match[1] === "-" ? -seconds : seconds) * 1000;
}

/** The error for a broken rule: attempt, option, rule, value. */
export function broken(option: OptionName, rule: string, value: unknown, hint = ""): Error {
  return optionError(option.attempt, `"${option.name}" ${rule}, got ${shown(value)}${hint}`);
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
