import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Truth } from "../../src/simulator/index.ts";

/** A log with the truth about it. */
export interface Specimen {
  log: Buffer;
  truth: Truth;
}

/** Generated logs, kept in the system's temporary folder for as long as what generates them stays the same. */
export class SpecimenCache {
  readonly #folder: string;

  /**
   * @param sources folder of the generator's source, with a slash at its end
   * @param setting what else the logs depend on
   */
  constructor(sources: URL, setting: string) {
    const hash = createHash("sha256").update(setting);
    const root = fileURLToPath(sources);
    const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".ts"),
    );
    for (const name of files.sort()) hash.update(name).update(readFileSync(join(root, name)));
    this.#folder = join(tmpdir(), "tidegauge-evaluation", hash.digest("hex").slice(0, 16));
    mkdirSync(this.#folder, { recursive: true });
  }

  /** The log of a name: as it was kept, or made now. */
  get(name: string, make: () => Specimen): Specimen {
    const logPath = join(this.#folder, `${name}.log.gz`);
    const truthPath = join(this.#folder, `${name}.truth.json`);
    // The truth is written last: where it is, the log is whole.
    if (existsSync(truthPath)) {
      return {
        log: gunzipSync(readFileSync(logPath)),
        truth: JSON.parse(readFileSync(truthPath, "utf8")) as Truth,
      };
    }
    const made = make();
    writeFileSync(logPath, gzipSync(made.log, { level: 1 }));
    writeFileSync(`${truthPath}.part`, JSON.stringify(made.truth));
    renameSync(`${truthPath}.part`, truthPath);
    return made;
  }
}
