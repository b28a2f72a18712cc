import { Field, type FieldPiece, type Piece, TimePart } from "./fields.ts";
import { strftimePieces } from "./strftime.ts";

type Meaning = Omit<FieldPiece, "name">;

/** `LogFormat` nicknames of the configuration that Apache ships, and of Debian's. */
const NICKNAMES: Readonly<Record<string, string>> = {
  vhost_combined: '%v:%p %h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"',
  vhost_common: '%v %h %l %u %t "%r" %>s %b',
  combinedio: '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %I %O',
};

/** Meaning of the directives without argument. */
const DIRECTIVES: Readonly<Record<string, Meaning>> = {
  a: { field: Field.client, list: true },
  h: { field: Field.client, rank: 1, list: true },
  u: { field: Field.user },
  r: { field: Field.request },
  m: { field: Field.method },
  U: { field: Field.path },
  q: { field: Field.query },
  H: { field: Field.protocol },
  s: { field: Field.status, rank: 1 },
  b: { field: Field.bytes },
  B: { field: Field.bytes },
  O: { field: Field.bytes, rank: 1 },
  D: { field: Field.durationUs },
  T: { field: Field.durationSeconds, rank: 2 },
  v: { field: Field.host, rank: 1 },
  V: { field: Field.host },
};

/** Meaning of request headers, `%{…}i`, by lower-case name. */
const HEADERS: Readonly<Record<string, Meaning>> = {
  referer: { field: Field.referrer },
  "user-agent": { field: Field.userAgent },
  host: { field: Field.host, rank: 2 },
  "x-forwarded-for": { field: Field.forwarded, list: true },
  forwarded: { field: Field.forwarded, rank: 1, list: true },
  "cf-connecting-ip": { field: Field.forwarded, rank: 2 },
  "true-client-ip": { field: Field.forwarded, rank: 3 },
  "x-real-ip": { field: Field.forwarded, rank: 4 },
  "cf-ipcountry": { field: Field.country, rank: 1 },
};

/** `%T` with a unit: `%{ms}T`. */
const UNITS: Readonly<Record<string, Meaning>> = {
  us: { field: Field.durationUs },
  ms: { field: Field.durationMs, rank: 1 },
  s: { field: Field.durationSeconds, rank: 2 },
};

/** The pieces of an Apache `LogFormat` string, modifiers included; backslash escapes as in the configuration file. */
export function apachePieces(text: string): Piece[] {
  const format = text.replace(/\\(["\\tn])/g, (_, character: string) =>
    character === "t" ? "\t" : character === "n" ? "\n" : character,
  );
  const pieces: Piece[] = [];
  let at = 0;
  // %  [!]statuses  < or >  {argument}  letter; the letters of trailers are ^ti and ^to, of the first byte ^FB.
  for (const match of format.matchAll(
    /%(!?\d{3}(?:,\d{3})*)?([<>])?(?:\{([^}]*)\})?(\^t[io]|\^FB|[A-Za-z%])/g,
  )) {
    pieces.push(format.slice(at, match.index));
    at = match.index + match[0].length;
    pieces.push(...directivePieces(match[0], match[2] ?? "", match[3], match[4] ?? ""));
  }
  pieces.push(format.slice(at));
  return withFractions(pieces.filter((piece) => piece !== ""));
}

/**
 * `%{%F %T}t.%{usec_frac}t %{%z}t` is one timestamp, which is read whole: the readers of moments take fraction and zone where
 * there are any.
 */
function withFractions(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const piece = pieces[at]!;
    joined.push(piece);
    if (typeof piece === "string" || !MOMENTS.includes(piece.field)) continue;
    if (pieces[at + 1] === "." && isPart(pieces[at + 2], FRACTIONS)) at += 2;
    if (pieces[at + 1] === " " && isPart(pieces[at + 2], ZONE)) at += 2;
  }
  return joined;
}

const MOMENTS: readonly number[] = [Field.isoTime, Field.clfTime];
const FRACTIONS: readonly number[] = [TimePart.milliseconds, TimePart.microseconds];
const ZONE: readonly number[] = [TimePart.zone];

function isPart(piece: Piece | undefined, parts: readonly number[]): boolean {
  return typeof piece === "object" && piece.part !== undefined && parts.includes(piece.part);
}

/** The format string of a `LogFormat "…" name` directive or of a nickname; `null` where the text is neither. */
export function readApacheLogFormat(text: string): string | null {
  const trimmed = text.trim();
  const nickname = Object.hasOwn(NICKNAMES, trimmed) ? NICKNAMES[trimmed] : undefined;
  if (nickname !== undefined) return nickname;
  return /^(?:LogFormat|CustomLog\s+\S+)\s+"((?:[^"\\]|\\.)*)"/i.exec(trimmed)?.[1] ?? null;
}

function directivePieces(name: string, arrow: string, argument: string | undefined, letter: string): Piece[] {
  if (letter === "%") return ["%"];
  if (letter === "t") return timePieces(name, argument);
  return [{ ...meaningOf(arrow, argument, letter), name }];
}

function meaningOf(arrow: string, argument: string | undefined, letter: string): Meaning {
  const skip: Meaning = { field: Field.skip };
  if (argument === undefined) {
    if (letter === "s" && arrow === ">") return { field: Field.status };
    return (Object.hasOwn(DIRECTIVES, letter) ? DIRECTIVES[letter] : undefined) ?? skip;
  }
  const key = argument.toLowerCase();
  switch (letter) {
    case "i":
      return (Object.hasOwn(HEADERS, key) ? HEADERS[key] : undefined) ?? { field: Field.skip, list: true };
    case "T":
      return (Object.hasOwn(UNITS, key) ? UNITS[key] : undefined) ?? skip;
    case "a":
      return key === "c" ? { field: Field.client, rank: 2 } : skip;
    case "h":
      return key === "c" ? { field: Field.client, rank: 3 } : skip;
    case "e":
      return /country_?code$/.test(key) ? { field: Field.country } : skip;
    default:
      return skip;
  }
}

function timePieces(name: string, argument: string | undefined): Piece[] {
  if (argument === undefined || argument === "") return ["[", { field: Field.clfTime, name }, "]"];
  const format = argument.replace(/^(begin|end):/, "");
  switch (format) {
    case "sec":
    case "msec":
    case "usec":
      return [{ field: Field.epochTime, name }];
    default:
      return strftimePieces(format, name);
  }
}
