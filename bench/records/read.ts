/**
 * How fast lines become records, on one thread: `node --import tsx bench/records/read.ts [NAME]`. Medians of alternating
 * rounds; figures are for reading. The lines are generated, with documentation addresses.
 */
import { Buffer } from "node:buffer";
import { LineSplitter } from "../../src/bytes/lines.ts";
import { FORMATS, formatOf } from "../../src/records/formats.ts";
import { Outcome } from "../../src/records/line-reader.ts";
import { RequestRecord } from "../../src/records/record.ts";

const LINES = 200_000;
const ROUNDS = 9;
const START_MS = Date.UTC(2021, 3, 6, 6);
const AGENTS = [
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/89.0.4389.114 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 14_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:87.0) Gecko/20100101 Firefox/87.0",
];
const MONTH = "Apr";

interface LineValues {
  readonly ip: string;
  readonly clf: string;
  readonly clock: string;
  readonly iso: string;
  readonly path: string;
  readonly status: string;
  readonly bytes: string;
  readonly referrer: string;
  readonly agent: string;
  readonly duration: string;
}

/** A xorshift generator: the bench must not depend on the order of the rounds. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function lines(format: (values: LineValues) => string): Uint8Array {
  const random = generator(7);
  const pick = (n: number): number => Math.floor(random() * n);
  const parts: string[] = [];
  for (let i = 0; i < LINES; i += 1) {
    const time = new Date(START_MS + Math.floor(i / 2000) * 1000);
    const two = (n: number): string => String(n).padStart(2, "0");
    const clock = `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
    parts.push(
      format({
        ip: `203.0.${pick(256)}.${pick(256)}`,
        clf: `${two(time.getUTCDate())}/${MONTH}/${time.getUTCFullYear()}:${clock} +0000`,
        clock,
        iso: `${time.toISOString().slice(0, 19)}+00:00`,
        path: `/cas/login?service=https%3A%2F%2Fent.example.org%2F${pick(10000)}`,
        status: random() < 0.9 ? "200" : "302",
        bytes: String(pick(50000)),
        referrer: "https://ent.example.org/accueil",
        agent: AGENTS[pick(3)] ?? "",
        duration: `0.${two(pick(99))}1`,
      }),
    );
  }
  return Buffer.from(`${parts.join("\n")}\n`);
}

const nginxMain =
  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for"';
const apacheTimed = '%v %h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i" %D';
const isoTabs =
  "$time_iso8601\t$remote_addr\t$request_method\t$request_uri\t$status\t$bytes_sent\t$request_time\t$http_user_agent";

const CASES: [name: string, spec: string, format: (v: LineValues) => string][] = [
  [
    "combined",
    "combined",
    (v) =>
      `${v.ip} - - [${v.clf}] "GET ${v.path} HTTP/1.1" ${v.status} ${v.bytes} "${v.referrer}" "${v.agent}"`,
  ],
  ["common", "common", (v) => `${v.ip} - - [${v.clf}] "GET ${v.path} HTTP/1.1" ${v.status} ${v.bytes}`],
  [
    "vhost-combined",
    "vhost-combined",
    (v) =>
      `www.example.org:443 ${v.ip} - - [${v.clf}] "GET ${v.path} HTTP/1.1" ${v.status} ${v.bytes} "${v.referrer}" "${v.agent}"`,
  ],
  [
    "nginx main + XFF",
    nginxMain,
    (v) =>
      `${v.ip} - - [${v.clf}] "GET ${v.path} HTTP/1.1" ${v.status} ${v.bytes} "${v.referrer}" "${v.agent}" "-"`,
  ],
  [
    "Apache timed",
    apacheTimed,
    (v) =>
      `www.example.org ${v.ip} - - [${v.clf}] "GET ${v.path} HTTP/1.1" ${v.status} ${v.bytes} "${v.referrer}" "${v.agent}" 1234`,
  ],
  [
    "Apache with a time of parts",
    '%h %l %u [%{%d/%b/%Y:%H:%M:%S}t.%{usec_frac}t %{%z}t] "%r" %>s %b "%{Referer}i" "%{User-Agent}i"',
    (v) =>
      `${v.ip} - - [${v.clf.slice(0, 20)}.123456 +0000] "GET ${v.path} HTTP/1.1" ${v.status} ${v.bytes} "${v.referrer}" "${v.agent}"`,
  ],
  [
    "W3C with query",
    "iis",
    (v) =>
      `2021-04-06 ${v.clock} 198.51.100.7 GET /cas/login service=https%3A%2F%2Fent.example.org 443 - ${v.ip} ${v.agent.replaceAll(" ", "+")} ${v.referrer} ${v.status} 0 0 15`,
  ],
  [
    "AWS ALB",
    "aws-alb",
    (v) =>
      `https 2021-04-06T${v.clock}.123456Z app/example/0123456789abcdef ${v.ip}:51482 198.51.100.7:80 0.000 0.011 0.000 ${v.status} 200 312 ${v.bytes} "GET https://www.example.org:443${v.path} HTTP/2.0" "${v.agent}" ECDHE TLSv1.2 arn:aws:elb "Root=1"`,
  ],
  [
    "Caddy JSON",
    "caddy-json",
    (v) =>
      `{"level":"info","ts":16176888${v.duration.slice(2, 4)}.123,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"${v.ip}","remote_port":"51482","client_ip":"${v.ip}","proto":"HTTP/2.0","method":"GET","host":"www.example.org","uri":"${v.path}","headers":{"User-Agent":["${v.agent}"],"Referer":["${v.referrer}"],"Accept":["*/*"]}},"bytes_read":0,"user_id":"","duration":0.000412,"size":${v.bytes},"status":${v.status},"resp_headers":{"Server":["Caddy"]}}`,
  ],
  [
    "nginx tabs, ISO time",
    isoTabs,
    (v) => [v.iso, v.ip, "GET", v.path, v.status, v.bytes, v.duration, v.agent].join("\t"),
  ],
];

const only = process.argv[2] ?? "";
const cases = CASES.filter(([name], at) => at === 0 || name.includes(only)).map(([name, spec, format]) => ({
  name,
  spec,
  bytes: lines(format),
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
  if (count !== LINES) throw new Error("lines were lost");
  return process.cpuUsage(before).user / 1000;
}
