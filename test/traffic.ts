/**
 * Logs for tests of the whole analyzer: ordinary visitors, and a flood, in the combined format. Addresses are those
 * reserved for documentation. No randomness: the same call gives the same lines.
 */

/** One line, and what it says. */
export interface Line {
  readonly timeMs: number;
  readonly address: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly bytes: number;
  readonly referrer: string;
  readonly userAgent: string;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const BROWSERS = ["Firefox/120.0", "Chrome/120.0", "Safari/605.1", "Chrome/119.0 Mobile"];
const PAGES = ["/", "/news", "/lessons/1", "/lessons/2", "/timetable"];

/** The line as a server writes it, without its newline. */
export function combined(line: Line): string {
  const at = new Date(line.timeMs);
  const day = String(at.getUTCDate()).padStart(2, "0");
  const stamp = `${day}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:${at.toISOString().slice(11, 19)} +0000`;
  const request = `${line.method} ${line.path} HTTP/1.1`;
  return `${line.address} - - [${stamp}] "${request}" ${line.status} ${line.bytes} "${line.referrer || "-"}" "${line.userAgent || "-"}"`;
}

/** Lines as a file. */
export function logOf(lines: readonly Line[]): Buffer {
  return Buffer.from(lines.map((line) => `${combined(line)}\n`).join(""));
}

/** Visitors who load a page with two files every now and then: some 40 requests a minute. */
export function visitors(startMs: number, minutes: number): Line[] {
  const lines: Line[] = [];
  for (let visit = 0; visit < minutes * 13; visit += 1) {
    const timeMs = startMs + Math.floor((visit * 60_000) / 13);
    const address = `192.0.2.${(visit * 37) % 250}`;
    const userAgent = `Mozilla/5.0 (X11; Linux x86_64) ${BROWSERS[(visit * 37) % BROWSERS.length]}`;
    const path = PAGES[(visit * 7) % PAGES.length]!;
    const common = { address, userAgent, method: "GET", status: 200 };
    lines.push({ ...common, timeMs, path, bytes: 5_000 + (visit % 90), referrer: "" });
    for (const file of ["/style.css", "/logo.png"]) {
      lines.push({ ...common, timeMs, path: file, bytes: 900, referrer: `https://www.example.com${path}` });
    }
  }
  return lines;
}

/** A flood of login attempts, `perSecond` of them, from `sources` addresses of one tool. */
export function flood(startMs: number, seconds: number, perSecond: number, sources: number): Line[] {
  return Array.from({ length: seconds * perSecond }, (_, i) => ({
    timeMs: startMs + Math.floor((i * 1000) / perSecond),
    address: `203.0.113.${(i * 11) % sources}`,
    method: "POST",
    path: "/wp-login.php",
    status: 403,
    bytes: 300,
    referrer: "",
    userAgent: "python-requests/2.31",
  }));
}

/** Lines of several origins in order of time. */
function inOrder(...parts: readonly (readonly Line[])[]): Line[] {
  return parts.flat().sort((a, b) => a.timeMs - b.timeMs);
}

/** An hour and a quarter of visitors, with a flood of two minutes from 06:55 on. */
export function floodedMorning(): Line[] {
  const startMs = Date.UTC(2021, 3, 6, 6);
  return inOrder(visitors(startMs, 75), flood(startMs + 55 * 60_000, 120, 12, 60));
}
