import { Ascii } from "../bytes/ascii.ts";
import { Hasher } from "../bytes/hash.ts";
import { LOGIN_PATHS } from "./login-paths.ts";
import { PathPattern, segmentLead } from "./path-pattern.ts";
import { WAITING_ROOM_PATHS } from "./waiting-room-paths.ts";

/** What a path is for. */
export const PathClass = {
  page: 0,
  /** Where people log in: the form and the attempt alike. */
  login: 1,
  /** Files that a page pulls along: styles, scripts, images, fonts. */
  asset: 2,
  /** What programs ask: `/api/…`, `.json`, GraphQL. */
  api: 3,
  /** The queue page, as `--waiting-room` names it, or as it is usually called. */
  waitingRoom: 4,
} as const;

const ASSETS =
  "css js mjs map png jpg jpeg jpe gif svg svgz webp avif ico bmp tif tiff woff woff2 ttf otf eot mp3 mp4 m4a m4s m4v webm ogg oga ogv wav ts m3u8 mpd vtt swf wasm webmanifest cur";
const DATA = "json jsonp ndjson grpc soap asmx svc";

/** Classes are remembered by hash of the path; a power of two. Most requests go to a few hundred paths. */
const CACHE_SLOTS = 4096;
const PATH_DOMAIN = 0x70617468;

/** Tells what paths are for. Remembers recent answers, so the patterns are tried once per path that recurs. */
export class PathClassifier {
  readonly #login: PathPattern[];
  /** Of each login pattern: {@link PathPattern.lead}. */
  readonly #loginLeads: Int32Array;
  readonly #waitingRoomLeads: Int32Array;
  /** By lead: the last path that has had a segment of it. So most patterns need not be tried. */
  readonly #seen = new Uint32Array(1 << 16);
  #path = 0;
  readonly #waitingRoom: PathPattern[];
  readonly #extensions = new Map<string, number>();
  readonly #hasher = new Hasher(0);
  readonly #cacheHi = new Uint32Array(CACHE_SLOTS);
  readonly #cacheLo = new Uint32Array(CACHE_SLOTS);
  readonly #cacheClass = new Uint8Array(CACHE_SLOTS);

  /**
   * @param options `login`: patterns of login paths, none for the built-in list ({@link LOGIN_PATHS}); `waitingRoom`:
   *   patterns of the queue page, none for the built-in list ({@link WAITING_ROOM_PATHS}). See {@link PathPattern}.
   * @throws TidegaugeError TG_OPTION for a pattern that is none
   */
  constructor(options: { readonly login: readonly string[]; readonly waitingRoom: readonly string[] }) {
    const login = options.login.length > 0 ? options.login : LOGIN_PATHS;
    this.#login = login.map((pattern) => new PathPattern(pattern, "login"));
    this.#loginLeads = Int32Array.from(this.#login, ({ lead }) => lead);
    const waitingRoom = options.waitingRoom.length > 0 ? options.waitingRoom : WAITING_ROOM_PATHS;
    this.#waitingRoom = waitingRoom.map((pattern) => new PathPattern(pattern, "waitingRoom"));
    this.#waitingRoomLeads = Int32Array.from(this.#waitingRoom, ({ lead }) => lead);
    for (const extension of ASSETS.split(" ")) this.#extensions.set(extension, PathClass.asset);
    for (const extension of DATA.split(" ")) this.#extensions.set(extension, PathClass.api);
  }

  /** Class of the path `[start, end)`, query excluded: one of {@link PathClass}. O(length of the path) where known. */
  classify(bytes: Uint8Array, start: number, end: number): number {
    const hasher = this.#hasher;
    hasher.bytes(bytes, start, end, PATH_DOMAIN);
    const slot = hasher.lo & (CACHE_SLOTS - 1);
    if (this.#cacheHi[slot] === hasher.hi && this.#cacheLo[slot] === hasher.lo)
      return this.#cacheClass[slot]!;
    const hi = hasher.hi;
    const lo = hasher.lo;
    const result = this.#classifyAnew(bytes, pathStart(bytes, start, end), end);
    this.#cacheHi[slot] = hi;
    this.#cacheLo[slot] = lo;
    this.#cacheClass[slot] = result;
    return result;
  }

  /** Whether one of the patterns matches; `leads` tell those apart that cannot, by the words that {@link #read} has seen. */
  #matches(
    patterns: readonly PathPattern[],
    leads: Int32Array,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): boolean {
    for (let i = 0; i < patterns.length; i += 1) {
      const lead = leads[i]!;
      if (lead >= 0 && this.#seen[lead] !== this.#path) continue;
      if (patterns[i]!.matches(bytes, start, end)) return true;
    }
    return false;
  }

  /** Notes with what the segments of a path begin. */
  #read(bytes: Uint8Array, start: number, end: number): void {
    this.#path = (this.#path + 1) >>> 0;
    for (let i = start; i + 2 < end; i += 1) {
      if (bytes[i] === Ascii.slash) this.#seen[segmentLead(bytes, i + 1)] = this.#path;
    }
  }

  #classifyAnew(bytes: Uint8Array, start: number, end: number): number {
    // Longer than any login path: no pattern is tried on what may be an attack on pattern matching.
    const isShort = end - start <= 512;
    const byExtension = this.#extensions.get(extensionOf(bytes, start, end)) ?? PathClass.page;
    if (isShort) {
      this.#read(bytes, start, end);
      if (this.#matches(this.#waitingRoom, this.#waitingRoomLeads, bytes, start, end))
        return PathClass.waitingRoom;
    }
    if (byExtension === PathClass.asset) return PathClass.asset;
    if (isShort && this.#matches(this.#login, this.#loginLeads, bytes, start, end)) return PathClass.login;
    return byExtension === PathClass.api || hasApiSegment(bytes, start, end) ? PathClass.api : PathClass.page;
  }
}

/** Where the path of an absolute target (`https://host/path`, as proxies log it) begins. */
function pathStart(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] === Ascii.slash) return start;
  let i = start;
  while (i < end && i < start + 8 && bytes[i] !== Ascii.colon) i += 1;
  if (
    i + 2 >= end ||
    bytes[i] !== Ascii.colon ||
    bytes[i + 1] !== Ascii.slash ||
    bytes[i + 2] !== Ascii.slash
  )
    return start;
  for (i += 3; i < end && bytes[i] !== Ascii.slash; i += 1);
  return i;
}

function extensionOf(bytes: Uint8Array, start: number, end: number): string {
  let dot = end - 1;
  while (dot > start && end - dot <= 12 && bytes[dot] !== Ascii.dot && bytes[dot] !== Ascii.slash) dot -= 1;
  if (bytes[dot] !== Ascii.dot) return "";
  let extension = "";
  for (let i = dot + 1; i < end; i += 1) extension += String.fromCharCode(bytes[i]!);
  return extension.toLowerCase();
}

/** A segment `api`, `rest`, `graphql`, `v1`…`v9`, `rpc` or `ws`. */
function hasApiSegment(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end && i < start + 64; ) {
    let to = i + 1;
    while (to < end && bytes[to] !== Ascii.slash) to += 1;
    const length = to - i - 1;
    if (bytes[i] === Ascii.slash && length >= 2 && length <= 9) {
      let segment = "";
      for (let k = i + 1; k < to; k += 1) segment += String.fromCharCode(bytes[k]!);
      if (/^(api|apis|rest|graphql|jsonrpc|rpc|wp-json|odata|v\d)$/i.test(segment)) return true;
    }
    i = to;
  }
  return false;
}
