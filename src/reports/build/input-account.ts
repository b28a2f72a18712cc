import type { RejectedSample } from "../../inputs/line-account.ts";
import { REJECTIONS } from "../../records/line-reader.ts";
import type { InputAccount } from "../report.ts";
import { iso } from "./instants.ts";

/** What one input knows of itself. */
export interface AccountedInput {
  readonly name: string;
  readonly bytes: number;
  readonly lines: number;
  readonly records: number;
  readonly requests: number;
  readonly blank: number;
  readonly late: number;
  readonly outside: number;
  readonly rejected: Float64Array;
  readonly samples: readonly RejectedSample[];
  readonly formatName: string | null;
  readonly formatChanges: readonly { readonly line: number; readonly format: string }[];
  readonly firstMs: number;
  readonly lastMs: number;
  readonly worstLatenessMs: number;
}

const MOST_SAMPLES = 10;

/** What was read from all inputs: `lines = records + rejected + late + blank`. */
export function inputAccount(inputs: readonly AccountedInput[]): InputAccount {
  const reasons: Record<string, number> = {};
  let rejected = 0;
  REJECTIONS.forEach((reason, index) => {
    const count = total(inputs, (input) => input.rejected[index]!);
    if (count > 0) reasons[reason] = count;
    rejected += count;
  });
  const firstMs = Math.min(...inputs.map((input) => input.firstMs));
  const lastMs = Math.max(...inputs.map((input) => input.lastMs));
  const worstMs = Math.max(0, ...inputs.map((input) => input.worstLatenessMs));
  const records = total(inputs, (input) => input.records);
  return {
    sources: inputs.map((input) => ({
      name: input.name,
      bytes: input.bytes,
      lines: input.lines,
      format: input.formatName,
      formatShare: formatShare(input),
      ...(input.formatChanges.length > 0 && { formatChanges: input.formatChanges }),
    })),
    lines: total(inputs, (input) => input.lines),
    records,
    rejected: {
      total: rejected,
      reasons,
      samples: inputs
        .flatMap((input) =>
          input.samples.map((sample) => (inputs.length > 1 ? { ...sample, source: input.name } : sample)),
        )
        .slice(0, MOST_SAMPLES),
    },
    late: total(inputs, (input) => input.late),
    blank: total(inputs, (input) => input.blank),
    requests: total(inputs, (input) => input.requests),
    outside: total(inputs, (input) => input.outside),
    from: records > 0 ? iso(firstMs) : null,
    to: records > 0 ? iso(lastMs) : null,
    latenessNeededSeconds: worstMs > 0 ? Math.ceil(worstMs / 1000) : null,
  };
}

function formatShare(input: AccountedInput): number | null {
  const read = input.records + input.late;
  const tried = input.lines - input.blank;
  return input.formatName === null || tried === 0 ? null : read / tried;
}

function total(inputs: readonly AccountedInput[], of: (input: AccountedInput) => number): number {
  return inputs.reduce((sum, input) => sum + of(input), 0);
}
