/** What judging a window takes: `node --import tsx bench/judge/judge.ts`. Marks: 20 us for a quiet one, 5 ms for a suspicious one. */
import { Baseline } from "../../src/baselines/baseline.ts";
import { Units } from "../../src/features/units.ts";
import { CountryIndex } from "../../src/geo/country-index.ts";
import { learnMinute } from "../../src/judge/learning.ts";
import { isSuspicious } from "../../src/judge/screening.ts";
import { loadPlaces } from "../../src/node/place-data.ts";
import { PathClassifier } from "../../src/records/paths.ts";
import { Method, RequestRecord } from "../../src/records/record.ts";
import { Assessor } from "../../src/verdicts/assessor.ts";
import { Summariser } from "../../src/windows/summariser.ts";
import { WindowSummary } from "../../src/windows/window-summary.ts";
import { type MicroResult, printWhenMain, time, words } from "../micro.ts";

const START_MS = Date.UTC(2024, 4, 14, 9);
/** Sources of a suspicious window: as many as the sample holds. */
const SOURCES = 4096;
const REPEATS = 5;
const PATHS = ["/", "/login", "/style.css", "/app.js", "/news", "/api/me"];
const AGENTS = ["Mozilla/5.0 (X11) Firefox/120.0", "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0", "curl/8.0"];

const places = loadPlaces("lite");

/** A window of requests from so many sources, three each. */
function windowOf(startMs: number, seconds: number, sources: number, seed: number): WindowSummary {
  const window = new WindowSummary({ sources: SOURCES, kinds: SOURCES, frequent: 256 });
  window.reset(startMs, startMs + 1000 * seconds);
  const paths = new PathClassifier({ login: [], waitingRoom: [] });
  const summariser = new Summariser({ seed: 0, places, paths, allow: null, kernelBytes: 0 });
  const record = new RequestRecord();
  const random = words(sources, seed);
  for (let i = 0; i < 3 * sources; i += 1) {
    const word = random[i % sources]!;
    const path = Buffer.from(PATHS[(word + i) % PATHS.length]!);
    const agent = Buffer.from(AGENTS[word % AGENTS.length]!);
    record.reset(Buffer.concat([path, agent]));
    record.timeMs = startMs + ((i * 7) % (1000 * seconds));
    record.family = 4;
    record.addressLo = word;
    record.method = path.length === 6 ? Method.post : Method.get;
    record.status = 200;
    record.bytes = 1000;
    record.pathEnd = path.length;
    record.queryStart = path.length;
    record.userAgentStart = path.length;
    record.userAgentEnd = path.length + agent.length;
    record.referrerStart = record.userAgentEnd;
    record.referrerEnd = record.userAgentEnd;
    record.hasReferrer = 1;
    record.hasUserAgent = 1;
    summariser.identify(record);
    summariser.add(record, window);
  }
  window.sources.settle();
  window.kinds.settle();
  return window;
}

/** Screening, and the whole judgement, with two hours of normal traffic behind. */
export function benchJudge(): MicroResult[] {
  const baseline = new Baseline();
  const countries = new CountryIndex(places);
  const units = new Units();
  for (let minute = 0; minute < 120; minute += 1) {
    const window = windowOf(START_MS + 60_000 * (minute - 130), 60, 100, 1);
    units.fill(window, baseline, countries);
    learnMinute(baseline, window, units, {
      hourOfWeek: 33,
      weight: 1,
      mostVisitors: Number.POSITIVE_INFINITY,
    });
  }
  const quiet = windowOf(START_MS, 10, 16, 2);
  const loud = windowOf(START_MS, 60, SOURCES, 3);
  const assessor = new Assessor(countries);
  const context = {
    baseline,
    home: null,
    zoneMinutes: 0,
    perMinuteBefore: 300,
    vouchMs: null,
    owedRequests: 0,
    isCounted: true,
  };
  const repeated = (run: () => number) => () => {
    let sum = 0;
    for (let i = 0; i < REPEATS; i += 1) sum += run();
    return sum;
  };
  const assess = repeated(() => assessor.assess(loud, 1, 1, context).score.total);
  // Long enough for the compiler to have done its work: a live judge runs for days.
  for (let i = 0; i < 20; i += 1) assess();
  return [
    time("screen a quiet window", 1000, () => {
      let suspicious = 0;
      for (let i = 0; i < 1000; i += 1) suspicious += Number(isSuspicious(quiet, baseline, 33, 300));
      return suspicious;
    }),
    time(`judge a minute of ${loud.sources.size + loud.sources.loudSize} sampled sources`, REPEATS, assess),
    time(
      "of it, read its sources",
      REPEATS,
      repeated(() => {
        units.fill(loud, baseline, countries);
        return units.count;
      }),
    ),
  ];
}

await printWhenMain(import.meta.url, benchJudge);
