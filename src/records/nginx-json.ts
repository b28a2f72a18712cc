import { Field } from "./fields.ts";
import { JsonProgram } from "./json-reader.ts";
import type { KeyMap } from "./key-table.ts";
import { nginxMeaning } from "./nginx-format.ts";

/**
 * Compiles an nginx `log_format` that writes JSON (`'{"time":"$time_iso8601", "status":$status}'`): each key means what
 * its variable means, so lines are read as JSON with its escapes, whatever the order of keys.
 * @returns `null` where the text is no JSON
 */
export function nginxJsonProgram(name: string, text: string): JsonProgram | null {
  if (!text.trimStart().startsWith("{")) return null;
  // Variables outside of quotes are numbers in the log, and no JSON here: put them in quotes.
  const quoted = text.replace(
    /("(?:[^"\\]|\\.)*")|\$\{?(\w+)\}?/g,
    (_, string?: string, variable?: string) => (string === undefined ? `"$${variable}"` : string),
  );
  let template: unknown;
  try {
    template = JSON.parse(quoted);
  } catch {
    return null;
  }
  const map: Record<string, KeyMap[string]> = {};
  collect(template, "", map);
  return new JsonProgram(name, map);
}

function collect(value: unknown, path: string, map: Record<string, KeyMap[string]>): void {
  if (typeof value === "string") {
    const variable = /^\$\{?(\w+)\}?$/.exec(value)?.[1];
    if (variable === undefined || path === "") return;
    const meaning = nginxMeaning(variable);
    if (meaning.field !== Field.skip) map[path] = [meaning.field, meaning.rank ?? 0];
  } else if (value !== null && typeof value === "object") {
    for (const [key, inner] of Object.entries(value))
      collect(inner, path === "" ? key : `${path}.${key}`, map);
  }
}
