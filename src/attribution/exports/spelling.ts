const encoder = new TextEncoder();

/** A text in which every byte that is not `plain` in the target's language is written by `write`, given in hexadecimal. */
export function spelled(text: string, plain: RegExp, write: (hex: string) => string): string {
  let written = "";
  for (const byte of encoder.encode(text)) {
    const character = String.fromCharCode(byte);
    const isPlain = byte < 0x80 && plain.test(character);
    written += isPlain ? character : write(byte.toString(16).padStart(2, "0"));
  }
  return written;
}
