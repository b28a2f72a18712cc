import { textOf } from "../bytes/text.ts";
import { CountryPlaces } from "../geo/country-places.ts";
import type { PlaceTable } from "../geo/place-table.ts";
import type { Settings } from "../options.ts";
import { CidrTable, prefixText, sourceText } from "../records/addresses.ts";
import { ClientIdentity } from "../records/clients.ts";
import type { Format } from "../records/format.ts";
import { type LineReader, Outcome, rejectionOf } from "../records/line-reader.ts";
import { PathClass, PathClassifier } from "../records/paths.ts";
import { RequestRecord } from "../records/record.ts";
import { classifyUserAgent, UserAgentClass } from "../records/user-agents.ts";
import { WAITING_ROOM_PATHS } from "../records/waiting-room-paths.ts";
import { padEnd, wrap } from "../reports/text/layout.ts";
import { safe } from "../reports/text/safe.ts";

/** One column as it was read. */
interface ReadField {
  readonly field: string;
  /** As it stands in the line, where the format keeps that. */
  readonly text: string | null;
  /** What it was taken for; null where the field is absent. */
  readonly value: string | number | null;
}

/** How a line was understood. */
export interface LineExplanation {
  readonly schema: "tidegauge.explanation/1";
  readonly about: "line";
  readonly line: string;
  readonly format: string;
  /** `record`, `blank`, or why the line was rejected. */
  readonly outcome: string;
  /** For a rejected line: offset in bytes of what did not fit, and what belongs there. */
  readonly failure: { readonly at: number; readonly expected: string } | null;
  readonly fields: readonly ReadField[];
  /** What the line became; null where it is no request. */
  readonly became: Readonly<Record<string, string | null>> | null;
}

/**
 * Reads one line as the analyzer would, and says what became of each column.
 * @param reader one that has read what comes before the line; default: a fresh one
 */
export function explainLine(
  line: string,
  format: Format,
  settings: Settings,
  places: PlaceTable,
  reader: LineReader = format.open({ logTz: settings.logTz }),
): LineExplanation {
  const bytes = new TextEncoder().encode(line);
  const record = new RequestRecord();
  const code = bytes.length === 0 ? Outcome.blank : reader.read(bytes, 0, bytes.length, record);
  const about = { schema: "tidegauge.explanation/1", about: "line", line, format: format.name } as const;
  if (code !== Outcome.record) {
    const outcome = code === Outcome.blank ? "blank" : (rejectionOf(code) ?? "rejected");
    const failure = code === Outcome.blank ? null : (reader.failure?.() ?? null);
    return { ...about, outcome, failure, fields: [], became: null };
  }
  const fields = fieldsOf(record);
  const { trustedProxies } = settings;
  new ClientIdentity(
    trustedProxies.length > 0 ? new CidrTable(trustedProxies, "trustedProxy") : null,
  ).resolve(record);
  return { ...about, outcome: "record", failure: null, fields, became: becameOf(record, settings, places) };
}

function fieldsOf(record: RequestRecord): ReadField[] {
  const { buffer } = record;
  const span = (field: string, start: number, end: number): ReadField => {
    const text = start === end ? null : textOf(buffer, start, end);
    return { field, text, value: text };
  };
  const number = (field: string, value: number): ReadField => ({
    field,
    text: null,
    value: value < 0 ? null : value,
  });
  const { family, addressHi, addressLo } = record;
  const client = span("client", record.clientStart, record.clientEnd);
  return [
    { ...client, value: family === 0 ? "a host name" : sourceText(family, addressHi, addressLo) },
    span("forwarded", record.forwardedStart, record.forwardedEnd),
    span("user", record.userStart, record.userEnd),
    { field: "time", text: null, value: new Date(record.timeMs).toISOString() },
    span("method", record.methodStart, record.methodEnd),
    span("path", record.pathStart, record.queryStart),
    span("query", record.queryStart, record.pathEnd),
    span("protocol", record.protocolStart, record.protocolEnd),
    span("host", record.hostStart, record.hostEnd),
    number("status", record.status),
    number("bytes", record.bytes),
    { field: "durationSeconds", text: null, value: record.durationMs < 0 ? null : record.durationMs / 1000 },
    span("referrer", record.referrerStart, record.referrerEnd),
    span("userAgent", record.userAgentStart, record.userAgentEnd),
    span("country", record.countryStart, record.countryEnd),
    number("network", record.asn),
  ];
}

function becameOf(
  record: RequestRecord,
  settings: Settings,
  places: PlaceTable,
): Record<string, string | null> {
  const { family, addressHi, addressLo, buffer, timeMs } = record;
  const { windowMs } = settings;
  const paths = new PathClassifier({
    login: settings.login,
    waitingRoom: settings.waitingRoom.length > 0 ? settings.waitingRoom : WAITING_ROOM_PATHS,
  });
  const byAddress = family === 0 ? 0 : places.lookup(family, addressHi, addressLo);
  const place =
    record.countryStart === record.countryEnd
      ? byAddress
      : new CountryPlaces(places).prefer(byAddress, buffer, record.countryStart, record.countryEnd);
  const allow = settings.allow.length > 0 ? new CidrTable(settings.allow, "allow") : null;
  const hasAgent = record.userAgentStart !== record.userAgentEnd;
  return {
    source:
      family === 0
        ? textOf(buffer, record.clientStart, record.clientEnd)
        : sourceText(family, addressHi, addressLo),
    prefix: family === 0 ? null : prefixText(family, addressHi, addressLo),
    allowed: allow?.has(family, addressHi, addressLo) === true ? "yes: it counts as organic" : "no",
    window: new Date(Math.floor(timeMs / windowMs) * windowMs).toISOString(),
    pathClass: nameOf(PathClass, paths.classify(buffer, record.pathStart, record.queryStart)),
    userAgentClass:
      record.hasUserAgent === 0
        ? null
        : nameOf(
            UserAgentClass,
            hasAgent
              ? classifyUserAgent(buffer, record.userAgentStart, record.userAgentEnd)
              : UserAgentClass.absent,
          ),
    country: places.country(place) || null,
    region: places.region(place) || null,
  };
}

function nameOf(names: Readonly<Record<string, number>>, value: number): string {
  return Object.keys(names).find((name) => names[name] === value) ?? String(value);
}

/** {@link explainLine} as text; nothing of the line is obeyed by a terminal. */
export function lineText(explanation: LineExplanation, width: number): string {
  const { line, format, outcome, failure, fields, became } = explanation;
  const lines = [...wrap(safe(line), width, "  "), "", ...wrap(`read as ${safe(format)}: ${outcome}`, width)];
  if (failure !== null) {
    const bytes = new TextEncoder().encode(line);
    const rest = safe(textOf(bytes, failure.at, Math.min(bytes.length, failure.at + 40)));
    lines.push(...wrap(`at byte ${failure.at} ("${rest}"): wanted ${safe(failure.expected)}`, width, "  "));
  }
  const rows = (pairs: readonly (readonly [string, string])[]) =>
    pairs.flatMap(([name, text]) => wrap(text, width, `  ${padEnd(name, 16)}`));
  const present = fields.filter(({ value }) => value !== null);
  if (present.length > 0) {
    const shown = present.map(({ field, text, value }): [string, string] => {
      const read = safe(String(value));
      return [field, text === null || text === value ? read : `${safe(text)} → ${read}`];
    });
    lines.push("", "Columns", ...rows(shown));
    const absent = fields.filter(({ value }) => value === null).map(({ field }) => field);
    if (absent.length > 0) lines.push(...rows([["absent", absent.join(", ")]]));
  }
  if (became !== null) {
    lines.push(
      "",
      "Became",
      ...rows(Object.entries(became).map(([name, text]) => [name, safe(text ?? "unknown")])),
    );
  }
  return `${lines.join("\n")}\n`;
}
