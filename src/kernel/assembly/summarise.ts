import {
  CACHE_MASK,
  PATH_CACHE_HI,
  PATH_CACHE_LO,
  PATH_CACHE_VALUES,
  RECORD_ADDRESS_HI,
  RECORD_ADDRESS_LO,
  RECORD_AGENT_END,
  RECORD_AGENT_START,
  RECORD_ALLOWED,
  RECORD_ASN,
  RECORD_BYTES,
  RECORD_DURATION,
  RECORD_FAMILY,
  RECORD_HAS_AGENT,
  RECORD_HAS_REFERRER,
  RECORD_METHOD,
  RECORD_PATH_END,
  RECORD_PATH_START,
  RECORD_PLACE,
  RECORD_QUERY_START,
  RECORD_REFERRED,
  RECORD_SOURCE_HI,
  RECORD_SOURCE_LO,
  RECORD_STATUS,
  RECORD_TIME,
  RECORD_ZONE,
  SAMPLE_LOUD,
  SAMPLE_ROWS,
  TABLE_ROWS,
  WINDOW_AGENTS,
  WINDOW_END,
  WINDOW_KINDS,
  WINDOW_OVERLOADED,
  WINDOW_PATHS,
  WINDOW_PLACES,
  WINDOW_SERVED,
  WINDOW_SOURCES,
  WINDOW_START,
  WINDOW_TOTALS,
  WINDOW_ZONE,
} from "../layout";
import { agentClass as lookedClass, agentHi as lookedHi, agentLo as lookedLo, lookAtAgent } from "./agents";
import { hashBytes, hashHi, hashLo, hashWords } from "./hash";
import { countItem, countUp, loudSlot, NONE, placeRow, RARE, sampleSlot } from "./sketches";

/*
 * `Summariser.add`, statement for statement: there it is to be read, and what either does the other must do. Numbers of
 * totals, columns and classes are those of window-summary.ts, source-layout.ts, paths.ts and user-agents.ts.
 */

// What the sketches must do themselves, by window and part (0 sources, 1 kinds; 0 paths, 1 user agents).
// @ts-ignore: decorator
@external("env", "slot")
declare function slot(window: usize, part: i32, hi: u32, lo: u32): i32;
// @ts-ignore: decorator
@external("env", "loudSlot")
declare function loudSlotItself(window: usize, part: i32, hi: u32, lo: u32): i32;
// @ts-ignore: decorator
@external("env", "updateItem")
declare function updateItem(window: usize, part: i32, hi: u32, lo: u32, start: usize, end: usize): void;
// @ts-ignore: decorator
@external("env", "reservePlace")
declare function reservePlace(window: usize, place: i32): void;
/** Class of a path that the cache does not hold, and puts it there. */
// @ts-ignore: decorator
@external("env", "classifyPath")
declare function classifyPath(hi: u32, lo: u32, start: usize, end: usize): i32;

const SOURCES: i32 = 0;
const KINDS: i32 = 1;
const PATHS: i32 = 0;
const AGENTS: i32 = 1;

const PATH_DOMAIN: u32 = 3;
const KIND_DOMAIN: u32 = 5;

const LOGIN: i32 = 1;
const WAITING_ROOM: i32 = 4;
const GET_POST: i32 = 3;
const PUT: i32 = 4;
const DECLARED_BOT: i32 = 2;
const MONITOR: i32 = 5;

// Totals.
const REQUESTS: usize = 0;
const BYTES: usize = 1;
const ATTEMPTS: usize = 3;
const SUCCESSES: i32 = 8;
const REDIRECTS: i32 = 9;
const REFUSALS: i32 = 10;
const CLIENT_ERRORS: i32 = 11;
const OVERLOADS: i32 = 12;
const SERVER_ERRORS: i32 = 13;
const ATTEMPT_SUCCESSES: usize = 14;
const ATTEMPT_REDIRECTS: usize = 15;
const ATTEMPT_REFUSALS: usize = 16;
const ATTEMPT_OVERLOADS: usize = 17;
const POSTS: usize = 18;
const QUERIES: usize = 19;
const REFERRED: usize = 20;
const CAN_REFER: usize = 21;
const NAMED: usize = 22;
const CAN_NAME: usize = 23;
const DECLARED_BOTS: usize = 24;
const DURATION: usize = 25;
const TIMED: usize = 26;
const ALLOWED: usize = 27;

/** Total of a path class; column of a source for it. */
// @ts-ignore: decorator
@inline
function classTotal(pathClass: i32): usize {
  // pages 6, login pages 2, assets 4, APIs 5, waits 7
  return <usize>((0x75426 >>> (pathClass << 2)) & 15);
}
// @ts-ignore: decorator
@inline
function classColumn(pathClass: i32): usize {
  // pages 15, login pages 11, assets 13, APIs 14, waits 16 as differences to 11
  return 11 + <usize>((0x53204 >>> (pathClass << 2)) & 15);
}

// @ts-ignore: decorator
@inline
function isOverload(status: i32): bool {
  return status === 429 || (status >= 502 && status <= 504) || status === 509 || (status >= 520 && status <= 524);
}

function answerTotal(status: i32, overload: i32): i32 {
  if (overload === 1) return OVERLOADS;
  if (status < 200 || status >= 600) return SUCCESSES;
  if (status < 300) return SUCCESSES;
  if (status < 400) return REDIRECTS;
  if (status === 401 || status === 403) return REFUSALS;
  return status < 500 ? CLIENT_ERRORS : SERVER_ERRORS;
}

// @ts-ignore: decorator
@inline
function addTotal(totals: usize, total: usize, amount: f64): void {
  const at = totals + (total << 3);
  store<f64>(at, load<f64>(at) + amount);
}

// @ts-ignore: decorator
@inline
function addWord(row: usize, column: usize, amount: u32): void {
  const at = row + (column << 2);
  store<u32>(at, load<u32>(at) + amount);
}

// @ts-ignore: decorator
@inline
function cached(cacheHi: usize, cacheLo: usize, values: usize, hi: u32, lo: u32): i32 {
  const at = <usize>(hi & load<u32>(CACHE_MASK));
  if (load<u32>(<usize>load<u32>(cacheHi) + (at << 2)) !== hi) return NONE;
  if (load<u32>(<usize>load<u32>(cacheLo) + (at << 2)) !== lo) return NONE;
  return load<i8>(<usize>load<u32>(values) + at);
}

/** Adds a record, whose place is known already, to a window. */
export function add(window: usize, record: usize): void {
  const sourceHi = load<u32>(record, RECORD_SOURCE_HI);
  const sourceLo = load<u32>(record, RECORD_SOURCE_LO);
  const totals = window + WINDOW_TOTALS;

  const pathStart = <usize>load<u32>(record, RECORD_PATH_START);
  const queryStart = <usize>load<u32>(record, RECORD_QUERY_START);
  hashBytes(pathStart, queryStart, PATH_DOMAIN);
  const pathHi = hashHi;
  const pathLo = hashLo;
  let pathClass = cached(PATH_CACHE_HI, PATH_CACHE_LO, PATH_CACHE_VALUES, pathHi, pathLo);
  if (pathClass < 0) pathClass = classifyPath(pathHi, pathLo, pathStart, queryStart);

  let agentHi: u32 = 0;
  let agentLo: u32 = 0;
  let agentClass: i32 = 0;
  const agentStart = <usize>load<u32>(record, RECORD_AGENT_START);
  const agentEnd = <usize>load<u32>(record, RECORD_AGENT_END);
  const named = agentEnd > agentStart;
  if (named) {
    lookAtAgent(agentStart, agentEnd);
    agentHi = lookedHi;
    agentLo = lookedLo;
    agentClass = lookedClass;
    if (!countItem(<usize>load<u32>(window, WINDOW_AGENTS), agentHi, agentLo, agentStart, agentEnd)) {
      updateItem(window, AGENTS, agentHi, agentLo, agentStart, agentEnd);
    }
  }
  if (!countItem(<usize>load<u32>(window, WINDOW_PATHS), pathHi, pathLo, pathStart, queryStart)) {
    updateItem(window, PATHS, pathHi, pathLo, pathStart, queryStart);
  }

  const status = load<i32>(record, RECORD_STATUS);
  const overload: i32 = isOverload(status) || pathClass === WAITING_ROOM ? 1 : 0;
  const method = load<i32>(record, RECORD_METHOD);
  const posted: i32 = method === GET_POST || method === PUT ? 1 : 0;
  const attempt: i32 = pathClass === LOGIN && posted === 1 ? 1 : 0;
  const queried: i32 = queryStart < <usize>load<u32>(record, RECORD_PATH_END) ? 1 : 0;
  const referred = load<i32>(record, RECORD_REFERRED);
  const allowed = load<i32>(record, RECORD_ALLOWED);

  addTotal(totals, REQUESTS, 1);
  if (load<f64>(record, RECORD_BYTES) > 0) addTotal(totals, BYTES, load<f64>(record, RECORD_BYTES));
  addTotal(totals, attempt === 1 ? ATTEMPTS : classTotal(pathClass), 1);
  const answer = answerTotal(status, overload);
  addTotal(totals, <usize>answer, 1);
  if (attempt === 1) {
    addTotal(
      totals,
      answer === SUCCESSES
        ? ATTEMPT_SUCCESSES
        : answer === REDIRECTS
          ? ATTEMPT_REDIRECTS
          : answer === OVERLOADS
            ? ATTEMPT_OVERLOADS
            : ATTEMPT_REFUSALS,
      1,
    );
  }
  if (posted === 1) addTotal(totals, POSTS, 1);
  if (queried === 1) addTotal(totals, QUERIES, 1);
  if (referred === 1) addTotal(totals, REFERRED, 1);
  if (load<i32>(record, RECORD_HAS_REFERRER) === 1) addTotal(totals, CAN_REFER, 1);
  if (load<i32>(record, RECORD_HAS_AGENT) === 1) addTotal(totals, CAN_NAME, 1);
  if (allowed === 1) addTotal(totals, ALLOWED, 1);
  if (named) addTotal(totals, NAMED, 1);
  if (agentClass === DECLARED_BOT || agentClass === MONITOR) addTotal(totals, DECLARED_BOTS, 1);
  if (load<f64>(record, RECORD_DURATION) >= 0) {
    addTotal(totals, DURATION, load<f64>(record, RECORD_DURATION));
    addTotal(totals, TIMED, 1);
  }
  if (load<i32>(record, RECORD_ZONE) > load<i32>(window, WINDOW_ZONE)) store<i32>(window, load<i32>(record, RECORD_ZONE), WINDOW_ZONE);

  const sources = <usize>load<u32>(window, WINDOW_SOURCES);
  let offset = sampleSlot(sources, sourceHi, sourceLo);
  if (offset === RARE) offset = slot(window, SOURCES, sourceHi, sourceLo);
  let table = <usize>load<u32>(sources, SAMPLE_ROWS);
  if (offset < 0) {
    offset = loudSlot(sources, sourceHi, sourceLo);
    if (offset === RARE) offset = loudSlotItself(window, SOURCES, sourceHi, sourceLo);
    table = <usize>load<u32>(sources, SAMPLE_LOUD);
  }
  const row: usize = offset < 0 ? 0 : <usize>load<u32>(table, TABLE_ROWS) + (<usize>offset << 2);
  const isKnown = row !== 0 && load<u32>(row, 4 << 2) !== 0;
  let place: i32;
  if (isKnown) {
    place = load<u32>(row, 5 << 2) & 0xffff;
  } else {
    place = load<i32>(record, RECORD_PLACE);
  }

  const places = <usize>load<u32>(window, WINDOW_PLACES);
  let counters = placeRow(places, place);
  if (counters === 0) {
    reservePlace(window, place);
    counters = placeRow(places, place);
  }
  countUp(counters);
  if (attempt === 1) countUp(counters + 4);
  if (overload === 1) countUp(counters + 8);

  const start = load<f64>(window, WINDOW_START);
  const tenth = <u32>(((load<f64>(record, RECORD_TIME) - start) * 10) / (load<f64>(window, WINDOW_END) - start));
  const tenths = window + (overload === 1 ? WINDOW_OVERLOADED : WINDOW_SERVED);
  addWord(tenths, <usize>tenth, 1);

  if (row !== 0) {
    if (!isKnown) {
      store<u32>(row, load<u32>(record, RECORD_ADDRESS_HI), 3 << 2);
      store<u32>(row, load<u32>(record, RECORD_ADDRESS_LO), 4 << 2);
      store<u32>(row, place | (load<i32>(record, RECORD_FAMILY) << 16), 5 << 2);
      const asn = load<u32>(record, RECORD_ASN);
      if (asn !== 0) store<u32>(row, asn, 6 << 2);
    }
    addWord(row, 2, 1);
    const flags =
      referred |
      (load<i32>(record, RECORD_HAS_REFERRER) << 1) |
      (load<i32>(record, RECORD_HAS_AGENT) << 3) |
      (named ? 0 : load<i32>(record, RECORD_HAS_AGENT) << 2) |
      (allowed << 4) |
      (256 << agentClass);
    store<u32>(row, load<u32>(row, 7 << 2) | flags, 7 << 2);
    if (named) {
      const kept = load<u32>(row, 8 << 2);
      if (kept === 0 || agentLo < kept) store<u32>(row, agentLo, 8 << 2);
      store<u32>(row, load<u32>(row, 9 << 2) | (1 << (agentHi >>> 27)), 9 << 2);
    }
    store<u32>(row, load<u32>(row, 10 << 2) | (1 << (pathHi >>> 27)), 10 << 2);
    addWord(row, attempt === 1 ? 12 : classColumn(pathClass), 1);
    countAnswer(row, answer, attempt);
    const lane = row + ((26 + <usize>(tenth >>> 2)) << 2);
    const shift = (tenth & 3) << 3;
    const lanes = load<u32>(lane);
    if (((lanes >>> shift) & 0xff) < 0xff) store<u32>(lane, lanes + (1 << shift));
    if (posted === 1) addWord(row, 29, 1);
    if (queried === 1) addWord(row, 30, 1);
  }

  const meta = method | (pathClass << 8) | (referred << 16);
  hashWords(sourceLo ^ pathLo, agentLo ^ (<u32>meta * 0x9e3779b1), KIND_DOMAIN);
  const kindLo = hashLo;
  const kinds = <usize>load<u32>(window, WINDOW_KINDS);
  let cellAt = sampleSlot(kinds, sourceHi, kindLo);
  if (cellAt === RARE) cellAt = slot(window, KINDS, sourceHi, kindLo);
  table = <usize>load<u32>(kinds, SAMPLE_ROWS);
  if (cellAt < 0) {
    cellAt = loudSlot(kinds, sourceHi, kindLo);
    if (cellAt === RARE) cellAt = loudSlotItself(window, KINDS, sourceHi, kindLo);
    if (cellAt < 0) return;
    table = <usize>load<u32>(kinds, SAMPLE_LOUD);
  }
  const cell = <usize>load<u32>(table, TABLE_ROWS) + (<usize>cellAt << 2);
  if (load<u32>(cell, 3 << 2) === 0) {
    store<u32>(cell, sourceLo, 3 << 2);
    store<u32>(cell, pathLo, 4 << 2);
    store<u32>(cell, agentLo, 5 << 2);
    store<u32>(cell, meta, 6 << 2);
    store<u32>(cell, place | (load<i32>(record, RECORD_FAMILY) << 16), 7 << 2);
    store<u32>(cell, load<u32>(record, RECORD_ADDRESS_HI), 8 << 2);
    store<u32>(cell, load<u32>(record, RECORD_ADDRESS_LO), 9 << 2);
  }
  addWord(cell, 2, 1);
  if (overload === 1) addWord(cell, 11, 1);
}

function countAnswer(row: usize, answer: i32, attempt: i32): void {
  if (answer === SUCCESSES) {
    addWord(row, 17, 1);
    if (attempt === 1) addWord(row, 22, 1);
  } else if (answer === REDIRECTS) {
    addWord(row, 18, 1);
    if (attempt === 1) addWord(row, 23, 1);
  } else if (answer === OVERLOADS) {
    addWord(row, 21, 1);
    if (attempt === 1) addWord(row, 25, 1);
  } else {
    if (answer === REFUSALS) addWord(row, 19, 1);
    else if (answer === CLIENT_ERRORS) addWord(row, 20, 1);
    if (attempt === 1) addWord(row, 24, 1);
  }
}
