import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A log to measure with. The same description always makes the same bytes. */
export interface AccessLog {
  readonly format: "combined" | "caddy";
  readonly lines: number;
  /** Distinct sources, all equally busy. */
  readonly sources: number;
  /** Event time from the first line to the last, in seconds. */
  readonly spanSeconds: number;
}

/** Changes with the bytes that are made, so that older files are not taken for them. */
const VERSION = 2;
const PIECE_BYTES = 1 << 22;
const START_MS = Date.UTC(2021, 3, 6, 4);
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const STATUSES = [200, 200, 200, 200, 200, 200, 200, 302, 304, 404];

/** The file of this log, written beforehand or now. Kept under the temporary directory for the next time. */
export function fileOf(log: AccessLog): string {
  const folder = join(tmpdir(), "tidegauge-bench");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `v${VERSION}-${log.format}-${log.lines}-${log.sources}-${log.spanSeconds}s.log`);
  if (existsSync(path)) return path;
  const file = openSync(`${path}.part`, "w");
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  let length = 0;
  for (const line of linesOf(log)) {
    if (length + 3 * line.length > PIECE_BYTES) {
      writeSync(file, piece, 0, length);
      length = 0;
    }
    length += piece.write(line, length, "latin1");
  }
  writeSync(file, piece, 0, length);
  closeSync(file);
  renameSync(`${path}.part`, path);
  return path;
}

/** Bytes of this log's file. */
export function bytesOf(log: AccessLog): number {
  return statSync(fileOf(log)).size;
}

function* linesOf(log: AccessLog): Generator<string> {
  const { lines, sources, spanSeconds } = log;
  const agents = Array.from({ length: 60 }, (_, i) => agent(i));
  const agentWords = agents.map((name) => JSON.stringify(name));
  let state = 0x2545f491;
  const draw = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  let second = -1;
  let time = "";
  for (let i = 0; i < lines; i += 1) {
    const now = Math.floor((i * spanSeconds) / lines);
    if (now !== second) {
      second = now;
      time = log.format === "combined" ? clfTime(START_MS + 1000 * now) : String(START_MS / 1000 + now);
    }
    // The first lines name every source once, the others any.
    const source = i < sources ? i : draw(sources);
    const page = draw(5) === 0 ? `/asset/${draw(400)}.js` : `/portal/page/${draw(300)}?id=${draw(100_000)}`;
    const path = draw(12) === 0 ? "/login" : page;
    const method = path === "/login" && draw(2) === 0 ? "POST" : "GET";
    const status = STATUSES[draw(STATUSES.length)]!;
    const bytes = 200 + draw(40_000);
    const from = `https://portal.example.org/portal/page/${draw(300)}`;
    const name = source % agents.length;
    yield log.format === "combined"
      ? `${address(source)} - - [${time}] "${method} ${path} HTTP/1.1" ${status} ${bytes} "${from}" "${agents[name]}"\n`
      : `{"level":"info","ts":${time}.${draw(900) + 100},"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"${address(source)}","remote_port":"${1024 + draw(60_000)}","client_ip":"${address(source)}","proto":"HTTP/2.0","method":"${method}","host":"portal.example.org","uri":"${path}","headers":{"User-Agent":[${agentWords[name]}],"Referer":["${from}"]}},"bytes_read":0,"user_id":"","duration":0.00${draw(9000) + 1000},"size":${bytes},"status":${status}}\n`;
  }
}

/** A unicast address of the whole address space, a different one for every source. */
function address(source: number): string {
  const mixed = Math.imul(source, 0x9e3779b1) >>> 0;
  return `${1 + ((mixed >>> 24) % 223)}.${(mixed >>> 16) & 255}.${(mixed >>> 8) & 255}.${mixed & 255}`;
}

function agent(i: number): string {
  const platform = ["X11; Linux x86_64", "Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7"][
    i % 3
  ];
  return `Mozilla/5.0 (${platform}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${60 + i}.0.4389.${i} Safari/537.36`;
}

function clfTime(timeMs: number): string {
  const date = new Date(timeMs);
  const two = (n: number): string => String(n).padStart(2, "0");
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${clock} +0000`;
}
