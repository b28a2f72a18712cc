import type { Hasher } from "../bytes/hash.ts";
import type { CountryPlaces } from "../geo/country-places.ts";
import type { PlaceTable } from "../geo/place-table.ts";
import { Kernel, type KernelTwins } from "../kernel/kernel.ts";
import {
  MOST_WINDOWS,
  RECORD,
  RECORD_ADDRESS_HI,
  RECORD_AGENT_END,
  RECORD_AGENT_START,
  RECORD_ALLOWED,
  RECORD_ASN,
  RECORD_BYTES,
  RECORD_COUNTRY_END,
  RECORD_COUNTRY_START,
  RECORD_DURATION,
  RECORD_FAMILY,
  RECORD_HAS_AGENT,
  RECORD_HAS_REFERRER,
  RECORD_METHOD,
  RECORD_PATH_END,
  RECORD_PATH_START,
  RECORD_QUERY_START,
  RECORD_REFERRED,
  RECORD_SOURCE_HI,
  RECORD_STATUS,
  RECORD_TIME,
  RECORD_ZONE,
  RUN_FIRST,
  RUN_FROM,
  RUN_LAST,
  RUN_LEAVE,
  RUN_LINES,
  RUN_MAXIMUM,
  RUN_MOST_BYTES,
  RUN_UNTIL,
  RUN_WINDOW,
  RUN_WINDOWS,
} from "../kernel/layout.ts";
import type { KernelProgram } from "../kernel/program.ts";
import type { CidrTable } from "../records/addresses.ts";
import type { PathClassifier } from "../records/paths.ts";
import type { RequestRecord } from "../records/record.ts";
import { classifyUserAgent } from "../records/user-agents.ts";
import { HashCache } from "./hash-cache.ts";
import type { WindowSummary } from "./window-summary.ts";

/** Classes of paths and user agents that are remembered, each; a power of two. */
const CACHE_SLOTS = 16_384;
/** Room beside the windows, for caches and programs, bytes. */
const SPARE_BYTES = 4 << 20;

/** What {@link openKernel} must know: as `SummariserOptions`. */
export interface KernelOptions {
  readonly kernelBytes: number;
  readonly places: PlaceTable;
  readonly paths: PathClassifier;
  readonly allow: CidrTable | null;
}

/** Times between which the kernel may read lines on its own, ms since 1970. */
export interface RunBounds {
  readonly fromMs: number;
  readonly untilMs: number;
  /** From then on a window would leave. */
  readonly leaveMs: number;
  /** Largest time so far. */
  readonly maximumMs: number;
}

/** A kernel told what the summariser knows; null where there can be none, or none is wanted. */
export function openKernel(
  options: KernelOptions,
  hasher: Hasher,
  countries: CountryPlaces,
): SummaryKernel | null {
  if (options.kernelBytes === 0) return null;
  const windows = new WindowsAtHand();
  const { data } = options.places;
  let made: SummaryKernel | null = null;
  const kernel = Kernel.open(options.kernelBytes + bytesOf(options.places) + SPARE_BYTES, {
    ...windows.twins,
    searchPlace: (address) => options.places.lookup(4, 0, address),
    classifyPath: (hi, lo, start, end) => {
      const found = options.paths.classify(kernel!.bytes, start, end);
      made!.pathClasses.set(hi, lo, found);
      return found;
    },
    classifyUserAgent: (hi, lo, start, end) => {
      const found = classifyUserAgent(kernel!.bytes, start, end);
      made!.userAgentClasses.set(hi, lo, found);
      return found;
    },
    isAllowed: (family, hi, lo) => (options.allow?.has(family, hi, lo) ? 1 : 0),
  });
  if (kernel === null) return null;
  windows.bytes = kernel.bytes;
  kernel.setHashKey(...hasher.key);
  kernel.setAllowed(options.allow !== null);
  kernel.setPlaces({ ...data, ...countries.tables });
  made = new SummaryKernel(kernel, windows);
  return made;
}

/** The kernel at work on window summaries: hands it records or lines. What it does is what `Summariser` does. */
export class SummaryKernel {
  /** What is remembered of paths and user agents, where both find it. */
  readonly pathClasses: HashCache;
  readonly userAgentClasses: HashCache;
  readonly #kernel: Kernel;
  readonly #windows: WindowsAtHand;

  constructor(kernel: Kernel, windows: WindowsAtHand) {
    this.#kernel = kernel;
    this.#windows = windows;
    this.pathClasses = new HashCache(CACHE_SLOTS, kernel.arena);
    this.userAgentClasses = new HashCache(CACHE_SLOTS, kernel.arena);
    kernel.setCaches(CACHE_SLOTS - 1, this.pathClasses.addresses, this.userAgentClasses.addresses);
  }

  /** The memory that the batch lies in. */
  get memory(): Pick<Kernel, "bytes" | "words" | "integers" | "floats" | "input"> {
    return this.#kernel;
  }

  /** Where windows must lie. */
  get arena(): Kernel["arena"] {
    return this.#kernel.arena;
  }

  /** Where bytes are to be put that {@link run} shall read. */
  get input(): Uint8Array {
    return this.#kernel.input;
  }

  /** Adds a record to a window; false where that must be done without the kernel, and nothing was done. */
  add(
    record: RequestRecord,
    allowed: number,
    sourceHi: number,
    sourceLo: number,
    window: WindowSummary,
  ): boolean {
    if (window.arena !== this.#kernel.arena) return false;
    const { words, integers, floats, bytes } = this.#kernel;
    const base = record.buffer.buffer === bytes.buffer ? record.buffer.byteOffset : this.#bring(record);
    if (base < 0) return false;
    floats[(RECORD + RECORD_TIME) / 8] = record.timeMs;
    floats[(RECORD + RECORD_BYTES) / 8] = record.bytes;
    floats[(RECORD + RECORD_DURATION) / 8] = record.durationMs;
    integers[(RECORD + RECORD_ZONE) / 4] = record.zoneMinutes;
    integers[(RECORD + RECORD_STATUS) / 4] = record.status;
    integers[(RECORD + RECORD_METHOD) / 4] = record.method;
    integers[(RECORD + RECORD_FAMILY) / 4] = record.family;
    words[(RECORD + RECORD_ADDRESS_HI) / 4] = record.addressHi;
    words[(RECORD + RECORD_ADDRESS_HI) / 4 + 1] = record.addressLo;
    words[(RECORD + RECORD_REFERRED) / 4] = record.referrerEnd > record.referrerStart ? 1 : 0;
    words[(RECORD + RECORD_HAS_REFERRER) / 4] = record.hasReferrer;
    words[(RECORD + RECORD_HAS_AGENT) / 4] = record.hasUserAgent;
    words[(RECORD + RECORD_ALLOWED) / 4] = allowed;
    words[(RECORD + RECORD_ASN) / 4] = Math.max(0, record.asn);
    words[(RECORD + RECORD_SOURCE_HI) / 4] = sourceHi;
    words[(RECORD + RECORD_SOURCE_HI) / 4 + 1] = sourceLo;
    if (base > 0) {
      words[(RECORD + RECORD_PATH_START) / 4] = base + record.pathStart;
      words[(RECORD + RECORD_QUERY_START) / 4] = base + record.queryStart;
      words[(RECORD + RECORD_PATH_END) / 4] = base + record.pathEnd;
      words[(RECORD + RECORD_AGENT_START) / 4] = base + record.userAgentStart;
      words[(RECORD + RECORD_AGENT_END) / 4] = base + record.userAgentEnd;
      words[(RECORD + RECORD_COUNTRY_START) / 4] = base + record.countryStart;
      words[(RECORD + RECORD_COUNTRY_END) / 4] = base + record.countryEnd;
    }
    this.#windows.list[0] = window;
    this.#windows.count = 1;
    this.#kernel.addRecord(window.address);
    return true;
  }

  /**
   * Reads lines that lie in {@link input} and adds their requests to the open windows, see kernel/assembly/kernel.ts.
   * @param lines bytes within the input
   * @param limit no line that begins here or later is read
   * @param mostBytes the longest line that is read
   * @returns beginning of the first line that was not read
   */
  run(
    program: KernelProgram,
    lines: Uint8Array,
    start: number,
    limit: number,
    mostBytes: number,
    windows: Iterable<WindowSummary>,
    bounds: RunBounds,
  ): number {
    const kernel = this.#kernel;
    if (!this.#prepare(windows, bounds)) return start;
    kernel.setProgram(program);
    kernel.words[RUN_MOST_BYTES / 4] = mostBytes;
    const base = lines.byteOffset;
    return kernel.run(base + start, base + lines.length, base + limit) - base;
  }

  /**
   * Adds records of the batch to the open windows, see kernel/assembly/kernel.ts.
   * @param from number of the first of them, `to` of the one after the last
   * @returns number of the first that was not added
   */
  runRecords(from: number, to: number, windows: Iterable<WindowSummary>, bounds: RunBounds): number {
    return this.#prepare(windows, bounds) ? this.#kernel.runRecords(from, to) : from;
  }

  /** Tells the kernel what a run may do; false where no window is open for it. */
  #prepare(windows: Iterable<WindowSummary>, bounds: RunBounds): boolean {
    const { words, floats, arena } = this.#kernel;
    const { list } = this.#windows;
    let count = 0;
    for (const window of windows) {
      if (count === MOST_WINDOWS || window.arena !== arena) continue;
      list[count] = window;
      words[RUN_WINDOW / 4 + count] = window.address;
      count += 1;
    }
    this.#windows.count = count;
    words[RUN_WINDOWS / 4] = count;
    floats[RUN_FROM / 8] = bounds.fromMs;
    floats[RUN_UNTIL / 8] = bounds.untilMs;
    floats[RUN_LEAVE / 8] = bounds.leaveMs;
    floats[RUN_MAXIMUM / 8] = bounds.maximumMs;
    floats[RUN_FIRST / 8] = Number.POSITIVE_INFINITY;
    floats[RUN_LAST / 8] = Number.NEGATIVE_INFINITY;
    return count > 0;
  }

  /** Lines that the last run has read, its largest time, and that of its first and last request; ms since 1970. */
  get lines(): number {
    return this.#kernel.words[RUN_LINES / 4]!;
  }

  get maximumMs(): number {
    return this.#kernel.floats[RUN_MAXIMUM / 8]!;
  }

  get firstMs(): number {
    return this.#kernel.floats[RUN_FIRST / 8]!;
  }

  get lastMs(): number {
    return this.#kernel.floats[RUN_LAST / 8]!;
  }

  /** Copies the text of a record that lies elsewhere; 0, or -1 where it does not fit. */
  #bring(record: RequestRecord): number {
    const { scratch, words } = this.#kernel;
    const { buffer, pathStart, queryStart, pathEnd, userAgentStart, userAgentEnd } = record;
    const pathBytes = queryStart - pathStart;
    const agentBytes = userAgentEnd - userAgentStart;
    const queryBytes = pathEnd > queryStart ? 1 : 0;
    const behindAt = pathBytes + queryBytes;
    const agentAt = behindAt + BEHIND_BYTES;
    const countryAt = agentAt + agentBytes;
    if (countryAt + 2 > scratch.length) return -1;
    for (let i = 0; i < pathBytes; i += 1) scratch[i] = buffer[pathStart + i]!;
    for (let i = 0; i < BEHIND_BYTES; i += 1) scratch[behindAt + i] = buffer[pathEnd + i] ?? 0;
    for (let i = 0; i < agentBytes; i += 1) scratch[agentAt + i] = buffer[userAgentStart + i]!;
    const base = scratch.byteOffset;
    const hasCountry = record.countryEnd - record.countryStart === 2;
    if (hasCountry) scratch.set(buffer.subarray(record.countryStart, record.countryEnd), countryAt);
    words[(RECORD + RECORD_PATH_START) / 4] = base;
    words[(RECORD + RECORD_QUERY_START) / 4] = base + pathBytes;
    // All that is asked of the end is whether there is a query, and which protocol stands behind it.
    words[(RECORD + RECORD_PATH_END) / 4] = base + behindAt;
    words[(RECORD + RECORD_AGENT_START) / 4] = base + agentAt;
    words[(RECORD + RECORD_AGENT_END) / 4] = base + countryAt;
    words[(RECORD + RECORD_COUNTRY_START) / 4] = base + countryAt;
    words[(RECORD + RECORD_COUNTRY_END) / 4] = base + countryAt + (hasCountry ? 2 : 0);
    return 0;
  }
}

/** Bytes behind a target that are looked at: ` HTTP/2` and one more. */
const BEHIND_BYTES = 8;

/** The windows that the kernel has in hand, so that its rare cases reach them by address. */
class WindowsAtHand {
  readonly list: WindowSummary[] = [];
  count = 0;
  bytes: Uint8Array = new Uint8Array(0);
  readonly twins: Pick<KernelTwins, "makeRoom" | "updateItem" | "reservePlace"> = {
    makeRoom: (window) => this.#at(window).pending.makeRoom(),
    updateItem: (window, part, hi, lo, start, end) => {
      const at = this.#at(window);
      (part === 0 ? at.paths : at.userAgents).update(hi, lo, 1, this.bytes, start, end);
    },
    reservePlace: (window, place) => this.#at(window).places.reserve(place),
  };

  #at(address: number): WindowSummary {
    for (let i = 0; i < this.count; i += 1) if (this.list[i]!.address === address) return this.list[i]!;
    throw new Error("The kernel named a window that is not open");
  }
}

function bytesOf(places: PlaceTable): number {
  const { chunks4, values4, heads6, starts6, places6, blocks6, countries } = places.data;
  // Pieces are rounded up to a power of two.
  const columns = [chunks4, values4, heads6, starts6, places6, blocks6];
  return 2 * columns.reduce((sum, column) => sum + column.byteLength, 4 * countries.length + 8192);
}
