/** HTML that may be put into a page as it is. */
export class Markup {
  /** The HTML. */
  readonly text: string;

  /** @param text HTML whose every text from outside is escaped */
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: texts and numbers are escaped, markup is not; null and false are nothing. */
export type Content = Markup | string | number | null | false | readonly Content[];

/**
 * A template of HTML: ``html`<td>${text}</td>` ``. Everything put in that is not {@link Markup} is escaped, for the content of
 * an element and for an attribute in double quotes; nowhere else may a value stand.
 */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  let text = strings[0]!;
  contents.forEach((content, index) => {
    text += textOf(content) + strings[index + 1]!;
  });
  return new Markup(text);
}

/** Text with every character that means something in HTML as a reference. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => REFERENCES[sign]!);
}

const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * JSON for a `<script type="application/json">`: nothing in it can end the element or begin a comment, and whatever cannot be
 * seen, or turns the direction of text, is an escape.
 */
export function jsonMarkup(value: unknown): Markup {
  const text = JSON.stringify(value).replace(/[<>&\u007f-\u009f\p{Cf}\u{2028}\u{2029}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
  return new Markup(text);
}

function textOf(content: Content): string {
  if (content === null || content === false) return "";
  if (content instanceof Markup) return content.text;
  if (typeof content === "object") return content.map(textOf).join("");
  return escapeHtml(String(content));
}
