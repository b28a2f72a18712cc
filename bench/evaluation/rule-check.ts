import type { RuleMatch } from "../../src/reports/report.ts";
import { networkOf, type RequestColumns } from "./request-columns.ts";
import type { Span } from "./spans.ts";

/** What a rule can be tried on: columns of requests, however they were come by. */
export type RuleColumns = Pick<
  RequestColumns,
  | "count"
  | "timeMs"
  | "label"
  | "source"
  | "sources"
  | "country"
  | "countries"
  | "method"
  | "methods"
  | "path"
  | "paths"
  | "userAgent"
  | "userAgents"
  | "referrer"
  | "referrers"
>;

/** What a list of rules would really have hit in a stretch of a log, by the truth. */
export function checkRules(
  log: RuleColumns,
  span: Span,
  rules: readonly RuleMatch[],
): { attackCaught: number; organicHit: number } {
  const tests = rules.map((rule) => compile(log, rule));
  const attack = { all: 0, hit: 0 };
  const organic = { all: 0, hit: 0 };
  for (let row = 0; row < log.count; row += 1) {
    const timeMs = log.timeMs[row]!;
    if (timeMs < span.startMs || timeMs >= span.endMs) continue;
    const letter = log.label[row];
    if (letter !== ATTACK && letter !== ORGANIC) continue;
    const tally = letter === ATTACK ? attack : organic;
    tally.all += 1;
    if (tests.some((test) => test(row))) tally.hit += 1;
  }
  return {
    attackCaught: attack.all === 0 ? 0 : attack.hit / attack.all,
    organicHit: organic.all === 0 ? 0 : organic.hit / organic.all,
  };
}

const ATTACK = "a".charCodeAt(0);
const ORGANIC = "o".charCodeAt(0);

/** A rule as a test of a row; every predicate is looked up per distinct value once. */
function compile(log: RuleColumns, rule: RuleMatch): (row: number) => boolean {
  const tests: ((row: number) => boolean)[] = [];
  const among = (column: ArrayLike<number>, texts: readonly string[], wanted: readonly string[]) => {
    const set = new Set(wanted);
    const hits = Uint8Array.from(texts, (text) => (set.has(text) ? 1 : 0));
    tests.push((row) => hits[column[row]!] === 1);
  };
  if (rule.country !== undefined) among(log.country, log.countries.texts, rule.country);
  if (rule.method !== undefined) among(log.method, log.methods.texts, rule.method);
  if (rule.path !== undefined) among(log.path, log.paths.texts, rule.path);
  if (rule.userAgent !== undefined) among(log.userAgent, log.userAgents.texts, rule.userAgent);
  if (rule.referrer !== undefined) among(log.referrer, log.referrers.texts, rule.referrer);
  if (rule.network !== undefined) tests.push(() => false);
  if (rule.prefix !== undefined) {
    const blocks = rule.prefix.map(parseCidr);
    const hits = Uint8Array.from(log.sources.texts, (address) =>
      blocks.some((block) => contains(block, address)) ? 1 : 0,
    );
    tests.push((row) => hits[log.source[row]!] === 1);
  }
  return (row) => tests.every((test) => test(row));
}

interface Block {
  family: number;
  hi: number;
  lo: number;
  bits: number;
}

function parseCidr(cidr: string): Block {
  const [address = "", bits] = cidr.split("/");
  const { family, hi, lo } = networkOf(address);
  return { family, hi, lo, bits: bits === undefined ? (family === 4 ? 32 : 64) : Number(bits) };
}

function contains(block: Block, address: string): boolean {
  const { family, hi, lo } = networkOf(address);
  if (family !== block.family) return false;
  if (family === 4) return sameBits(block.lo, lo, block.bits);
  // Sources are /64s: longer prefixes are compared as far as that.
  return (
    sameBits(block.hi, hi, Math.min(32, block.bits)) && sameBits(block.lo, lo, Math.min(64, block.bits) - 32)
  );
}

function sameBits(a: number, b: number, bits: number): boolean {
  return bits <= 0 || (a ^ b) >>> (32 - Math.min(32, bits)) === 0;
}
