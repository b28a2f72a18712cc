import type { Chance } from "./chance.ts";

/** What a template may refer to besides chance. */
export interface TemplateContext {
  readonly chance: Chance;
  /** Constant for one client: a device, a session, a customer. */
  readonly clientNumber: number;
  /** Counts up with every use by one client. */
  next(): number;
  /** Milliseconds since 1970. */
  nowMs(): number;
}

type Part = (context: TemplateContext) => string;

const SYLLABLES = [
  "ka",
  "lo",
  "mi",
  "ren",
  "sto",
  "va",
  "ti",
  "bel",
  "or",
  "du",
  "ne",
  "pra",
  "sol",
  "hem",
  "gri",
  "ax",
];
const compiled = new Map<string, (context: TemplateContext) => string>();

/**
 * Fills a path such as `/news/{slug:800}?p={n:9}`. In braces: `n:LIMIT` any number below, `z:LIMIT` one of which the low
 * ones are popular, `slug:LIMIT` the same as words, `hex:LENGTH`, `digits:LENGTH`, `word` any made-up word, `me` constant
 * for the client, `seq` counting up for the client, `ms` and `s` the time, `a|b|c` one of these.
 */
export function fill(template: string, context: TemplateContext): string {
  if (!template.includes("{")) return template;
  let fillIn = compiled.get(template);
  if (fillIn === undefined) {
    const parts = template
      .split(/\{([^}]*)\}/)
      .map((text, i): Part => (i % 2 === 0 ? () => text : partOf(text)));
    fillIn = (of) => parts.map((part) => part(of)).join("");
    compiled.set(template, fillIn);
  }
  return fillIn(context);
}

function partOf(text: string): Part {
  const [kind = "", argument = ""] = text.split(":");
  const limit = Number(argument);
  switch (kind) {
    case "n":
      return ({ chance }) => String(1 + chance.below(limit));
    case "z":
      return ({ chance }) => String(1 + chance.rank(limit));
    case "slug":
      return ({ chance }) => slug(chance.rank(limit));
    case "word":
      return ({ chance }) => slug(chance.below(1 << 20));
    case "hex":
      return ({ chance }) => chance.hex(limit);
    case "digits":
      return ({ chance }) => String(Math.floor((1 + 9 * chance.unit()) * 10 ** (limit - 1)));
    case "me":
      return ({ clientNumber }) => clientNumber.toString(36);
    case "seq":
      return (context) => String(context.next());
    case "ms":
      return (context) => String(Math.floor(context.nowMs()));
    case "s":
      return (context) => String(Math.floor(context.nowMs() / 1000));
    default: {
      const choices = text.split("|");
      if (choices.length < 2) throw new Error(`no such part of a template: {${text}}`);
      return ({ chance }) => chance.pick(choices);
    }
  }
}

/** A made-up word for a number. */
function slug(number: number): string {
  let rest = number * 7 + 19;
  let text = "";
  while (rest > 0) {
    text += SYLLABLES[rest % SYLLABLES.length];
    rest = Math.floor(rest / SYLLABLES.length);
  }
  return text;
}
