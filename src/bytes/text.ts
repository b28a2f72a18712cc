const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * The span as a string, decoded as UTF-8 with U+FFFD for what is none. Control characters stay as they are:
 * whoever writes to a terminal passes the text through {@link printable}. For reports, not for every line.
 */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

/**
 * Text that does nothing to a terminal: control characters (C0, DEL, C1) and the marks that reorder or hide text
 * become `\xHH` or `\uHHHH`. What is longer than `maxLength` is cut and ends in `…`.
 */
export function printable(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  const escaped = text.replace(
    /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => {
      const code = character.charCodeAt(0);
      return code < 256
        ? `\\x${code.toString(16).padStart(2, "0")}`
        : `\\u${code.toString(16).padStart(4, "0")}`;
    },
  );
  return escaped.length > maxLength ? `${escaped.slice(0, maxLength - 1)}…` : escaped;
}
