import { optionError } from "../errors.ts";
import { EnvelopeReader } from "./envelopes.ts";
import { Field, type FieldKind } from "./fields.ts";
import type { Format } from "./format.ts";
import { KEY_NAMES } from "./formats/key-names.ts";
import { JsonProgram } from "./json-reader.ts";
import type { KeyMap } from "./key-table.ts";

/** Fields that `--map` can name, as `tidegauge records` prints them. */
const FIELDS: Readonly<Record<string, FieldKind>> = {
  time: Field.anyTime,
  client: Field.client,
  forwarded: Field.forwarded,
  user: Field.user,
  request: Field.request,
  method: Field.method,
  path: Field.url,
  query: Field.query,
  protocol: Field.protocol,
  status: Field.status,
  bytes: Field.bytes,
  referrer: Field.referrer,
  userAgent: Field.userAgent,
  host: Field.host,
  durationSeconds: Field.durationSeconds,
  durationMs: Field.durationMs,
  country: Field.country,
  asn: Field.asn,
};

/**
 * JSON lines whose keys are told: what is mapped goes before the usual names.
 * @param entries `field=json.path` each, as `--map` takes them
 * @throws TidegaugeError TG_OPTION for an unknown field or an entry without path
 */
export function mappedJson(entries: readonly string[]): Format {
  const map: Record<string, KeyMap[string]> = { ...KEY_NAMES };
  for (const entry of entries) {
    const equals = entry.indexOf("=");
    const name = entry.slice(0, Math.max(equals, 0));
    const path = entry.slice(equals + 1).replace(/^\$?\./, "");
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (field === undefined || path === "") {
      throw optionError(
        "Cannot map JSON keys",
        `"map" must be field=json.path with a field of ${Object.keys(FIELDS).join(", ")}, got "${entry}"`,
      );
    }
    map[path] = [field, -1];
  }
  const program = new JsonProgram("json", map);
  return {
    name: "json",
    title: "JSON lines with keys of one's own",
    samples: [],
    open: ({ logTz }) => new EnvelopeReader(program.open(logTz)),
  };
}
