import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import type { PlaceTable } from "../../src/geo/place-table.ts";
import { simulate, type Truth } from "../../src/simulator/index.ts";

/** One log to be judged: a family, a seed, and how much normal traffic comes before. */
export interface Case {
  family: string;
  seed: number;
  historyHours: number;
}

/** A simulated log with its truth. */
export interface Specimen {
  log: Buffer;
  truth: Truth;
}

/** Simulated logs, kept in the system's temporary folder for as long as the simulator stays the same. */
export class Corpus {
  readonly #folder: string;
  readonly #places: PlaceTable;

  constructor(places: PlaceTable) {
    this.#places = places;
    const hash = createHash("sha256").update(places.description);
    const root = fileURLToPath(new URL("../../src/simulator/", import.meta.url));
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".ts"),
    );
    for (const name of files.sort()) hash.update(name).update(readFileSync(join(root, name)));
    this.#folder = join(tmpdir(), "tidegauge-evaluation", hash.digest("hex").slice(0, 16));
    mkdirSync(this.#folder, { recursive: true });
  }

  /** The log of a case: from the cache, or simulated now. */
  specimen({ family, seed, historyHours }: Case): Specimen {
    const name = `${family.replaceAll("/", "-")}.${seed}.${historyHours}h`;
    const logPath = join(this.#folder, `${name}.log.gz`);
    const truthPath = join(this.#folder, `${name}.truth.json`);
    // The truth is written last: where it is, the log is whole.
    if (existsSync(truthPath)) {
      return {
        log: gunzipSync(readFileSync(logPath)),
        truth: JSON.parse(readFileSync(truthPath, "utf8")) as Truth,
      };
    }
    const drill = simulate(family, { seed, historyMs: historyHours * 3_600_000, places: this.#places });
    const log = Buffer.concat([...drill]);
    const { truth } = drill;
    writeFileSync(logPath, gzipSync(log, { level: 1 }));
    writeFileSync(`${truthPath}.part`, JSON.stringify(truth));
    renameSync(`${truthPath}.part`, truthPath);
    return { log, truth };
  }
}
