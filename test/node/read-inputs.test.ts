import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { findInputs } from "../../src/node/input-files.ts";
import { type FileAnalyzer, type FileInput, readInputs } from "../../src/node/read-inputs.ts";
import type { AnalyzerEvent, Report } from "../../src/reports/report.ts";

const folder = mkdtempSync(join(tmpdir(), "tidegauge-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Remembers what it is fed; a line is a time, and the watermark is the last time seen. */
class Feeder implements FileAnalyzer {
  readonly inputs: FedInput[] = [];
  readonly order: string[] = [];

  open(name: string): FedInput {
    const input = new FedInput(name, this.order);
    this.inputs.push(input);
    return input;
  }

  *drain(): Iterable<AnalyzerEvent> {}

  finish(): Report {
    throw new Error("not asked for here");
  }
}

class FedInput implements FileInput {
  readonly detection = null;
  readonly room = null;
  watermarkMs = Number.NEGATIVE_INFINITY;
  text = "";
  ended = false;
  readonly name: string;
  readonly #order: string[];

  constructor(name: string, order: string[]) {
    this.name = name;
    this.#order = order;
  }

  get formatUnknown(): boolean {
    return this.text.startsWith("unknown");
  }

  push(chunk: Uint8Array): void {
    this.text += Buffer.from(chunk).toString("latin1");
    this.#order.push(this.name);
    // The last line that is whole.
    const last = this.text.split("\n").at(-2);
    if (last !== undefined && /^\d+$/.test(last)) this.watermarkMs = Number(last);
  }

  end(): void {
    this.ended = true;
  }
}

/** Lines of 1 kB that begin with a time, so that chunks of a file hold some of them only. */
function times(from: number, step: number, count: number): string {
  return Array.from({ length: count }, (_, index) => `${"0".repeat(1000)}${from + index * step}\n`).join("");
}

async function read(paths: string[], options: Parameters<typeof readInputs>[2] = {}) {
  const feeder = new Feeder();
  const problems = await readInputs(feeder, await findInputs(paths), options);
  return { feeder, problems };
}

describe("reading inputs", () => {
  it("feeds every byte of every input, and ends it", async () => {
    const a = file("a.log", times(0, 2, 3000));
    const b = file("b.log.gz", gzipSync(times(1, 2, 3000)));
    const { feeder, problems } = await read([a, b]);
    expect(problems).toEqual([]);
    expect(feeder.inputs.map(({ text }) => text)).toEqual([times(0, 2, 3000), times(1, 2, 3000)]);
    expect(feeder.inputs.every(({ ended }) => ended)).toBe(true);
  });

  it("always reads next from the input that is furthest behind", async () => {
    const early = file("early.log", times(0, 1, 2000));
    const late = file("late.log", times(1_000_000, 1, 2000));
    const { feeder } = await read([late, early]);
    // One chunk of the late one tells how late it is; then the early one is read to its end.
    const first = feeder.order.indexOf(late);
    const second = feeder.order.indexOf(late, first + 1);
    expect(feeder.order.slice(first + 1, second)).toEqual(Array(second - first - 1).fill(early));
    expect(second).toBeGreaterThan(5);
  });

  it("lists an empty input, too", async () => {
    const { feeder, problems } = await read([file("empty.log", "")]);
    expect(feeder.inputs).toMatchObject([{ text: "", ended: true }]);
    expect(problems).toEqual([]);
  });

  it("reads standard input for a dash, decompressed where need be", async () => {
    const stdin = Readable.from([...gzipSync("1\n2\n")].map((byte) => Uint8Array.of(byte)));
    const { feeder } = await read(["-"], { stdin });
    expect(feeder.inputs).toMatchObject([{ name: "-", text: "1\n2\n" }]);
  });

  it("says what a file is that is plainly no log, and does not feed it", async () => {
    const jpeg = file("photo.jpg", Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46));
    const log = file("real.log", "1\n");
    const { feeder, problems } = await read([jpeg, log]);
    expect(feeder.inputs.map(({ name }) => name)).toEqual([log]);
    expect(problems).toMatchObject([{ name: jpeg, code: "TG_FORMAT_UNKNOWN" }]);
    expect(problems[0]!.text).toContain("it is a JPEG image, not an access log");
  });

  it("believes a named format more than the looks of a file", async () => {
    const odd = file("odd.log", `%PDF-1.4\n1\n`);
    const { feeder, problems } = await read([odd], { formatGiven: true });
    expect(feeder.inputs).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  it("stops reading an input whose format is unknown, and says how to find out more", async () => {
    const unknown = file("x.log", `unknown\n${times(0, 1, 3000)}`);
    const { feeder, problems } = await read([unknown]);
    expect(feeder.inputs[0]!.text.length).toBeLessThan(1_000_000);
    expect(problems).toMatchObject([{ code: "TG_FORMAT_UNKNOWN" }]);
    expect(problems[0]!.text).toContain(`tidegauge detect ${unknown}`);
  });

  it("notes a gzip file that stops early, having read what there is", async () => {
    const whole = gzipSync(times(0, 1, 5000));
    const { feeder, problems } = await read([file("cut.gz", whole.subarray(0, whole.length - 9))]);
    expect(problems).toMatchObject([{ code: null }]);
    expect(problems[0]!.text).toContain("stops in the middle of its compressed data");
    expect(feeder.inputs[0]!.text.length).toBeGreaterThan(1_000_000);
  });

  it("stops when told to, also while it waits for input, with what was read by then", async () => {
    const stdin = new PassThrough();
    stdin.write("1\n2\n3\n");
    const controller = new AbortController();
    const reading = read(["-"], { stdin, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    const { feeder, problems } = await reading;
    expect(feeder.inputs).toMatchObject([{ text: "1\n2\n3\n" }]);
    expect(problems).toEqual([]);
  });

  it("tells how far it has come, in bytes of the files", async () => {
    const path = file("p.log.gz", gzipSync(times(0, 1, 1000)));
    const bytes = (await findInputs([path]))[0]!.bytes!;
    let last = { bytesRead: 0, bytesTotal: null as number | null, name: "" };
    await read([path], { onProgress: (progress) => (last = progress) });
    expect(last).toEqual({ bytesRead: bytes, bytesTotal: bytes, name: path });
  });
});

describe("finding inputs", () => {
  it("reads a directory as the files in it, in order of name, without hidden ones", async () => {
    const { mkdirSync } = await import("node:fs");
    mkdirSync(join(folder, "logs/deeper"), { recursive: true });
    for (const name of ["logs/b.log", "logs/a.log", "logs/.hidden", "logs/deeper/c.log"]) file(name, "1\n");
    const found = await findInputs([join(folder, "logs"), join(folder, "logs/a.log")]);
    expect(found.map(({ name }) => name.slice(folder.length + 1))).toEqual(["logs/a.log", "logs/b.log"]);
    expect(found.every((one) => one.found)).toBe(true);
  });

  it("names every path that is not there, before anything is read", async () => {
    const there = file("there.log", "1\n");
    await expect(findInputs([there, "/no/such/a", "/no/such/b"])).rejects.toMatchObject({
      code: "TG_UNREADABLE",
      message:
        "Cannot read /no/such/a: no such file or directory\nCannot read /no/such/b: no such file or directory",
    });
  });

  it("refuses a directory without files", async () => {
    const { mkdirSync } = await import("node:fs");
    mkdirSync(join(folder, "void"));
    await expect(findInputs([join(folder, "void")])).rejects.toThrow("a directory without files");
  });
});
