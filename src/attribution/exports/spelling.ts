const encoder = new TextEncoder();

/** A text with every byte but letters, digits and `_` written by `write`: what is left means nothing in any language. */
export function spelled(text: string, write: (hex: string) => string): string {
  let written = "";
  for (const byte of encoder.encode(text)) {
    const character = String.fromCharCode(byte);
    written += /\w/.test(character) && byte < 0x80 ? character : write(byte.toString(16).padStart(2, "0"));
  }
  return written;
}
