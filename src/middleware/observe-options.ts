import { optionError } from "../errors.ts";
import type { PlaceTable } from "../geo/place-table.ts";
import { isPlaceSource, type PlaceSourceName } from "../node/place-data.ts";
import type { AnalyzerOptions } from "../options.ts";
import type { AnalyzerEvent } from "../reports/report.ts";

/**
 * How the path of a request is told: `as-requested`; `ids` with `:id` for numbers, UUIDs and long random words; `routes`
 * as the pattern by which the framework found the handler (`/users/:id`), and where there is none as `ids`; or a function
 * from path with query to path with query.
 */
export type PathForm = "as-requested" | "ids" | "routes" | ((path: string) => string);

/** Options of an analyzer that are about lines of a log, of which there are none here. */
type LogOption = "format" | "map" | "logTz" | "since" | "until" | "maxRejected";

/**
 * What {@link observe} can be told. Those of an analyzer have its defaults, but for three: `lateness` is `0s`, because
 * requests are told as they end; `tz` is the zone of this machine; `seed` is drawn at random, so that nobody can send what
 * the samples never keep, or is that of `baseline`.
 */
export interface ObserveOptions extends Omit<AnalyzerOptions, LogOption> {
  /** Where countries and regions come from, read at once (a quarter of a second). Default `lite`: geoip-lite, if installed. */
  readonly geo?: PlaceSourceName | undefined;
  /** Where networks come from: an `.mmdb` file (GeoLite2-ASN), or a `.csv` of `start,end,asn,name`. Default: none. */
  readonly asn?: string | undefined;
  /** A place table that is already loaded; wins over `geo`. */
  readonly places?: PlaceTable | undefined;
  /**
   * The header in which trusted proxies name the client: `x-forwarded-for`, `forwarded`, or one with a single address such
   * as `cf-connecting-ip`. Believed only from a `trustedProxy`. Default `x-forwarded-for`.
   */
  readonly clientHeader?: string | undefined;
  /** Default `as-requested`. Rules name paths in this form, so `ids` and `routes` make rules for people to read. */
  readonly paths?: PathForm | undefined;
  /**
   * Called with each window and episode as it is settled, within a second; last with the report. Never while a request is
   * being answered.
   */
  readonly onEvent?: ((event: AnalyzerEvent) => void) | undefined;
  /** Called with what went wrong in observing, also what `onEvent` or `paths` threw. Default: one process warning. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** The options of {@link observe}, checked; those of the analyzer apart, which checks them itself. */
export interface ResolvedObserveOptions {
  readonly geo: PlaceSourceName | null;
  readonly asn: string | null;
  readonly places: PlaceTable | null;
  readonly clientHeader: string;
  readonly paths: PathForm;
  readonly onEvent: ((event: AnalyzerEvent) => void) | null;
  readonly onError: ((error: unknown) => void) | null;
  readonly analyzer: AnalyzerOptions;
}

const PATH_FORMS: readonly unknown[] = ["as-requested", "ids", "routes"];

/**
 * Checks the options that are not the analyzer's and fills in what was left out.
 * @throws TidegaugeError `TG_OPTION` for one that is wrong
 */
export function resolveObserveOptions(options: ObserveOptions): ResolvedObserveOptions {
  const {
    geo,
    asn,
    places,
    clientHeader = "x-forwarded-for",
    paths = "as-requested",
    onEvent,
    onError,
    ...analyzer
  } = options;
  if (geo !== undefined && !isPlaceSource(geo)) {
    throw wrong("geo", "must be lite, none or the path of an .mmdb file", geo);
  }
  if (typeof clientHeader !== "string" || !/^[\w-]+$/.test(clientHeader)) {
    throw wrong("clientHeader", "must be the name of a header, such as x-forwarded-for", clientHeader);
  }
  if (options.clientHeader !== undefined && analyzer.trustedProxy === undefined) {
    throw optionError(
      "Cannot observe",
      `"clientHeader" is believed only from a "trustedProxy": pass that, too`,
    );
  }
  if (typeof paths !== "function" && !PATH_FORMS.includes(paths)) {
    throw wrong("paths", "must be as-requested, ids, routes or a function", paths);
  }
  for (const [name, value] of Object.entries({ onEvent, onError })) {
    if (value !== undefined && typeof value !== "function") throw wrong(name, "must be a function", value);
  }
  return {
    geo: geo ?? null,
    asn: asn ?? null,
    places: places ?? null,
    clientHeader: clientHeader.toLowerCase(),
    paths,
    onEvent: onEvent ?? null,
    onError: onError ?? null,
    analyzer,
  };
}

function wrong(name: string, rule: string, value: unknown): Error {
  return optionError("Cannot observe", `"${name}" ${rule}, got ${JSON.stringify(value) ?? String(value)}`);
}
