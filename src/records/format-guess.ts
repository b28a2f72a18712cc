/** A piece of a line: text between separators, without the quotes or brackets around it. */
interface Piece {
  readonly text: string;
  /** What stands before it: separators, and the quote or bracket that opens it. */
  readonly before: string;
  /** The quote or bracket that closes it, or nothing. */
  readonly after: string;
}

/** More of a line is not looked at, and more pieces are none of a log format. */
const MOST_CHARACTERS = 2000;
const MOST_PIECES = 60;
const SEPARATORS = " \t|;,";

/**
 * An nginx `log_format` string that a line may have been written with, by what its pieces look like: an address, a time, a request in
 * quotes, a status, an agent. What looks like nothing known is stepped over (`$other`). A guess: who takes it should have tried it.
 * @returns null where the line lacks an address, a time, or a request
 */
export function guessFormat(line: string): string | null {
  if (line.length > MOST_CHARACTERS) return null;
  const pieces = piecesOf(line);
  if (pieces.length > MOST_PIECES) return null;
  const seen = new Set<string>();
  let spec = "";
  for (const [at, piece] of pieces.entries()) {
    const name = nameOf(piece, pieces[at - 1]?.text ?? "", seen) ?? "$other";
    if (name !== "$other") seen.add(name);
    // A dollar of the line itself would be taken for a variable.
    if (piece.before.includes("$")) return null;
    spec += piece.before + name + piece.after;
  }
  const hasTime = ["$time_local", "$time_iso8601", "$msec"].some((name) => seen.has(name));
  const hasRequest = seen.has("$request") || seen.has("$request_uri");
  return hasTime && hasRequest && seen.has("$remote_addr") ? spec.trimEnd() : null;
}

/** The variable that a piece looks like, or null. Each is given once. */
function nameOf({ text, before }: Piece, previous: string, seen: ReadonlySet<string>): string | null {
  const free = (name: string): string | null => (seen.has(name) ? null : name);
  const isQuoted = before.endsWith('"');
  if (/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d/.test(text)) return free("$time_local");
  if (/^\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d/.test(text)) return free("$time_iso8601");
  if (/^\d{10}\.\d{3}$/.test(text)) return free("$msec");
  if (isAddress(text)) return free("$remote_addr") ?? free("$http_x_forwarded_for");
  if (/^[A-Z]{3,10} \S+( HTTP\/\d(\.\d)?)?$/.test(text)) return free("$request");
  if (/^(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|CONNECT)$/.test(text)) return free("$request_method");
  if (/^HTTP\/\d(\.\d)?$/.test(text)) return free("$server_protocol");
  if (/^\/\S*$/.test(text) && (isQuoted || seen.has("$request_method"))) return free("$request_uri");
  if (/^[1-5]\d\d$/.test(text)) return free("$status") ?? free("$body_bytes_sent");
  if (/^\d+$/.test(text)) return seen.has("$status") ? free("$body_bytes_sent") : null;
  if (/^\d+\.\d+$/.test(text)) return free("$request_time");
  if (/^https?:\/\//.test(text)) return free("$http_referer");
  if (isQuoted && /^[\w.-]+\/[\d.]+/.test(text)) return free("$http_user_agent");
  // An absent referrer stands before the agent.
  if (isQuoted && text === "-" && (seen.has("$request") || seen.has("$request_uri")))
    return free("$http_referer");
  if (/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+(:\d+)?$/i.test(text) && previous !== "-") return free("$host");
  return null;
}

function isAddress(text: string): boolean {
  return (
    /^(\d{1,3}\.){3}\d{1,3}(:\d{1,5})?$/.test(text) || /^[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}$/i.test(text)
  );
}

/** Cuts a line where blanks, tabs, bars, semicolons and commas stand, but not within quotes and brackets. O(length). */
function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < line.length && pieces.length <= MOST_PIECES) {
    const from = at;
    while (at < line.length && SEPARATORS.includes(line[at]!)) at += 1;
    let before = line.slice(from, at);
    const open = line[at];
    const close = open === '"' ? '"' : open === "[" ? "]" : open === "(" ? ")" : open === "<" ? ">" : null;
    if (close !== null) {
      const end = line.indexOf(close, at + 1);
      if (end > at) {
        before += open;
        pieces.push({ text: line.slice(at + 1, end), before, after: close });
        at = end + 1;
        continue;
      }
    }
    const start = at;
    while (at < line.length && !SEPARATORS.includes(line[at]!)) at += 1;
    // A date and a clock with a blank between them are one.
    if (
      /^\d{4}[-/]\d\d[-/]\d\d$/.test(line.slice(start, at)) &&
      /^ \d\d:\d\d:\d\d/.test(line.slice(at, at + 9))
    ) {
      at += 9;
      while (at < line.length && !SEPARATORS.includes(line[at]!)) at += 1;
    }
    // So are a time and its zone.
    if (
      /:\d\d:\d\d/.test(line.slice(Math.max(start, at - 20), at)) &&
      /^ [+-]\d{4}/.test(line.slice(at, at + 6))
    )
      at += 6;
    if (at > start) pieces.push({ text: line.slice(start, at), before, after: "" });
  }
  return pieces;
}
