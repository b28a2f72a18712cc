import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { decode, encode } from "@msgpack/msgpack";
import fc from "fast-check";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { Analyzer } from "../../src/analyzer.ts";
import { Baseline } from "../../src/baselines/baseline.ts";
import {
  BASELINE_PARTS,
  type BaselineContext,
  decodeBaseline,
  encodeBaseline,
  openBaseline,
} from "../../src/baselines/codec.ts";
import { TidegaugeError } from "../../src/errors.ts";
import { CountryIndex } from "../../src/geo/country-index.ts";
import { PlaceTable } from "../../src/geo/place-table.ts";
import { loadPlaces } from "../../src/node/place-data.ts";
import { formatJson } from "../../src/reports/json.ts";
import { simulate } from "../../src/simulator/index.ts";
import { standInPlaces } from "../simulator/places.ts";

const MINUTE = 60_000;
const CONTEXT: BaselineContext = { seed: 0, windowMs: 10_000, attributes: "a:2", places: PlaceTable.empty };

/** What each class keeps: `carried` is written by the codec, `made` follows from it or is scratch. */
const STATE: Readonly<Record<string, { file: string; carried: readonly string[]; made: readonly string[] }>> =
  {
    Baseline: { file: "baselines/baseline.ts", carried: BASELINE_PARTS, made: [] },
    SeasonalRate: {
      file: "baselines/seasonal-rate.ts",
      carried: ["#week", "#day", "#all", "#recent", "#minutes", "#weight", "#recentWeight"],
      made: ["#pooled"],
    },
    Composition: {
      file: "baselines/composition.ts",
      carried: ["#index", "#counts", "#total"],
      made: ["#capacity"],
    },
    KnownKeys: {
      file: "baselines/known-keys.ts",
      carried: ["#slots", "#size", "#threshold"],
      made: ["#capacity"],
    },
    RequestReservoir: {
      file: "baselines/request-reservoir.ts",
      carried: ["#kinds", "#next"],
      made: ["#capacity"],
    },
    Quantiles: {
      file: "sketches/quantiles.ts",
      carried: ["#means", "#weights", "#size", "#settled", "#count", "#min", "#max"],
      made: ["#digest"],
    },
  };

/** The fields that a class declares, as it calls them. */
function fieldsOf(className: string, file: string): string[] {
  const path = fileURLToPath(new URL(`../../src/${file}`, import.meta.url));
  const tree = ts.createSourceFile(file, readFileSync(path, "utf8"), ts.ScriptTarget.ES2023, true);
  const found: string[] = [];
  tree.forEachChild((node) => {
    if (!ts.isClassDeclaration(node) || node.name?.text !== className) return;
    for (const member of node.members) {
      if (ts.isPropertyDeclaration(member)) found.push(member.name.getText());
    }
  });
  return found;
}

/** A log of half an hour: nothing but visitors, or with an attack in it. */
function logOf(scenario: string, seed: number): Uint8Array {
  const drill = simulate(scenario, {
    seed,
    historyMs: 30 * MINUTE,
    durationMs: 15 * MINUTE,
    rate: 1.2,
    format: "combined",
    places: standInPlaces(),
  });
  return Buffer.concat([...drill]);
}

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof TidegaugeError) return `${error.code} ${error.message}`;
    throw error;
  }
  return "";
}

describe("the codec of a baseline", () => {
  let places: PlaceTable;
  let calm: Uint8Array;
  let attacked: Uint8Array;
  let learned: Uint8Array;
  beforeAll(() => {
    places = loadPlaces("lite");
    calm = logOf("normal/quiet-day", 5);
    attacked = logOf("flood/hosting-login", 6);
    const analyzer = new Analyzer({ places });
    analyzer.push(calm);
    analyzer.finish();
    learned = analyzer.baseline();
  });

  it("carries every field of every class that a baseline is made of", () => {
    for (const [name, { file, carried, made }] of Object.entries(STATE)) {
      expect({ name, fields: fieldsOf(name, file).sort() }).toEqual({
        name,
        fields: [...carried, ...made].sort(),
      });
    }
    const parts = Object.values(new Baseline()).flat();
    const classes = new Set(parts.filter((part) => part !== null).map((part) => part.constructor.name));
    for (const name of classes) expect(Object.keys(STATE)).toContain(name);
  });

  it("judges from bytes as from the baseline in memory", () => {
    for (const seed of [0, 7]) {
      const memory = new Baseline();
      const first = new Analyzer({ places, seed, learned: memory });
      first.push(calm);
      first.finish();
      const bytes = first.baseline();
      const reports = [{ learned: memory }, { baseline: bytes }].map((known) => {
        const second = new Analyzer({ places, seed, ...known });
        second.push(attacked);
        return { report: formatJson(second.finish()), after: second.baseline() };
      });
      expect(reports[1]).toEqual(reports[0]);
      // It makes a difference: without it, the same log is judged otherwise.
      const without = new Analyzer({ places, seed });
      without.push(attacked);
      expect(formatJson(without.finish())).not.toBe(reports[0]!.report);
    }
  });

  it("gives the same bytes for what it has read", () => {
    const analyzer = new Analyzer({ places, baseline: learned });
    expect(Buffer.from(analyzer.baseline()).equals(Buffer.from(learned))).toBe(true);
  });

  it("says in the report that something was known beforehand, and of when", () => {
    const analyzer = new Analyzer({ places, baseline: learned });
    const { settings } = analyzer.finish();
    expect(settings.baseline?.from).toMatch(/^\d{4}-/);
    expect(new Analyzer({ places }).finish().settings.baseline).toBeNull();
  });

  it("writes an empty baseline, too", () => {
    const read = decodeBaseline(encodeBaseline(new Baseline(), CONTEXT), CONTEXT);
    expect(read.toMs).toBeNull();
    expect(read.requests.expect(3)).toBeNull();
  });

  it("calls places by name, so that another table reads them, and what that does not have is unknown", () => {
    const table = (countries: readonly string[], regions: readonly string[]) =>
      new PlaceTable({ ...PlaceTable.empty.data, countries, regions });
    const before = table(["", "FR", "FR", "DE", "XK"], ["", "", "FR-IDF", "", ""]);
    const after = table(["", "DE", "FR", "FR"], ["", "", "FR-IDF", ""]);
    const baseline = new Baseline();
    for (const [place, weight] of [2, 3, 5, 7, 11].entries()) {
      baseline.places.learn(place, weight);
      baseline.countries.learn(new CountryIndex(before).ofPlace(place), weight);
      baseline.kinds.learn({ place, prefix: 1, path: 2, userAgent: 3, meta: 4, requests: 100 });
    }
    const bytes = encodeBaseline(baseline, { ...CONTEXT, places: before });
    const read = decodeBaseline(bytes, { ...CONTEXT, places: after });
    const shares = [0, 1, 2, 3].map((place) => Math.round(28 * read.places.share(place)));
    expect(shares).toEqual([2 + 11, 7, 5, 3]);
    const countries = new CountryIndex(after);
    expect(28 * read.countries.share(countries.number("FR"))).toBeCloseTo(3 + 5);
    expect(read.kinds.share(({ place }) => place === 1)).toBeCloseTo(0.2);
    expect(openBaseline(bytes).places).toEqual(["", "FR", "FR-IDF", "DE", "XK"]);
  });

  it("refuses a baseline of another seed, window or version, and says what to do", () => {
    const bytes = encodeBaseline(new Baseline(), CONTEXT);
    expect(messageOf(() => decodeBaseline(bytes, { ...CONTEXT, seed: 4 }))).toContain('"seed" 0, this is 4');
    expect(messageOf(() => decodeBaseline(bytes, { ...CONTEXT, windowMs: 30_000 }))).toContain(
      '"window" 10s',
    );
    expect(messageOf(() => decodeBaseline(bytes, { ...CONTEXT, attributes: "b:2" }))).toContain(
      "learn it again",
    );
    const parts = decode(bytes) as unknown[];
    expect(messageOf(() => openBaseline(encode(parts.with(1, 99))))).toContain("version 99");
    expect(messageOf(() => openBaseline(encode(["tidegauge.window", 1])))).toContain("something else");
    expect(messageOf(() => openBaseline(encode({ magic: true })))).toContain("TG_DECODE");
    expect(messageOf(() => openBaseline(new Uint8Array()))).toContain("TG_DECODE");
  });

  it("survives bytes that are cut off or damaged: an error of its own, or a baseline that can be asked", () => {
    const cut = fc.nat(learned.length - 1).map((length) => learned.slice(0, length));
    const flips = fc.array(fc.tuple(fc.nat(learned.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    const damaged = flips.map((changes) => {
      const bytes = learned.slice();
      for (const [at, value] of changes) bytes[at] = value;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(cut, damaged), (bytes) => {
        let opened: ReturnType<typeof openBaseline>;
        try {
          opened = openBaseline(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(TidegaugeError);
          return;
        }
        const { baseline } = opened;
        for (const { median, upper } of [baseline.requests.expect(30)].filter((one) => one !== null)) {
          expect(Number.isFinite(median) && Number.isFinite(upper)).toBe(true);
        }
        for (const { share } of baseline.countries.shares()) expect(share).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200, interruptAfterTimeLimit: 8_000 },
    );
    expect(messageOf(() => openBaseline(learned.slice(0, learned.length / 2)))).toContain("cut off");
  });
});
