import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PlaceCache } from "../../src/node/place-cache.ts";
import { manyPlaces } from "../kernel/places.ts";

function folder(): string {
  return mkdtempSync(join(tmpdir(), "tidegauge-test-"));
}

describe("a kept place table", () => {
  const table = manyPlaces();

  it("is the table that was written, column for column", () => {
    const cache = new PlaceCache(join(folder(), "not", "yet", "there"), [import.meta.filename]);
    expect(cache.read()).toBeNull();
    cache.write(table);
    expect(cache.read()!.data).toEqual(table.data);
  });

  it("is worthless once a file that it was built from has changed", () => {
    const at = folder();
    const source = join(at, "source.dat");
    writeFileSync(source, "one");
    new PlaceCache(at, [source]).write(table);
    expect(new PlaceCache(at, [source]).read()).not.toBeNull();
    writeFileSync(source, "three");
    expect(new PlaceCache(at, [source]).read()).toBeNull();
  });

  it("is worthless with any byte changed, or cut anywhere", () => {
    const at = folder();
    const cache = new PlaceCache(at, []);
    cache.write(table);
    const path = join(at, readdirSync(at)[0]!);
    const whole = readFileSync(path);
    for (const place of [0, 5, 9, 40, 5000, whole.length - 1]) {
      const damaged = Buffer.from(whole);
      damaged[place]! ^= 1;
      writeFileSync(path, damaged);
      expect(cache.read()).toBeNull();
    }
    for (const length of [0, 3, 12, 400, whole.length - 4]) {
      writeFileSync(path, whole.subarray(0, length));
      expect(cache.read()).toBeNull();
    }
  });

  it("is not written where that is impossible, without a word", () => {
    const cache = new PlaceCache(join(import.meta.filename, "below-a-file"), []);
    cache.write(table);
    expect(cache.read()).toBeNull();
  });

  it("lies where the XDG base directory specification says", () => {
    expect(PlaceCache.folder({ XDG_CACHE_HOME: "/var/tmp/x" })).toBe("/var/tmp/x/tidegauge");
    expect(PlaceCache.folder({ XDG_CACHE_HOME: "relative" })).toMatch(/\.cache\/tidegauge$/);
  });
});
