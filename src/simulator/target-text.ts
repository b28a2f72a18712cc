import type { Random } from "./random.ts";
import { copyText } from "./text.ts";

const ALPHABET = Uint8Array.from("abcdefghijklmnopqrstuvwxyz0123456789", (letter) => letter.charCodeAt(0));
const LIMIT = 1_024;

/** A target that is put together for one request: a search, a ticket, a random query. Reused; nothing is allocated. */
export class TargetText {
  readonly bytes = new Uint8Array(LIMIT);
  length = 0;

  /** Begins anew with a text. */
  begin(text: Uint8Array): this {
    this.length = copyText(this.bytes, 0, text, Math.min(text.length, LIMIT));
    return this;
  }

  /** Appends a text, cut where the target would be too long. */
  add(text: Uint8Array): this {
    this.length = copyText(this.bytes, this.length, text, Math.min(text.length, LIMIT - this.length));
    return this;
  }

  /** Appends so many random letters and digits. */
  token(random: Random, count: number): this {
    for (let i = Math.min(count, LIMIT - this.length); i > 0; i -= 1) {
      this.bytes[this.length++] = ALPHABET[random.below(ALPHABET.length)]!;
    }
    return this;
  }
}
