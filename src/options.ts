import { optionError } from "./errors.ts";
import {
  broken,
  countryCodes,
  durationMs,
  instantMs,
  numberWithin,
  sizeBytes,
  textList,
  timeZone,
} from "./option-values.ts";
import { didYouMean } from "./suggestion.ts";

/** A duration: `"10s"`, `"500ms"`, `"1m"`, `"2h"`, `"1d"`, or milliseconds. */
export type Duration = string | number;

/** An instant: ISO 8601, a `Date`, or milliseconds since 1970. A text without zone is told in `tz`, else `logTz`. */
export type Instant = string | number | Date;

/** What an analyzer can be told. Everything may be left out. */
export interface AnalyzerOptions {
  /** `auto`, a named format, an nginx `log_format` or Apache `LogFormat` string. Default `auto`. */
  readonly format?: string;
  /** Where the fields of JSON lines are: `field=json.path`; goes before the usual names. Default: the usual names. */
  readonly map?: string | readonly string[];
  /** ISO 3166 countries the audience is expected from; a list, or one text with commas. Default: learned. */
  readonly home?: string | readonly string[];
  /** Path patterns (`*` within a segment, `**` across) of login requests. Default: a built-in list. */
  readonly login?: string | readonly string[];
  /** Path patterns of the waiting room. Default: learned. */
  readonly waitingRoom?: string | readonly string[];
  /** Peers (CIDR) whose X-Forwarded-For is believed. Default: none. */
  readonly trustedProxy?: string | readonly string[];
  /** Addresses (CIDR) that count as organic and are never in a rule. Default: none. */
  readonly allow?: string | readonly string[];
  /** Finest window, whole seconds that divide 60 s. Default `10s`. */
  readonly window?: Duration;
  /** How far event time may run backwards within one input, 0 to 48 h. Default `10s`. */
  readonly lateness?: Duration;
  /** Zone of timestamps that carry none, an IANA name. Default `UTC`. */
  readonly logTz?: string;
  /** Zone shown in reports and used for hour-of-week, an IANA name. Default: the log's. */
  readonly tz?: string;
  /** Judge only from here on; what lies before still teaches the baseline. Default: the beginning. */
  readonly since?: Instant;
  /** Judge only up to here. Default: the end. */
  readonly until?: Instant;
  /** What an earlier analyzer learned of normal traffic: the bytes that its `baseline()` gave. Default: nothing. */
  readonly baseline?: Uint8Array;
  /** Known capacity in requests per second, above 0. Default: inferred. */
  readonly capacity?: number | string;
  /** Bound on all state that traffic can grow, at least 16 MiB: `"96MiB"`, or bytes. Default `96MiB`. */
  readonly memory?: string | number;
  /** Key of the sampling hashes, an integer 0..2^53-1. Default 0. */
  readonly seed?: number | string;
  /** Cut addresses in every output to /24 or /48. Default false. */
  readonly anonymize?: boolean;
  /** Largest share of unreadable lines that is put up with, 0..1. Default 0.5. */
  readonly maxRejected?: number | string;
  /** Largest share of an episode's organic requests that all its rules together may hit, 0..1. Default 0.02. */
  readonly maxCollateral?: number | string;
}

/** The options, checked and resolved once; passed whole to whoever needs any of them. */
export interface Settings {
  /** `auto`, a name or a format string. */
  readonly format: string;
  /** Entries `field=json.path`; empty: the usual names. */
  readonly map: readonly string[];
  /** ISO 3166 codes in capitals, or null: to be learned. */
  readonly home: readonly string[] | null;
  /** Own login patterns; empty: the built-in list. */
  readonly login: readonly string[];
  /** Own waiting-room patterns; empty: to be learned. */
  readonly waitingRoom: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly allow: readonly string[];
  readonly windowMs: number;
  readonly latenessMs: number;
  readonly logTz: string;
  /** Null: the log's. */
  readonly tz: string | null;
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  /** Bytes of `encodeBaseline`, or null. */
  readonly baseline: Uint8Array | null;
  /** Null: to be inferred. */
  readonly capacityRps: number | null;
  readonly memoryBytes: number;
  readonly seed: number;
  readonly anonymize: boolean;
  readonly maxRejected: number;
  readonly maxCollateral: number;
}

const HOUR_MS = 3_600_000;
const NONE: readonly string[] = Object.freeze([]);

/** How each option is read; the keys are the known options. */
const READERS = {
  format: (value: unknown) => format(value),
  map: (value: unknown) => textList(named("map"), value, "whole"),
  home: (value: unknown) => countryCodes(named("home"), value),
  login: (value: unknown) => textList(named("login"), value, "whole"),
  waitingRoom: (value: unknown) => textList(named("waitingRoom"), value, "whole"),
  trustedProxy: (value: unknown) => textList(named("trustedProxy"), value, "commas"),
  allow: (value: unknown) => textList(named("allow"), value, "commas"),
  window: (value: unknown) => window(value),
  lateness: (value: unknown) => lateness(value),
  logTz: (value: unknown) => timeZone(named("logTz"), value),
  tz: (value: unknown) => timeZone(named("tz"), value),
  since: (value: unknown, zone: string) => instantMs(named("since"), value, zone),
  until: (value: unknown, zone: string) => instantMs(named("until"), value, zone),
  baseline: (value: unknown) => baselineBytes(value),
  capacity: (value: unknown) =>
    numberWithin(named("capacity"), value, {
      min: Number.MIN_VALUE,
      max: 1e12,
      words: "a number of requests per second above 0",
    }),
  memory: (value: unknown) => memory(value),
  seed: (value: unknown) =>
    numberWithin(named("seed"), value, {
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
      integer: true,
      words: "an integer from 0 to 2^53-1",
    }),
  anonymize: (value: unknown) => flag("anonymize", value),
  maxRejected: (value: unknown) =>
    numberWithin(named("maxRejected"), value, { min: 0, max: 1, words: "a share from 0 to 1" }),
  maxCollateral: (value: unknown) =>
    numberWithin(named("maxCollateral"), value, { min: 0, max: 1, words: "a share from 0 to 1" }),
} as const satisfies Record<keyof AnalyzerOptions, (value: unknown, zone: string) => unknown>;

/** The names of all options. */
export const OPTION_NAMES: readonly (keyof AnalyzerOptions)[] = Object.freeze(
  Object.keys(READERS) as (keyof AnalyzerOptions)[],
);

/**
 * Checks the options and fills in what was left out. An option given as `undefined` was left out.
 * @throws TidegaugeError `TG_OPTION` for an unknown option or a value that breaks its rule
 * @example
 * resolveOptions({ home: "FR,RE", window: "30s" }).windowMs; // 30000
 */
export function resolveOptions(options: AnalyzerOptions = {}): Settings {
  for (const key of Object.keys(options)) {
    if (!Object.hasOwn(READERS, key)) {
      throw optionError("Cannot open an analyzer", `unknown option "${key}"${didYouMean(key, OPTION_NAMES)}`);
    }
  }
  const logTz = read(options.logTz, READERS.logTz, "UTC");
  const tz = read(options.tz, READERS.tz, null);
  const zone = tz ?? logTz;
  const sinceMs = read(options.since, (value) => READERS.since(value, zone), null);
  const untilMs = read(options.until, (value) => READERS.until(value, zone), null);
  if (sinceMs !== null && untilMs !== null && untilMs <= sinceMs) {
    throw broken(
      named("until"),
      `must be later than "since" (${new Date(sinceMs).toISOString()})`,
      options.until,
    );
  }
  return Object.freeze({
    format: read(options.format, READERS.format, "auto"),
    map: read(options.map, READERS.map, NONE),
    home: read(options.home, READERS.home, null),
    login: read(options.login, READERS.login, NONE),
    waitingRoom: read(options.waitingRoom, READERS.waitingRoom, NONE),
    trustedProxies: read(options.trustedProxy, READERS.trustedProxy, NONE),
    allow: read(options.allow, READERS.allow, NONE),
    windowMs: read(options.window, READERS.window, 10_000),
    latenessMs: read(options.lateness, READERS.lateness, 10_000),
    logTz,
    tz,
    sinceMs,
    untilMs,
    baseline: read(options.baseline, READERS.baseline, null),
    capacityRps: read(options.capacity, READERS.capacity, null),
    memoryBytes: read(options.memory, READERS.memory, 96 * 2 ** 20),
    seed: read(options.seed, READERS.seed, 0),
    anonymize: read(options.anonymize, READERS.anonymize, false),
    maxRejected: read(options.maxRejected, READERS.maxRejected, 0.5),
    maxCollateral: read(options.maxCollateral, READERS.maxCollateral, 0.02),
  });
}

function read<T, D>(value: unknown, reader: (value: unknown) => T, otherwise: D): T | D {
  return value === undefined ? otherwise : reader(value);
}

function named(name: string) {
  return { attempt: "Cannot open an analyzer", name };
}

function format(value: unknown): string {
  if (typeof value === "string" && value.trim() !== "") return value;
  throw broken(named("format"), 'must be "auto", the name of a format or a format string', value);
}

function window(value: unknown): number {
  const ms = durationMs(named("window"), value);
  if (ms >= 1000 && ms % 1000 === 0 && 60_000 % ms === 0) return ms;
  throw broken(named("window"), "must be whole seconds that divide 60s, such as 10s or 30s", value);
}

function lateness(value: unknown): number {
  const ms = durationMs(named("lateness"), value);
  if (ms <= 48 * HOUR_MS) return ms;
  throw broken(named("lateness"), "must be at most 48h", value);
}

function memory(value: unknown): number {
  const bytes = sizeBytes(named("memory"), value);
  if (bytes >= 16 * 2 ** 20) return bytes;
  throw broken(named("memory"), "must be at least 16MiB", value);
}

function baselineBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw broken(named("baseline"), "must be the bytes (Uint8Array) that an analyzer's baseline() gave", value);
}

function flag(name: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw broken(named(name), "must be true or false", value);
}
