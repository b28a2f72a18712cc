/** What C calls its control characters, as Apache writes them. */
const CONTROLS: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|(["\\abtnvfr]))/g;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Formats by name in whose lines the server escaped what visitors sent. JSON is unescaped when it is read. */
const ESCAPING: ReadonlySet<string> = new Set([
  "common",
  "combined",
  "vhost-common",
  "vhost-combined",
  "forwarded-combined",
  "apache-ssl",
  "nginx-main",
  "ingress-nginx",
  "nginx-proxy-manager",
  "lighttpd",
  "varnishncsa",
]);

/** W3C logs have no quotes: blanks are written as `+` (IIS), or all but plain signs as `%XX` (CloudFront). */
const WITHOUT_QUOTES: Readonly<Record<string, Escaping>> = {
  w3c: "plus",
  iis: "plus",
  cloudfront: "percent",
  "cloudfront-realtime": "percent",
  "cloudfront-json": "percent",
};

/**
 * How servers write down what visitors sent. `backslash`: nginx writes `\xHH` for quotes, backslashes and all that is not printable
 * ASCII, Apache `\"`, `\\`, `\n` and `\xhh`. `plus` and `percent`: user agents and referrers of logs without quotes.
 */
export type Escaping = "none" | "backslash" | "plus" | "percent";

/** What holds the value: a request line stands in the log as it was sent, but for quotes. */
export type SentIn = "request" | "header";

/**
 * How the values of these formats are written. Of several ways in one report, that of most formats that escape at all: the first.
 * @param formats names of formats, names joined by `+`, format strings of nginx or Apache; null where none is known
 */
export function escapingOf(formats: Iterable<string | null>): Escaping {
  for (const format of formats) {
    if (format === null) continue;
    for (const name of format.split("+")) {
      if (ESCAPING.has(name)) return "backslash";
      if (Object.hasOwn(WITHOUT_QUOTES, name)) return WITHOUT_QUOTES[name]!;
    }
    if (/[$%]/.test(format) && !format.trimStart().startsWith("{")) return "backslash";
  }
  return "none";
}

/**
 * A value as the visitor sent it, which is what a web server compares, from the value as it was logged.
 * @returns null where the bytes that were sent are no UTF-8: no text is equal to them
 * @example
 * asSent("curl \\x22x\\x22", "backslash", "header"); // 'curl "x"'
 */
export function asSent(logged: string, escaping: Escaping, sentIn: SentIn): string | null {
  switch (escaping) {
    case "backslash":
      return withoutBackslashes(logged);
    case "plus":
      return sentIn === "request" ? logged : withoutPluses(logged);
    case "percent":
      return sentIn === "request" ? logged : withoutPercents(logged);
    default:
      return logged;
  }
}

/** A plus of the visitor's own is written like a blank: one after another, or after a bracket, is most likely such a one. */
function withoutPluses(logged: string): string {
  return logged.replace(/(\(?)(\+{1,2})/g, (_, bracket: string, pluses: string) =>
    bracket === "" ? ` ${pluses.slice(1)}` : `(${pluses}`,
  );
}

function withoutPercents(logged: string): string | null {
  try {
    return decodeURIComponent(logged);
  } catch {
    return null;
  }
}

function withoutBackslashes(logged: string): string | null {
  if (!logged.includes("\\")) return logged;
  const bytes: number[] = [];
  let from = 0;
  for (const found of logged.matchAll(ESCAPE)) {
    bytes.push(...encoder.encode(logged.slice(from, found.index)));
    const [whole, hex, sign = ""] = found;
    bytes.push(hex === undefined ? (CONTROLS[sign] ?? sign.charCodeAt(0)) : Number.parseInt(hex, 16));
    from = found.index + whole.length;
  }
  bytes.push(...encoder.encode(logged.slice(from)));
  try {
    return decoder.decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}
