import { describe, expect, test } from "vitest";
import {
  type Drill,
  SCENARIOS,
  type SimulateOptions,
  simulate,
  type Truth,
} from "../../src/simulator/index.ts";
import { standInPlaces } from "./places.ts";

const places = standInPlaces();
const HOUR_MS = 3_600_000;
/** Small runs: the shape of a family shows in a few thousand lines. */
const SMALL = { rate: 0.2, historyMs: HOUR_MS, places };

function played(name: string, options: Partial<SimulateOptions> = {}): { lines: string[]; truth: Truth } {
  const drill = simulate(name, { ...SMALL, ...options });
  const text = new TextDecoder().decode(Buffer.concat([...drill]));
  const lines = text.split("\n");
  expect(lines.pop()).toBe("");
  return { lines, truth: drill.truth };
}

/** One letter per line. */
function lettersOf(truth: Truth): string {
  return [...truth.labels.matchAll(/([a-z])(\d+)/g)]
    .map(([, letter, count]) => letter!.repeat(Number(count)))
    .join("");
}

function timeOf(line: string): number {
  const [, day, month, year, clock, zone] = /\[(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\]/.exec(
    line,
  )!;
  return Date.parse(`${day} ${month} ${year} ${clock} ${zone}`);
}

describe("simulate", () => {
  test.each(SCENARIOS.filter(({ group }) => group !== "drill").map(({ name }) => name))(
    "%s: every line is one request with its label, and the truth adds up",
    (name) => {
      const options = name.startsWith("normal/") ? { durationMs: 3 * HOUR_MS } : {};
      const { lines, truth } = played(name, { format: "combined", ...options });
      const letters = lettersOf(truth);
      expect(letters).toHaveLength(lines.length);
      const count = (wanted: string) => [...letters].filter((letter) => wanted.includes(letter)).length;
      expect(truth.totals).toEqual({
        organic: count("o"),
        attack: count("a"),
        benignBots: count("bm"),
        nuisance: count("n"),
      });
      expect(truth.windows.reduce((sum, [, ...counts]) => sum + counts.reduce((a, b) => a + b, 0), 0)).toBe(
        lines.length,
      );
      const line =
        /^[0-9a-f.:]+ - - \[[^\]]+\] "(GET|POST|HEAD|OPTIONS) \/[!-~]* HTTP\/[12]\.[01]" \d{3} \d+ "[^"]*" "[^"]+"$/;
      for (const text of lines) expect(text).toMatch(line);
    },
  );

  test("spans, shares and counts of an attack are those of its lines", () => {
    const { lines, truth } = played("mixed/any-share", { format: "combined", seed: 5 });
    const letters = lettersOf(truth);
    const attack = truth.incidents.find(({ kind }) => kind === "attack")!;
    const start = Date.parse(attack.start);
    const end = Date.parse(attack.end);
    const within = lines.flatMap((line, i) =>
      timeOf(line) >= start && timeOf(line) < end ? [letters[i]!] : [],
    );
    expect(within).toHaveLength(attack.requests);
    expect(within.filter((letter) => letter === "a").length / within.length).toBeCloseTo(
      attack.attackShare,
      10,
    );
    const times = lines.flatMap((line, i) => (letters[i] === "a" ? [timeOf(line)] : []));
    expect(Math.min(...times)).toBe(start);
    expect(Math.max(...times)).toBe(end - 1000);
    expect(Object.values(attack.countries).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
  });

  test("the same seed gives the same bytes, another seed others", () => {
    const bytes = (seed: number) => Buffer.concat([...simulate("flood/hosting-login", { ...SMALL, seed })]);
    expect(bytes(3).equals(bytes(3))).toBe(true);
    expect(bytes(3).equals(bytes(4))).toBe(false);
  });

  test("the share that is asked for is about the share that comes about", () => {
    for (const attackShare of [0.25, 0.75]) {
      const shares = [1, 2, 3, 4].map((seed) => {
        const { truth } = played("mixed/any-share", { attackShare, seed, rate: 1, historyMs: 0 });
        return truth.incidents.find(({ kind }) => kind === "attack")!.attackShare;
      });
      const mean = shares.reduce((a, b) => a + b, 0) / shares.length;
      expect(Math.abs(mean - attackShare), `${attackShare}: ${shares.join(", ")}`).toBeLessThan(0.1);
    }
  });

  test("lines come a little out of order at most", () => {
    const { lines } = played("organic/bell-surge", { format: "combined", seed: 5, rate: 1 });
    let latest = 0;
    let back = 0;
    for (const line of lines) {
      const time = timeOf(line);
      back = Math.max(back, latest - time);
      latest = Math.max(latest, time);
    }
    expect(back).toBeLessThanOrEqual(60_000);
  });

  test("a crowd beyond capacity is refused, presses reload, and the truth says so", () => {
    const { lines, truth } = played("organic/retry-storm", { format: "combined", rate: 1.5 });
    const refused = lines.filter((line) => / (429|502|503|504) \d+ /.test(line)).length;
    expect(refused).toBeGreaterThan(lines.length * 0.02);
    expect(truth.incidents.find(({ kind }) => kind === "surge")!.overloadedWithoutAttack).toBe(true);
  });

  test("a waiting room sends people back every twenty seconds", () => {
    const { lines, truth } = played("organic/waiting-room", { format: "combined", rate: 1.5 });
    const room = truth.waitingRoomPaths[0]!;
    const byPerson = new Map<string, number[]>();
    for (const line of lines) {
      if (!line.includes(`"GET ${room} `)) continue;
      // One browser behind one address: that is one person, but for classes at school, which are few addresses.
      const person = `${line.slice(0, line.indexOf(" "))} ${line.slice(line.lastIndexOf(' "'))}`;
      byPerson.set(person, [...(byPerson.get(person) ?? []), timeOf(line)]);
    }
    const waited = [...byPerson.values()].filter((times) => times.length >= 3);
    const steady = waited.filter((times) => {
      const pauses = times
        .slice(1)
        .map((time, i) => time - times[i]!)
        .sort((a, b) => a - b);
      return Math.abs(pauses[pauses.length >> 1]! - 20_000) <= 1_500;
    });
    expect(waited.length).toBeGreaterThan(30);
    expect(steady.length / waited.length).toBeGreaterThan(0.5);
  });

  test("only the attack overloads where the scenario says so", () => {
    const { truth } = played("mixed/only-attack-overloads", { rate: 2 });
    expect(truth.incidents.map(({ overloadedWithoutAttack }) => overloadedWithoutAttack)).toEqual([
      false,
      false,
    ]);
  });

  test("people mostly come over networks seen before", () => {
    const { lines, truth } = played("normal/quiet-day", {
      format: "combined",
      rate: 0.3,
      historyMs: 24 * HOUR_MS,
      durationMs: 24 * HOUR_MS,
    });
    const letters = lettersOf(truth);
    const seen = new Set<string>();
    let known = 0;
    let all = 0;
    for (const [i, line] of lines.entries()) {
      if (letters[i] !== "o") continue;
      const source = line.slice(0, line.indexOf(" "));
      const network = source.includes(":")
        ? source.split(":").slice(0, 3).join(":")
        : source.slice(0, source.lastIndexOf("."));
      if (timeOf(line) < Date.parse(truth.historyEnd)) seen.add(network);
      else {
        all += 1;
        if (seen.has(network)) known += 1;
      }
    }
    expect(known / all).toBeGreaterThan(0.6);
    expect(known / all).toBeLessThan(0.99);
  });

  test("the truth is told only at the end", () => {
    const drill: Drill = simulate("normal/tiny-site", { ...SMALL, durationMs: HOUR_MS });
    expect(() => drill.truth).toThrow(/read to the end/);
    for (const _ of drill);
    expect(drill.truth.schema).toBe("tidegauge.truth/1");
  });

  test("wrong options are refused with the rule and the value", () => {
    expect(() => simulate("flood/nothing", { places })).toThrow(/got "flood\/nothing"/);
    expect(() => simulate("flood/pulses", { places, seed: -1 })).toThrow(/"seed" must be an integer/);
    expect(() => simulate("flood/pulses", { places, attackShare: 1.2 })).toThrow(
      /"attackShare" must be from 0.01 to 0.95, got 1.2/,
    );
    expect(() => simulate("flood/pulses", { places, format: "nonsense" })).toThrow(/format must be one of/);
  });
});
