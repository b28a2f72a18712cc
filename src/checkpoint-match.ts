import type { CheckpointHead } from "./checkpoint.ts";
import { optionError } from "./errors.ts";
import type { Networks } from "./geo/networks.ts";
import type { PlaceTable } from "./geo/place-table.ts";
import { type AnalyzerOptions, OPTION_NAMES, resolveOptions, type Settings } from "./options.ts";

/**
 * Refuses options that say something else than those that a checkpoint was written with.
 * @throws TidegaugeError `TG_OPTION`
 */
export function refuseOtherOptions(head: CheckpointHead, options: AnalyzerOptions): void {
  const given = Object.fromEntries(
    OPTION_NAMES.filter((name) => name !== "baseline" && options[name] !== undefined).map((name) => [
      name,
      options[name],
    ]),
  );
  const before = resolveOptions(head.options);
  const now = resolveOptions({ ...head.options, ...given });
  for (const key of Object.keys(before) as (keyof Settings)[]) {
    const [old, other] = [JSON.stringify(before[key]), JSON.stringify(now[key])];
    if (old === other) continue;
    throw optionError(
      "Cannot go on from the checkpoint",
      `"${key}" was ${old} when it was written and is ${other} now; say the same, or begin anew without it`,
    );
  }
}

/**
 * Refuses tables other than those by whose numbers a checkpoint speaks of places and networks.
 * @throws TidegaugeError `TG_OPTION`
 */
export function refuseOtherTables(head: CheckpointHead, places: PlaceTable, networks: Networks): void {
  const [description, count] = head.places;
  const isOther = description !== places.description || count !== places.placeCount;
  if (!isOther && head.networks === networks.description) return;
  const told = (table: string | null) => table || "none";
  const tables = isOther
    ? `the table of places was ${told(description)} and is ${told(places.description)} now`
    : `the table of networks was ${told(head.networks)} and is ${told(networks.description)} now`;
  throw optionError("Cannot go on from the checkpoint", `${tables}; load the same, or begin anew without it`);
}
