/**
 * How fast lines become records, on one thread, without the kernel: `node --import tsx bench/records/read.ts [NAME]`. Medians of
 * alternating rounds; figures are for reading. whole.ts measures all that becomes of lines.
 */
import { LineSplitter } from "../../src/bytes/lines.ts";
import { FORMATS, formatOf } from "../../src/records/formats.ts";
import { Outcome } from "../../src/records/line-reader.ts";
import { RequestRecord } from "../../src/records/record.ts";
import { CASES, linesOf } from "./cases.ts";

const LINES = 50_000;
const ROUNDS = 9;

const only = process.argv[2] ?? "";
const cases = CASES.filter(({ name }, at) => at === 0 || name.includes(only)).map((each) => ({
  name: each.name,
  spec: each.spec,
  bytes: linesOf(each, LINES),
  times: [] as number[],
  floors: [] as number[],
}));
let sink = 0;

/** Reads all lines of a case; CPU time in ms. */
function read({ name, spec, bytes }: (typeof cases)[number]): number {
  const reader = (FORMATS.find((known) => known.name === spec) ?? formatOf(spec)).open({ logTz: "UTC" });
  const record = new RequestRecord();
  let records = 0;
  const splitter = new LineSplitter({
    line(chunk, start, end) {
      if (reader.read(chunk, start, end, record) === Outcome.record) records += 1;
      sink += record.addressLo + record.userAgentEnd - record.pathStart;
    },
    overlong() {},
  });
  const before = process.cpuUsage();
  for (let at = 0; at < bytes.length; at += 65536) splitter.push(bytes.subarray(at, at + 65536));
  splitter.end();
  if (records !== LINES) throw new Error(`${name}: ${records} of ${LINES} lines read`);
  return process.cpuUsage(before).user / 1000;
}

// All cases take turns, so that what else the machine does falls on each of them alike.
for (let round = 0; round < ROUNDS; round += 1) {
  for (const one of cases) {
    one.times.push(read(one));
    one.floors.push(floor(one.bytes));
  }
}
const median = (values: readonly number[]): number =>
  values.toSorted((x, y) => x - y)[values.length >> 1] ?? 0;
const combined = cases[0]!.times;
for (const { name, bytes, times, floors } of cases) {
  const time = median(times);
  const ratio = median(times.map((each, round) => combined[round]! / each));
  const loops = median(times.map((each, round) => each / floors[round]!));
  console.log(
    `${name.padEnd(24)} ${((time / LINES) * 1e6).toFixed(0).padStart(5)} ns/line  ${(LINES / time / 1000).toFixed(2)} M lines/s  ${(bytes.length / LINES).toFixed(0)} B/line  ${ratio.toFixed(2)}x of combined  ${loops.toFixed(1)} byte loops${sink === 0 ? " " : ""}`,
  );
}

/** What a plain loop over the bytes takes, ms: the machine's own measure, for comparing runs on a busy machine. */
function floor(bytes: Uint8Array): number {
  const before = process.cpuUsage();
  let count = 0;
  for (let i = 0; i < bytes.length; i += 1) if (bytes[i] === 10) count += 1;
  if (count < LINES) throw new Error("lines were lost");
  return process.cpuUsage(before).user / 1000;
}
