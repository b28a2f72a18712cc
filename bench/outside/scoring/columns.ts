import type { PlaceTable } from "../../../src/geo/place-table.ts";
import { Names, networkOf } from "../../evaluation/request-columns.ts";
import type { RuleColumns } from "../../evaluation/rule-check.ts";
import { type LogFormat, writerOf } from "../world/log-formats.ts";
import type { Stamped } from "./truth.ts";

/** What rules are tried on: the requests as the format tells them. */
export function columnsOf(lines: readonly Stamped[], format: LogFormat, places: PlaceTable): RuleColumns {
  const { lacks = [], spell = (agent: string) => agent } = writerOf(format);
  const count = lines.length;
  const columns = {
    count,
    timeMs: new Float64Array(count),
    source: new Uint32Array(count),
    country: new Uint16Array(count),
    method: new Uint16Array(count),
    path: new Uint32Array(count),
    userAgent: new Uint32Array(count),
    referrer: new Uint32Array(count),
    label: new Uint8Array(count),
    sources: new Names(),
    countries: new Names(),
    methods: new Names(),
    paths: new Names(),
    userAgents: new Names(),
    referrers: new Names(),
  };
  const countryOf: number[] = [];
  for (const [i, { row, ms }] of lines.entries()) {
    const { address, agent, label } = row.client;
    const source = columns.sources.of(address);
    if (source === countryOf.length) {
      const { family, hi, lo } = networkOf(address);
      countryOf.push(columns.countries.of(places.country(places.lookup(family, hi, lo))));
    }
    columns.timeMs[i] = ms;
    columns.source[i] = source;
    columns.country[i] = countryOf[source]!;
    columns.method[i] = columns.methods.of(row.ask.method);
    columns.path[i] = columns.paths.of(row.ask.target.split("?", 1)[0]!);
    columns.userAgent[i] = columns.userAgents.of(
      lacks.includes("agent") || agent === "" ? "-" : spell(agent),
    );
    columns.referrer[i] = columns.referrers.of(
      lacks.includes("referrer") || row.ask.referrer === "" ? "-" : row.ask.referrer,
    );
    columns.label[i] = label.charCodeAt(0);
  }
  return columns;
}
