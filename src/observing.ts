import { optionError } from "./errors.ts";
import type { PlaceTable } from "./geo/place-table.ts";
import type { Settings } from "./options.ts";
import { CidrTable } from "./records/addresses.ts";
import { ClientIdentity } from "./records/clients.ts";
import { PathClassifier } from "./records/paths.ts";
import { WAITING_ROOM_PATHS } from "./records/waiting-room-paths.ts";
import { Summariser } from "./windows/summariser.ts";
import { WindowPool } from "./windows/window-pool.ts";
import { mostBytes } from "./windows/window-summary.ts";

/** Memory that a sampled source takes in one summary, with its kinds of request, tables half empty; bytes. */
const BYTES_PER_SOURCE = 2048;
/** Summaries open without any lateness, and those merged or pooled for the judge. */
const OPEN_WINDOWS = 2;
const MERGED_WINDOWS = 9;
/** A summary of hardly any request. */
const LEAST_WINDOW_BYTES = 20_000;

/** Summaries for which there is room where the kernel works on them; those of hundreds of inputs at once lie elsewhere. */
const KERNEL_WINDOWS = 32;
const MOST_KERNEL_BYTES = 1.5 * 2 ** 30;

/** What turns requests into window summaries: the observing half, wired by the settings. */
export interface Observing {
  readonly summariser: Summariser;
  readonly pool: WindowPool;
  readonly identity: ClientIdentity;
  /** Addresses counted as organic, or null. */
  readonly allow: CidrTable | null;
}

/**
 * Wires the observing half. Wherever it is done with the same settings and places, the same requests give the same summaries.
 * @param kernel false: without the kernel
 * @throws TidegaugeError `TG_OPTION` where the memory bound is too small for the settings
 */
export function openObserving(settings: Settings, places: PlaceTable, kernel: boolean): Observing {
  const sources = sourceBudget(settings);
  const budget = { sources, kinds: sources, frequent: 256 };
  const windowBytes = mostBytes(budget);
  const windows = Math.min(KERNEL_WINDOWS, Math.floor(MOST_KERNEL_BYTES / windowBytes));
  const paths = new PathClassifier({
    login: settings.login,
    waitingRoom: settings.waitingRoom.length > 0 ? settings.waitingRoom : WAITING_ROOM_PATHS,
  });
  const allow = settings.allow.length > 0 ? new CidrTable(settings.allow, "allow") : null;
  // One more, for sorting.
  const kernelBytes = kernel ? (windows + 1) * windowBytes : 0;
  const summariser = new Summariser({ seed: settings.seed, places, paths, allow, kernelBytes });
  const arena = summariser.kernel?.arena;
  return {
    summariser,
    pool: new WindowPool(budget, arena === undefined ? undefined : { arena, windows }),
    identity: new ClientIdentity(
      settings.trustedProxies.length > 0 ? new CidrTable(settings.trustedProxies, "trustedProxy") : null,
    ),
    allow,
  };
}

/**
 * Sampled sources a window may hold under the memory bound: the largest power of two that fits, 256 to 65,536. All
 * summaries together count: those that lateness keeps open, and those that the judge merges.
 * @throws TidegaugeError `TG_OPTION` where even the smallest do not fit
 */
function sourceBudget({ memoryBytes, latenessMs, windowMs }: Settings): number {
  const open = Math.ceil(latenessMs / windowMs) + OPEN_WINDOWS;
  if (open * LEAST_WINDOW_BYTES > memoryBytes) {
    throw optionError(
      "Cannot analyze",
      `"lateness" of ${latenessMs / 1000} s keeps ${open} windows open, which do not fit in "memory"; raise it to ${Math.ceil((open * LEAST_WINDOW_BYTES) / 2 ** 20)}MiB`,
    );
  }
  const sources = 2 ** Math.floor(Math.log2(memoryBytes / (BYTES_PER_SOURCE * (open + MERGED_WINDOWS))));
  return Math.max(256, Math.min(65_536, sources));
}
