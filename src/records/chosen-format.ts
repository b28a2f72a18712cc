import { optionError } from "../errors.ts";
import type { Format } from "./format.ts";
import { formatOf } from "./formats.ts";
import { mappedJson } from "./mapped-json.ts";

/**
 * The format that the options ask for, or null where it is to be detected.
 * @param spec `auto`, or what {@link formatOf} takes
 * @param map `field=json.path` entries: they make the log JSON lines, whatever else it looks like
 * @throws TidegaugeError TG_OPTION for an unknown format or field, and for a map beside a format that is not JSON
 */
export function chosenFormat(spec: string, map: readonly string[]): Format | null {
  if (map.length === 0) return spec === "auto" ? null : formatOf(spec);
  if (spec === "auto" || spec === "json") return mappedJson(map);
  throw optionError("Cannot map JSON keys", `"map" goes with the format json or auto, got "${spec}"`);
}
