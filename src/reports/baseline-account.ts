import type { OpenedBaseline } from "../baselines/codec.ts";
import type { Composition } from "../baselines/composition.ts";
import type { SeasonalRate } from "../baselines/seasonal-rate.ts";
import { clock } from "./text/clock.ts";
import { table, wrap } from "./text/layout.ts";
import { placeName } from "./text/places.ts";
import { safe } from "./text/safe.ts";
import { count, counted, duration, percent } from "./text/words.ts";

/** What a baseline knows, for people and programs. Absent knowledge is null. */
export interface BaselineAccount {
  readonly schema: "tidegauge.baseline/1";
  /** Of when the traffic was that it was learned from. */
  readonly from: string | null;
  readonly to: string | null;
  /** Minutes of normal traffic that it rests on. */
  readonly minutes: number;
  /** Options that it was learned with, and that whoever uses it must give, too. */
  readonly seed: number;
  readonly windowSeconds: number;
  /** Usual figures a minute for each hour of the week, Monday 00:00 local time first; `upper` is rarely exceeded. */
  readonly hours: readonly HourAccount[];
  /** Requests that a person makes within ten minutes, median. */
  readonly requestsPerVisit: number | null;
  /** Where the audience lives: shares by weight of evidence that it is the audience. Biggest first; "" is the unknown place. */
  readonly countries: readonly PlaceShare[];
  readonly regions: readonly PlaceShare[];
  /** Sources and prefixes (/24, /48) that were seen among normal traffic, as far as they fit. */
  readonly knownSources: number;
  readonly knownPrefixes: number;
}

/** What is usual in one hour of the week, a minute. */
export interface HourAccount {
  readonly requests: { readonly median: number; readonly upper: number };
  readonly visitors: number;
  readonly logins: number;
}

/** A place and its share of the audience. */
export interface PlaceShare {
  readonly key: string;
  readonly share: number;
}

const HOURS_OF_WEEK = 168;
const PLACES_LISTED = 50;
const PLACES_SHOWN = 6;
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/** Hours of a column of the table. */
const STEP = 3;

/** Tells what a baseline knows. */
export function baselineAccount(opened: OpenedBaseline): BaselineAccount {
  const { baseline, seed, windowMs, places, countries } = opened;
  const iso = (timeMs: number | null) => (timeMs === null ? null : new Date(timeMs).toISOString());
  const { minutes } = baseline.requests;
  const visits = baseline.visitRequests;
  return {
    schema: "tidegauge.baseline/1",
    from: iso(baseline.fromMs),
    to: iso(baseline.toMs),
    minutes: rounded(minutes),
    seed,
    windowSeconds: windowMs / 1000,
    hours:
      minutes < 1
        ? []
        : Array.from({ length: HOURS_OF_WEEK }, (_, hour) => ({
            requests: {
              median: usual(baseline.requests, hour),
              upper: rounded(baseline.requests.expect(hour)?.upper ?? 0),
            },
            visitors: usual(baseline.visitors, hour),
            logins: usual(baseline.attempts, hour),
          })),
    requestsPerVisit: visits.count === 0 ? null : rounded(visits.quantile(0.5)),
    countries: shares(baseline.countries, (key) => countries[key]!),
    // Places of which only the country is known are no regions.
    regions: shares(baseline.places, (key) => places[key]!).filter(({ key }) => key.includes("-")),
    knownSources: baseline.sources.size,
    knownPrefixes: baseline.prefixes.size,
  };
}

/** {@link baselineAccount} as text of at most `width` columns. */
export function baselineText(name: string, account: BaselineAccount, tz: string, width: number): string {
  const { from, to, minutes, hours } = account;
  if (from === null || to === null) return `${safe(name)}: an empty baseline, nothing was learned\n`;
  const time = clock(tz);
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const lines = [
    ...wrap(
      `${safe(name)}: normal traffic from ${time.full(start)} to ${time.full(end)} (${time.zone}), ${counted(minutes, "minute")} of ${duration(end - start)}`,
      width,
    ),
    "",
    "Requests a minute that are usual, by local time",
  ];
  const columns = Array.from({ length: 24 / STEP }, (_, index) => index * STEP);
  const rows = DAYS.map((day, weekday) => [
    day,
    ...columns.map((hour) => {
      const medians = hours.slice(weekday * 24 + hour, weekday * 24 + hour + STEP);
      return figure(Math.max(...medians.map(({ requests }) => requests.median)));
    }),
  ]);
  const titles = columns.map((hour) => ({
    title: `${String(hour).padStart(2, "0")}:00`,
    align: "right" as const,
  }));
  const { head, body } = table([{ title: "", align: "left" }, ...titles], rows, width, "  ");
  lines.push(
    head,
    ...body,
    ...wrap("an hour that was not seen yet is told from the same hour of other days", width, "  "),
  );
  lines.push("", "What else is known");
  const fact = (label: string, text: string) => lines.push(...wrap(text, width, `  ${label.padEnd(12)}`));
  const places = (list: readonly PlaceShare[]) =>
    list
      .slice(0, PLACES_SHOWN)
      .map(({ key, share }) => `${safe(placeName(key))} ${percent(share)}`)
      .join(", ");
  const anywhere = account.countries.some(({ key }) => key !== "");
  fact("audience", anywhere ? places(account.countries) : "from where is not known: learned without places");
  if (account.regions.length > 0) fact("regions", places(account.regions));
  fact(
    "seen before",
    `${counted(account.knownSources, "source")} of ${counted(account.knownPrefixes, "network")} (/24, /48)`,
  );
  if (account.requestsPerVisit !== null) {
    fact("a visit", `${figure(account.requestsPerVisit)} requests within ten minutes`);
  }
  fact(
    "options",
    `--seed ${account.seed} --window ${account.windowSeconds}s: give the same where you use it`,
  );
  return `${lines.join("\n")}\n`;
}

function usual(rate: SeasonalRate, hour: number): number {
  return rounded(rate.expect(hour)?.median ?? 0);
}

function shares(composition: Composition, nameOf: (key: number) => string): PlaceShare[] {
  return composition
    .shares()
    .slice(0, PLACES_LISTED)
    .map(({ key, share }) => ({ key: nameOf(key), share: Number(share.toFixed(6)) }));
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}

function figure(value: number): string {
  return value < 9.95 ? String(Number(value.toFixed(1))) : count(value);
}
