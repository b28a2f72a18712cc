/**
 * All that becomes of lines, from bytes to verdicts, on one thread, format by format beside the built-in combined:
 * `node --import tsx bench/records/whole.ts [NAME]`. Each format takes turns with combined, so that ratios stand on a busy
 * machine too; figures are for reading. Formats that name no referrer leave more visitors in doubt, which costs judging, not reading: they are
 * beside combined lines without one, too.
 */
import { Analyzer } from "../../src/index.ts";
import { CASES, type Case, linesOf } from "./cases.ts";

const LINES = 300_000;
const ROUNDS = 5;
const CHUNK_BYTES = 1 << 18;

const only = process.argv[2] ?? "";
const [combined, ...others] = CASES;
const plain = linesOf(combined!, LINES);
const unreferred: Case = {
  ...combined!,
  line: (values) => combined!.line({ ...values, referrer: "-" }),
};
const plainUnreferred = linesOf(unreferred, LINES);
const MARK = "referrer";

/** CPU time of judging all lines, ms. */
function judge({ name, spec }: Case, bytes: Uint8Array): number {
  const before = process.cpuUsage();
  const analyzer = new Analyzer({ format: spec });
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) analyzer.push(bytes.subarray(at, at + CHUNK_BYTES));
  const { requests } = analyzer.finish().input;
  if (requests !== LINES) throw new Error(`${name}: ${requests} of ${LINES} lines read`);
  return process.cpuUsage(before).user / 1000;
}

const median = (values: readonly number[]): number =>
  values.toSorted((x, y) => x - y)[values.length >> 1] ?? 0;

function isReferred({ line }: Case): boolean {
  const texts = {
    ip: "",
    clf: "",
    clock: "",
    iso: "",
    epoch: "",
    path: "",
    status: "",
    bytes: "",
    agent: "",
  };
  return line({ ...texts, duration: "", referrer: MARK }).includes(MARK);
}

judge(combined!, plain);
judge(unreferred, plainUnreferred);
for (const each of others.filter(({ name }) => name.includes(only))) {
  const bytes = linesOf(each, LINES);
  const times: number[] = [];
  const ratios: number[] = [];
  const alike: number[] = [];
  judge(each, bytes);
  for (let round = 0; round < ROUNDS; round += 1) {
    const time = judge(each, bytes);
    times.push(time);
    ratios.push(judge(combined!, plain) / time);
    if (!isReferred(each)) alike.push(judge(unreferred, plainUnreferred) / time);
  }
  const time = median(times);
  const without = alike.length > 0 ? `, ${median(alike).toFixed(2)}x without referrers` : "";
  console.log(
    `${each.name.padEnd(28)} ${((time / LINES) * 1e6).toFixed(0).padStart(5)} ns/line  ${(LINES / time / 1000).toFixed(2)} M lines/s  ${(bytes.length / LINES).toFixed(0).padStart(4)} B/line  ${median(ratios).toFixed(2)}x of combined${without}`,
  );
}
