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

/**
 * Whether values of this format hold escapes: nginx writes `\xHH` for quotes, backslashes and all that is not printable ASCII,
 * Apache `\"`, `\\`, `\n` and `\xhh`.
 * @param format name of a format, names joined by `+`, or a format string of nginx or Apache
 */
export function isEscaping(format: string): boolean {
  return (
    format.split("+").some((name) => ESCAPING.has(name)) ||
    (/[$%]/.test(format) && !format.trimStart().startsWith("{"))
  );
}

/**
 * A value as the visitor sent it, which is what a web server compares, from the value as it was logged.
 * @returns null where the bytes that were sent are no UTF-8: no text is equal to them
 * @example
 * asSent("curl \\x22x\\x22"); // 'curl "x"'
 */
export function asSent(logged: string): string | null {
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
