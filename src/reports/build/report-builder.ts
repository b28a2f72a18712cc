import manifest from "../../../package.json" with { type: "json" };
import type { CountryIndex } from "../../geo/country-index.ts";
import type { Networks } from "../../geo/networks.ts";
import type { PlaceTable } from "../../geo/place-table.ts";
import type { EpisodeRecord } from "../../judge/episode-record.ts";
import type { Judge } from "../../judge/judge.ts";
import type { TrafficAccount } from "../../judge/traffic-account.ts";
import type { WindowRow } from "../../judge/window-rows.ts";
import type { Settings } from "../../options.ts";
import type { CidrTable } from "../../records/cidr-table.ts";
import { type Episode, gravest, type Report, type ReportSettings, type ReportWindow } from "../report.ts";
import { withName } from "./attribution.ts";
import { buildEpisode } from "./episode.ts";
import { type AccountedInput, inputAccount } from "./input-account.ts";
import { iso } from "./instants.ts";
import { notesOf } from "./notes.ts";

/** What a report is made from. */
export interface ReportParts {
  readonly settings: Settings;
  readonly places: PlaceTable;
  readonly countries: CountryIndex;
  /** Which network a source belongs to, and who it is. */
  readonly networks: Networks;
  readonly judge: Judge;
  /** Sources that no rule may touch. */
  readonly allow: CidrTable | null;
  /** Of when normal traffic was known beforehand; null where it was not. */
  readonly learnedBefore: () => { readonly fromMs: number; readonly toMs: number } | null;
}

/** Puts what the judge found into the words of the report. */
export class ReportBuilder {
  readonly #parts: ReportParts;

  constructor(parts: ReportParts) {
    this.#parts = parts;
  }

  /** A judged window. */
  window(row: WindowRow): ReportWindow {
    return {
      start: iso(row.startMs),
      seconds: (row.endMs - row.startMs) / 1000,
      requests: row.requests,
      sources: row.sources,
      logins: row.logins,
      overloadResponses: row.overloads,
      verdict: row.verdict,
      attackProbability: row.attackProbability,
      attackShare: row.attackRequests === null ? null : Math.min(1, row.attackRequests / row.requests),
    };
  }

  /** An episode as far as it is known. */
  episode(episode: EpisodeRecord): Episode {
    return buildEpisode(episode, this.#parts);
  }

  /** The whole report. */
  report(inputs: readonly AccountedInput[], traffic: TrafficAccount, all: readonly Episode[]): Report {
    const { judge, places, settings } = this.#parts;
    const since = settings.sinceMs === null ? "" : iso(settings.sinceMs);
    const episodes = all.filter(({ end }) => end === null || end > since);
    const isLooked = places.description !== "";
    const hasPlaces = isLooked || (traffic.requests > 0 && traffic.unknownShare < 1);
    const account = inputAccount(inputs);
    const countries = traffic.countries();
    const networks = traffic.networks();
    return {
      schema: "tidegauge.report/1",
      generator: `tidegauge ${manifest.version}`,
      input: account,
      geo: {
        country: isLooked ? places.description : hasPlaces ? "the log itself" : null,
        network: this.#parts.networks.description ?? (networks.length > 0 ? "the log itself" : null),
        unknownShare: hasPlaces && traffic.requests > 0 ? traffic.unknownShare : null,
      },
      settings: this.#settings(),
      verdict: gravest(episodes.map((episode) => episode.verdict)),
      episodes,
      windows: judge.rows.finish().map((row) => this.window(row)),
      breakdowns: {
        countries: hasPlaces ? countries : [],
        regions: hasPlaces ? traffic.regions() : [],
        networks: networks.map(({ name, ...row }) => withName(row, name)),
        nuisance: judge.nuisance.rows(),
        audienceLearnedFrom: learnedFrom(judge, traffic),
      },
      notes: notesOf({ account, traffic, settings, hasPlaces, judge, countries: this.#parts.countries }),
    };
  }

  #settings(): ReportSettings {
    const { settings, judge, countries } = this.#parts;
    const learnedBefore = this.#parts.learnedBefore();
    const home = judge.home.at(judge.baseline);
    return {
      windowSeconds: settings.windowMs / 1000,
      latenessSeconds: settings.latenessMs / 1000,
      format: settings.format,
      home:
        settings.home ?? (home === null ? null : [...home.countries].map((n) => countries.codes[n]!).sort()),
      homeLearned: home?.learned ?? false,
      login: settings.login,
      waitingRoom: settings.waitingRoom,
      trustedProxies: settings.trustedProxies,
      allow: settings.allow,
      logTz: settings.logTz,
      tz: settings.tz ?? offsetText(judge.zoneMinutes),
      since: settings.sinceMs === null ? null : iso(settings.sinceMs),
      until: settings.untilMs === null ? null : iso(settings.untilMs),
      capacity: settings.capacityRps,
      baseline:
        learnedBefore === null ? null : { from: iso(learnedBefore.fromMs), to: iso(learnedBefore.toMs) },
      map: settings.map,
      maxCollateral: settings.maxCollateral,
      memoryBytes: settings.memoryBytes,
      seed: settings.seed,
      anonymize: settings.anonymize,
    };
  }
}

/** `+02:00`, or `UTC` for no offset. */
function offsetText(minutes: number): string {
  if (minutes === 0) return "UTC";
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(Math.round(size % 60))}`;
}

function learnedFrom(judge: Judge, traffic: TrafficAccount): string | null {
  if (judge.baseline.toMs === null) return null;
  return traffic.logins > 0 ? "followed-up logins" : "visitors who load pages and their assets";
}
