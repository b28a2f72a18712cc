import { readTwice } from "../node/replay-files.ts";
import { sourceText as addressText, prefixText, readAddress, readHostName } from "../records/addresses.ts";
import { RequestRecord } from "../records/record.ts";
import { type SourceAddress, SourceWatch } from "../replay/source-story.ts";
import { SourceWitness } from "../replay/source-witness.ts";
import { explainSource, type SourceExplanation } from "../reports/explanation-source.ts";
import type { Report } from "../reports/report.ts";
import { type Arguments, usage } from "./arguments.ts";
import { ExitCode } from "./exit-codes.ts";
import { judging } from "./judging.ts";
import { tell } from "./standard-streams.ts";

/** A source taken apart, and the report that it is from; a code where something went wrong. */
export type ExplainedSource =
  | { readonly code: number }
  | { readonly explanation: SourceExplanation; readonly report: Report };

/**
 * What a source did, and why it counts as it does: the log is judged with an eye on it, and read once more.
 * @throws TidegaugeError `TG_OPTION` where `ip` is no address, or the log cannot be read twice
 */
export async function explainedSource(
  ip: string,
  values: Arguments["values"],
  positionals: readonly string[],
): Promise<ExplainedSource> {
  const source = sourceOf(ip);
  if (positionals.length === 0 || positionals.includes("-")) throw readTwice();
  const witness = new SourceWitness(source);
  const job = judging(values, positionals);
  const { report, code } = await job.run(() => {}, undefined, witness);
  if (code !== ExitCode.done) return { code };
  const watch = new SourceWatch(source);
  if (!(await job.replay(report, (input) => watch.of(input)))) return { code: ExitCode.interrupted };
  const story = watch.story();
  const { family, addressHi, addressLo } = source;
  // Of a host name only a hash is kept; whoever asks knows the name.
  const name = family === 0 ? ip.trim() : addressText(family, addressHi, addressLo);
  if (story === null) {
    tell(`${name} sent nothing that is in this log`);
    return { code: ExitCode.done };
  }
  const places = job.places(report);
  const place = family === 0 ? 0 : places.lookup(family, addressHi, addressLo);
  const names = {
    source: name,
    prefix: family === 0 ? null : prefixText(family, addressHi, addressLo),
    country: places.country(place) || null,
    region: places.region(place) || null,
  };
  return { explanation: explainSource(names, story, witness.judgement(), report), report };
}

/** The source of an address, as logs are read: IPv6 by its /64. */
function sourceOf(ip: string): SourceAddress {
  const bytes = new TextEncoder().encode(ip.trim().replace(/\/(?:32|64|128)$/, ""));
  const record = new RequestRecord();
  if (readAddress(bytes, 0, bytes.length, record) || readHostName(bytes, 0, bytes.length, record))
    return record;
  throw usage(`--source must be an address like 192.0.2.7 or 2001:db8:1:2::/64, got "${ip}"`);
}
