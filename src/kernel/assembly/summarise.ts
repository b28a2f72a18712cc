import {
  PENDING_AT,
  PENDING_COUNT,
  PENDING_ROOM,
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
  REQUEST_ADDRESS_HI,
  REQUEST_ADDRESS_LO,
  REQUEST_AGENT_LO,
  REQUEST_ASN,
  REQUEST_BYTES,
  REQUEST_FLAGS,
  REQUEST_KIND_LO,
  REQUEST_META,
  REQUEST_PATH_LO,
  REQUEST_PLACE,
  REQUEST_SOURCE_HI,
  REQUEST_SOURCE_LO,
  REQUEST_TRAITS,
  TRAIT_ANSWER,
  TRAIT_ATTEMPT,
  TRAIT_NAMED,
  TRAIT_OVERLOAD,
  TRAIT_PATH_BIT,
  TRAIT_POSTED,
  TRAIT_QUERIED,
  TRAIT_TENTH,
  WINDOW_AGENTS,
  WINDOW_END,
  WINDOW_OVERLOADED,
  WINDOW_PATHS,
  WINDOW_PENDING,
  WINDOW_PLACES,
  WINDOW_SERVED,
  WINDOW_START,
  WINDOW_TOTALS,
  WINDOW_ZONE,
} from "../layout";
import { agentClass as lookedClass, agentEntry, agentHi as lookedHi, agentLo as lookedLo, lookAtAgent } from "./agents";
import { hashLo, hashWords } from "./hash";
import {
  lookAtPath,
  pathClass as lookedPathClass,
  pathEntry,
  pathHi as lookedPathHi,
  pathLo as lookedPathLo,
} from "./paths";
import { countItem, countUp, placeRow } from "./sketches";

/*
 * `Summariser.add`, statement for statement: there it is to be read, and what either does the other must do. Numbers of
 * totals, columns and classes are those of window-summary.ts, source-layout.ts, paths.ts and user-agents.ts.
 */

// What others must do themselves: room for one more pending request, items by part (0 paths, 1 user agents), places.
// @ts-ignore: decorator
@external("env", "makeRoom")
declare function makeRoom(window: usize): void;
// @ts-ignore: decorator
@external("env", "updateItem")
declare function updateItem(window: usize, part: i32, hi: u32, lo: u32, start: usize, end: usize): void;
// @ts-ignore: decorator
@external("env", "reservePlace")
declare function reservePlace(window: usize, place: i32): void;

const PATHS: i32 = 0;
const AGENTS: i32 = 1;

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

/** Total of a path class. */
// @ts-ignore: decorator
@inline
function classTotal(pathClass: i32): usize {
  // pages 6, login pages 2, assets 4, APIs 5, waits 7
  return <usize>((0x75426 >>> (pathClass << 2)) & 15);
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

/** Adds a record, whose place is known already, to a window. */
export function add(window: usize, record: usize): void {
  const sourceHi = load<u32>(record, RECORD_SOURCE_HI);
  const sourceLo = load<u32>(record, RECORD_SOURCE_LO);
  const totals = window + WINDOW_TOTALS;

  const pathStart = <usize>load<u32>(record, RECORD_PATH_START);
  const queryStart = <usize>load<u32>(record, RECORD_QUERY_START);
  lookAtPath(pathStart, queryStart);
  const pathHi = lookedPathHi;
  const pathLo = lookedPathLo;
  const pathClass = lookedPathClass;

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
    if (!countItem(<usize>load<u32>(window, WINDOW_AGENTS), agentHi, agentLo, agentStart, agentEnd, agentEntry)) {
      updateItem(window, AGENTS, agentHi, agentLo, agentStart, agentEnd);
    }
  }
  if (!countItem(<usize>load<u32>(window, WINDOW_PATHS), pathHi, pathLo, pathStart, queryStart, pathEntry)) {
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

  const place = load<i32>(record, RECORD_PLACE);
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

  const meta = method | (pathClass << 8) | (referred << 16);
  hashWords(sourceLo ^ pathLo, agentLo ^ (<u32>meta * 0x9e3779b1), KIND_DOMAIN);
  const pending = <usize>load<u32>(window, WINDOW_PENDING);
  let count = load<u32>(pending, PENDING_COUNT);
  if (count === load<u32>(pending, PENDING_ROOM)) {
    makeRoom(window);
    count = load<u32>(pending, PENDING_COUNT);
  }
  store<u32>(pending, count + 1, PENDING_COUNT);
  const request = <usize>load<u32>(pending, PENDING_AT) + <usize>count * REQUEST_BYTES;
  store<u32>(request, sourceHi, REQUEST_SOURCE_HI);
  store<u32>(request, sourceLo, REQUEST_SOURCE_LO);
  store<u32>(request, hashLo, REQUEST_KIND_LO);
  store<u32>(request, load<u32>(record, RECORD_ADDRESS_HI), REQUEST_ADDRESS_HI);
  store<u32>(request, load<u32>(record, RECORD_ADDRESS_LO), REQUEST_ADDRESS_LO);
  store<u32>(request, place | (load<i32>(record, RECORD_FAMILY) << 16), REQUEST_PLACE);
  store<u32>(request, load<u32>(record, RECORD_ASN), REQUEST_ASN);
  store<u32>(request, agentLo, REQUEST_AGENT_LO);
  store<u32>(request, pathLo, REQUEST_PATH_LO);
  store<u32>(request, meta, REQUEST_META);
  const hasAgent = load<i32>(record, RECORD_HAS_AGENT);
  store<u32>(
    request,
    referred |
      (load<i32>(record, RECORD_HAS_REFERRER) << 1) |
      (hasAgent << 3) |
      (named ? 0 : hasAgent << 2) |
      (allowed << 4) |
      (256 << agentClass),
    REQUEST_FLAGS,
  );
  store<u32>(
    request,
    (agentHi >>> 27) |
      ((pathHi >>> 27) << TRAIT_PATH_BIT) |
      (tenth << TRAIT_TENTH) |
      ((answer - SUCCESSES) << TRAIT_ANSWER) |
      ((named ? 1 : 0) << TRAIT_NAMED) |
      (attempt << TRAIT_ATTEMPT) |
      (posted << TRAIT_POSTED) |
      (queried << TRAIT_QUERIED) |
      (overload << TRAIT_OVERLOAD),
    REQUEST_TRAITS,
  );
}
