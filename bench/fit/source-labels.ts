import { LineSplitter } from "../../src/bytes/lines.ts";
import { PlaceTable } from "../../src/geo/place-table.ts";
import { detectFormat } from "../../src/records/detection.ts";
import { Outcome } from "../../src/records/line-reader.ts";
import { PathClassifier } from "../../src/records/paths.ts";
import { RequestRecord } from "../../src/records/record.ts";
import type { Truth } from "../../src/simulator/index.ts";
import { Summariser } from "../../src/windows/summariser.ts";

const WINDOW_MS = 10_000;

/** Requests of a source by what the simulator says they were. */
export interface Labelled {
  all: number;
  attack: number;
  nuisance: number;
}

/** What every source of a simulated log was, by fine window: the truth against which posteriors are fitted. */
export class SourceLabels {
  readonly #windows = new Map<number, Map<number, Labelled>>();

  constructor(log: Buffer, truth: Truth) {
    const { format } = detectFormat(log.subarray(0, log.lastIndexOf(10, 262_144) + 1), { logTz: "UTC" });
    if (format === null) throw new Error("the simulated log has no known format");
    const reader = format.open({ logTz: "UTC" });
    const record = new RequestRecord();
    const summariser = new Summariser({
      seed: 0,
      places: PlaceTable.empty,
      paths: new PathClassifier({ login: [], waitingRoom: [] }),
      allow: null,
      kernelBytes: 0,
    });
    const labels = expand(truth.labels);
    const splitter = new LineSplitter({
      line: (bytes, start, end) => {
        const label = labels.next().value;
        if (reader.read(bytes, start, end, record) !== Outcome.record) return;
        summariser.identify(record);
        this.#add(Math.floor(record.timeMs / WINDOW_MS) * WINDOW_MS, summariser.sourceName, label ?? "o");
      },
      overlong: () => {
        labels.next();
      },
    });
    splitter.push(log);
    splitter.end();
  }

  /** What a source was between two instants, or null where it was not there. */
  between(startMs: number, endMs: number, source: number): Labelled | null {
    const sum = { all: 0, attack: 0, nuisance: 0 };
    for (let at = startMs; at < endMs; at += WINDOW_MS) {
      const found = this.#windows.get(at)?.get(source);
      if (found === undefined) continue;
      sum.all += found.all;
      sum.attack += found.attack;
      sum.nuisance += found.nuisance;
    }
    return sum.all === 0 ? null : sum;
  }

  #add(windowMs: number, source: number, label: string): void {
    let window = this.#windows.get(windowMs);
    if (window === undefined) {
      window = new Map();
      this.#windows.set(windowMs, window);
    }
    let labelled = window.get(source);
    if (labelled === undefined) {
      labelled = { all: 0, attack: 0, nuisance: 0 };
      window.set(source, labelled);
    }
    labelled.all += 1;
    if (label === "a") labelled.attack += 1;
    if (label === "n") labelled.nuisance += 1;
  }
}

function* expand(runs: string): Generator<string, undefined> {
  for (const [, letter, count] of runs.matchAll(/([a-z])(\d+)/g)) {
    for (let i = Number(count); i > 0; i -= 1) yield letter!;
  }
  return undefined;
}
