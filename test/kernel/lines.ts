/** Lines that a kernel may or may not read by itself, drawn at random: ordinary ones, and every way in which they are not. */

/** Draws integers from 0 up to its argument. */
export type Draw = (below: number) => number;

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const ZONES = ["+0000", "+0200", "-0930", "+1900"];
const METHODS = ["GET", "GET", "GET", "POST", "HEAD", "PUT", "OPTIONS", "get", "G-T"];
const STATUSES = [
  "200",
  "302",
  "304",
  "401",
  "403",
  "404",
  "429",
  "500",
  "503",
  "521",
  "999",
  "000",
  "-",
  "20x",
  "2000",
];
const PATHS = [
  "/",
  "/login",
  "/a.css",
  "/api/v1/x",
  "/wp-login.php",
  `/long/${"x".repeat(300)}`,
  "*",
  "http://example.com/y",
];
const AGENTS = [
  "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0",
  "Googlebot/2.1 (+http://www.example.com/bot.html)",
  "curl/8.0",
  "-",
  "",
  'a \\"quoted\\" one',
  'an "open one',
  "ends in a backslash\\",
  "é".repeat(40),
];

/** An address of few sources or of many, IPv6 and names among them. */
function address(draw: Draw): string {
  switch (draw(12)) {
    case 0:
      return `2001:db8:${draw(9)}::${draw(900).toString(16)}`;
    case 1:
      return ["host.example.org", "::ffff:192.0.2.9", "256.1.1.1", "1.2.3", "192.0.2.1:8080", "unix:"][
        draw(6)
      ]!;
    case 2:
      return `198.51.100.${draw(4)}`;
    default:
      return `${draw(2) === 0 ? 203 : 62}.${draw(40)}.${draw(256)}.${draw(256)}`;
  }
}

/** `06/Apr/2021:08:00:00 +0200`, sometimes of no calendar. */
export function clfTime(timeMs: number, draw: Draw): string {
  const at = new Date(timeMs);
  const zone = ZONES[draw(60) < 57 ? 0 : draw(4)]!;
  const day = draw(200) === 0 ? "31" : String(at.getUTCDate()).padStart(2, "0");
  const month = draw(300) === 0 ? "Mai" : MONTHS[at.getUTCMonth()]!;
  return `${day}/${month}/${at.getUTCFullYear()}:${at.toISOString().slice(11, 19)} ${zone}`;
}

function target(draw: Draw): string {
  const path = draw(5) === 0 ? `/page/${draw(5000)}` : PATHS[draw(PATHS.length)]!;
  return draw(3) === 0 ? `${path}?q=${draw(1000)}` : path;
}

function request(draw: Draw): string {
  if (draw(40) === 0)
    return ["-", "", "\\x16\\x03\\x01", "GET /a b HTTP/1.1", "GET /", "GET  / HTTP/1.1", "HEAD / HTTP/  1"][
      draw(7)
    ]!;
  const protocol = ["HTTP/1.1", "HTTP/2.0", "HTTP/1.0", "HTTP/2", "RTSP/1.0"][
    draw(10) < 8 ? draw(3) : draw(5)
  ]!;
  return `${METHODS[draw(METHODS.length)]} ${target(draw)} ${protocol}`;
}

/** A line of the combined format, or nearly so. */
export function combinedLine(timeMs: number, draw: Draw): string {
  const status = STATUSES[draw(20) < 18 ? draw(10) : draw(STATUSES.length)]!;
  const bytes = ["-", "0", "512", "123456789", "1234567890", "-1"][draw(10) < 9 ? draw(4) : draw(6)]!;
  const referrer = ["-", "https://www.example.com/", ""][draw(3)]!;
  const user = ["-", "-", "-", "alice", "a b"][draw(5)]!;
  const line = `${address(draw)} - ${user} [${clfTime(timeMs, draw)}] "${request(draw)}" ${status} ${bytes} "${referrer}" "${AGENTS[draw(20) < 18 ? draw(3) : draw(AGENTS.length)]}"`;
  return spoilt(line, draw);
}

/** A line of an nginx format with durations, lists and an ISO time. */
export function timedLine(timeMs: number, draw: Draw): string {
  const time = new Date(timeMs + draw(1000)).toISOString();
  const iso = [
    time,
    `${time.slice(0, 19)}+00:00`,
    `${new Date(Date.parse(time) + 5_400_000).toISOString().slice(0, 23)}456+01:30`,
    `${time.slice(0, 19)}Z`,
    "-",
  ][draw(40) < 39 ? draw(4) : 4]!;
  const upstream = ["0.004", "-", "0.001, 0.250", "0.010 : 0.020", "12", "."][draw(6)]!;
  const forwarded = ["-", "192.0.2.7", "192.0.2.7, 198.51.100.2"][draw(3)]!;
  const line = `${iso} ${address(draw)} ${forwarded} "${request(draw)}" ${draw(600)} ${draw(9999)} ${draw(9) / 1000} ${upstream} "${forwarded}" "${AGENTS[draw(4)]}"`;
  return spoilt(line, draw);
}

/** The format of {@link timedLine}. */
export const TIMED =
  '$time_iso8601 $remote_addr $http_x_forwarded_for "$request" $status $body_bytes_sent $request_time $upstream_response_time "$http_x_forwarded_for" "$http_user_agent"';

/** A line of an nginx format that begins with seconds since 1970. */
export function epochLine(timeMs: number, draw: Draw): string {
  const time = (timeMs / 1000 + draw(1000) / 1000).toFixed(draw(30) === 0 ? 1 : 3);
  return spoilt(`${time}|${address(draw)}|www.example.com|"${request(draw)}"|${draw(600)}|${draw(99)}`, draw);
}

/** The format of {@link epochLine}. */
export const EPOCH = '$msec|$remote_addr|$host|"$request"|$status|$request_time';

function spoilt(line: string, draw: Draw): string {
  switch (draw(150)) {
    case 0:
      return "";
    case 1:
      return line.slice(0, draw(line.length));
    case 2:
      return `${line}\r`;
    case 3:
      return `${line} trailing 1 2`;
    case 4:
      return `# ${line}`;
    case 5:
      return `Apr  6 08:00:00 host nginx: ${line}`;
    case 6:
      return line.replace(" ", "  ");
    case 7:
      return `\0${line}`;
    default:
      return line;
  }
}
