/** Beginnings of files that people hand over by mistake. */
const MAGIC: readonly { readonly kind: string; readonly at: number; readonly bytes: readonly number[] }[] = [
  { kind: "a JPEG image", at: 0, bytes: [0xff, 0xd8, 0xff] },
  { kind: "a PNG image", at: 0, bytes: [0x89, 0x50, 0x4e, 0x47] },
  { kind: "a GIF image", at: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
  { kind: "a PDF document", at: 0, bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { kind: "a ZIP archive", at: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  { kind: "a 7z archive", at: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf] },
  { kind: "a tar archive", at: 257, bytes: [0x75, 0x73, 0x74, 0x61, 0x72] },
  { kind: "a program", at: 0, bytes: [0x7f, 0x45, 0x4c, 0x46] },
  { kind: "a SQLite database", at: 0, bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66] },
  { kind: "a packet capture", at: 0, bytes: [0xd4, 0xc3, 0xb2, 0xa1] },
  { kind: "a packet capture", at: 0, bytes: [0x0a, 0x0d, 0x0d, 0x0a] },
  { kind: "a systemd journal", at: 0, bytes: [0x4c, 0x50, 0x4b, 0x53, 0x48, 0x48, 0x52, 0x48] },
  { kind: "text in UTF-16", at: 0, bytes: [0xff, 0xfe] },
  { kind: "text in UTF-16", at: 0, bytes: [0xfe, 0xff] },
];

/** Lines of which logs of another kind consist. Where lines of both kinds are mixed, the formats decide. */
const ERROR_LOGS: readonly { readonly kind: string; readonly line: RegExp }[] = [
  { kind: "an nginx error log", line: /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[[a-z]+\] \d+#\d+: / },
  {
    kind: "an Apache error log",
    line: /^\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)? \d{4}\] \[/,
  },
  { kind: "a PHP error log", line: /^\[\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d [\w/]+\] PHP / },
];

/** What to do with what is no access log. */
const REMEDIES: Readonly<Record<string, string>> = {
  "an nginx error log": "look for the access log beside it (often access.log)",
  "an Apache error log": "look for the access log beside it (often access.log or access_log)",
  "a ZIP archive": "unzip -p FILE | tidegauge analyze -",
  "a tar archive": "tar -xOf FILE | tidegauge analyze -",
  "text in UTF-16": "iconv -f UTF-16 -t UTF-8 FILE | tidegauge analyze -",
  "a systemd journal": "journalctl -o cat -u nginx | tidegauge analyze -",
};

/** As much of the beginning is looked at. */
const HEAD_BYTES = 16 * 1024;

/** What a file is, when it is plainly no access log. */
export interface OtherKind {
  /** With its article: `a JPEG image`. */
  readonly kind: string;
  /** What to do about it, or null. */
  readonly remedy: string | null;
}

/**
 * Tells what is plainly something else than an access log: pictures, documents, archives, error logs, binary data.
 * @param head the decompressed beginning; a few kilobytes are plenty
 * @returns null for what may be a log
 */
export function otherKind(name: string, head: Uint8Array): OtherKind | null {
  const kind = kindOf(head.subarray(0, HEAD_BYTES));
  if (kind === null) return null;
  return { kind, remedy: REMEDIES[kind]?.replaceAll("FILE", name) ?? null };
}

/** Why what was named as a log is none, and what to do about it. @param what `is a JPEG image, not an access log` */
export function noLogText(name: string, what: string, remedy: string | null): string {
  // Some remedies are half a sentence, others several.
  const hint = remedy === null ? "" : /^[A-Z]/.test(remedy) ? `. ${remedy}` : `; ${remedy}`;
  return `Cannot read ${name}: it ${what}${hint}`;
}

function kindOf(head: Uint8Array): string | null {
  for (const { kind, at, bytes } of MAGIC) {
    if (bytes.every((byte, index) => head[at + index] === byte)) return kind;
  }
  const lines = new TextDecoder().decode(head).split("\n");
  if (/^\s*<(?:!doctype html|html)/i.test(lines[0]!)) return "an HTML page";
  // What the sample cuts off, or what stands behind the last newline, counts as little as blank lines.
  const whole = lines.slice(0, -1).filter((text) => text.trim() !== "");
  for (const { kind, line } of ERROR_LOGS) {
    if (whole.length > 0 && whole.every((text) => line.test(text.slice(0, 200)))) return kind;
  }
  return isBinary(head) ? "binary data" : null;
}

/**
 * A twentieth of control characters other than blanks: no text. TLS handshakes in a log are written as `\x16`. NUL does
 * not count: a log that was emptied while its server went on writing begins with megabytes of them.
 */
function isBinary(head: Uint8Array): boolean {
  let controls = 0;
  let others = 0;
  for (let at = 0; at < head.length; at += 1) {
    const byte = head[at]!;
    if (byte === 0) continue;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) controls += 1;
    else others += 1;
  }
  return controls * 20 > controls + others;
}
