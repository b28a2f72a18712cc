import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { PAGE_ASSETS, pageAssets } from "../../../page/build.ts";
import { COUNTRY_CODES } from "../../../src/geo/country-codes.ts";
import {
  WORLD_ANCHORS,
  WORLD_HEIGHT,
  WORLD_SHAPES,
  WORLD_WIDTH,
} from "../../../src/reports/html/assets.generated.ts";

describe("what the page carries", () => {
  it("is what its sources give: run npm run build where this fails", async () => {
    const [made, kept] = await Promise.all([pageAssets(), readFile(PAGE_ASSETS, "utf8")]);
    expect(made === kept).toBe(true);
  });

  it("names no path of the machine it was made on", async () => {
    expect(await readFile(PAGE_ASSETS, "utf8")).not.toMatch(/node_modules|file:\/\/|\/home\/|\/tmp\//);
  });
});

describe("the map", () => {
  it("has a place for every country code but Antarctica and what nobody lives on", () => {
    const missing = COUNTRY_CODES.filter((code) => WORLD_ANCHORS[code] === undefined);
    expect(missing).toEqual(["AQ", "BV", "TF"].filter((code) => missing.includes(code)));
  });

  it("has every place within its frame, where one would look for it", () => {
    for (const [code, [x, y]] of Object.entries(WORLD_ANCHORS)) {
      expect({ code, inside: x >= 0 && x <= WORLD_WIDTH && y >= 0 && y <= WORLD_HEIGHT }).toEqual({
        code,
        inside: true,
      });
    }
    const [france, brazil, japan, reunion] = ["FR", "BR", "JP", "RE"].map((code) => WORLD_ANCHORS[code]!);
    expect(brazil![0]).toBeLessThan(france![0]);
    expect(france![0]).toBeLessThan(reunion![0]);
    expect(reunion![0]).toBeLessThan(japan![0]);
    expect(france![1]).toBeLessThan(reunion![1]);
  });

  it("keeps French Guiana apart from France, which its audience is not", () => {
    expect(WORLD_SHAPES["GF"]).toMatch(/^m/);
    const [left] = /^m(-?\d+)/.exec(WORLD_SHAPES["FR"]!)!.slice(1).map(Number);
    expect(left).toBeGreaterThan(400);
  });
});
