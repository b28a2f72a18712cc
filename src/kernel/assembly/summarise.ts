import {
  MEMO_CLASS,
  MEMO_HASH_HI,
  MEMO_HASH_LO,
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
  RECORD_TENTH,
  RECORD_ZONE,
  REQUEST_ADDRESS_HI,
  REQUEST_ADDRESS_LO,
  REQUEST_AGENT_LO,
  REQUEST_ASN,
  REQUEST_BYTES,
  REQUEST_FLAGS,
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
  WINDOW_OVERLOADED,
  WINDOW_PATHS,
  WINDOW_PENDING,
  WINDOW_PLACES,
  WINDOW_SERVED,
  WINDOW_ZONE,
} from "../layout";
import { countItem, countUp, placeRow } from "./sketches";
import * as tallies from "./tallies";
import { lookAtAgent, lookAtPath } from "./texts";

/*
 * `Summariser.add`: there it is to be read, and what either does the other must do. Numbers of totals, columns and classes are those of
 * window-summary.ts, source-layout.ts, paths.ts and user-agents.ts. What half of the requests do is done without a branch, which would
 * be guessed wrong as often as not.
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

const LOGIN: u32 = 1;
const WAITING_ROOM: u32 = 4;
/** A bit for each method, or class of user agents: POST and PUT; declared bots and monitors. */
const POSTING: u32 = (1 << 3) | (1 << 4);
const BOTS: u32 = (1 << 2) | (1 << 5);

/** ` HTTP/` as it lies in memory, and bits of `SourceFlag`. */
const HTTP: u64 = 0x2f5054544820;
const OLDER_HTTP: u32 = 32;
const LATER_HTTP: u32 = 64;

const STATUSES: u32 = 1000;
/** The total that counts the answers of a status, a byte each. */
const ANSWERS: usize = memory.data(1000);
for (let status: u32 = 0; status < STATUSES; status += 1) store<u8>(ANSWERS + <usize>status, <u8>answerTotal(status));

function answerTotal(status: u32): u32 {
  if (status === 429 || (status >= 502 && status <= 504) || status === 509 || (status >= 520 && status <= 524)) {
    return tallies.OVERLOADS;
  }
  if (status < 300 || status >= 600) return tallies.SUCCESSES;
  if (status < 400) return tallies.SUCCESSES + 1;
  if (status === 401 || status === 403) return tallies.SUCCESSES + 2;
  // 460 and 499: the visitor gave up waiting.
  return status < 500 && status !== 460 && status !== 499 ? tallies.SUCCESSES + 3 : tallies.SUCCESSES + 5;
}

/** Total of a path class. */
// @ts-ignore: decorator
@inline
function classTotal(pathClass: u32): u32 {
  // pages 6, login pages 2, assets 4, APIs 5, waits 7
  return (0x75426 >>> (pathClass << 2)) & 15;
}

/** Total of attempts to log in that were answered so. */
// @ts-ignore: decorator
@inline
function attemptTotal(answer: u32): u32 {
  // let in 0, redirected 1, overload 3, all else 2
  return tallies.ATTEMPT_SUCCESSES + ((0x232210 >>> ((answer - tallies.SUCCESSES) << 2)) & 15);
}

/** `httpFlag`: what stands behind a target is read at once. */
// @ts-ignore: decorator
@inline
function httpFlag(pathEnd: usize): u32 {
  const behind = load<u64>(pathEnd);
  const digit = <u32>(behind >>> 48) & 0xff;
  if ((behind & 0xffffffffffff) !== HTTP) return 0;
  return digit - 0x30 < 2 ? OLDER_HTTP : digit - 0x32 < 2 ? LATER_HTTP : 0;
}

/**
 * Adds a record, whose place is known already, to a window: all but what {@link tallies} keeps, which is to be added by the end
 * of the batch.
 */
export function add(window: usize, record: usize): void {
  const pathStart = <usize>load<u32>(record, RECORD_PATH_START);
  const queryStart = <usize>load<u32>(record, RECORD_QUERY_START);
  const agentStart = <usize>load<u32>(record, RECORD_AGENT_START);
  const agentEnd = <usize>load<u32>(record, RECORD_AGENT_END);
  const named: u32 = agentEnd > agentStart ? 1 : 0;
  let agentHi: u32 = 0;
  let agentLo: u32 = 0;
  let agentClass: u32 = 0;
  if (named !== 0) {
    const agent = lookAtAgent(agentStart, agentEnd);
    agentHi = load<u32>(agent, MEMO_HASH_HI);
    agentLo = load<u32>(agent, MEMO_HASH_LO);
    agentClass = load<u32>(agent, MEMO_CLASS);
    if (!countItem(<usize>load<u32>(window, WINDOW_AGENTS), agent, agentStart, agentEnd)) {
      updateItem(window, AGENTS, agentHi, agentLo, agentStart, agentEnd);
    }
  }
  const path = lookAtPath(pathStart, queryStart);
  const pathHi = load<u32>(path, MEMO_HASH_HI);
  const pathLo = load<u32>(path, MEMO_HASH_LO);
  const pathClass = load<u32>(path, MEMO_CLASS);
  if (!countItem(<usize>load<u32>(window, WINDOW_PATHS), path, pathStart, queryStart)) {
    updateItem(window, PATHS, pathHi, pathLo, pathStart, queryStart);
  }

  const status = load<u32>(record, RECORD_STATUS);
  const statusTotal = status < STATUSES ? <u32>load<u8>(ANSWERS + <usize>status) : tallies.SUCCESSES;
  const answer = pathClass === WAITING_ROOM ? tallies.OVERLOADS : statusTotal;
  const overload: u32 = answer === tallies.OVERLOADS ? 1 : 0;
  const method = load<u32>(record, RECORD_METHOD);
  const posted = (POSTING >>> method) & 1;
  const attempt: u32 = pathClass === LOGIN ? posted : 0;
  const queried: u32 = queryStart < <usize>load<u32>(record, RECORD_PATH_END) ? 1 : 0;
  const referred = load<u32>(record, RECORD_REFERRED);
  const canRefer = load<u32>(record, RECORD_HAS_REFERRER);
  const canName = load<u32>(record, RECORD_HAS_AGENT);
  const allowed = load<u32>(record, RECORD_ALLOWED);
  const durationMs = load<f64>(record, RECORD_DURATION);
  let timed: u32 = 0;
  if (durationMs >= 0) {
    tallies.addAmount(window, tallies.DURATION, durationMs);
    timed = 1;
  }
  if (load<f64>(record, RECORD_BYTES) > 0) tallies.addAmount(window, tallies.BYTES, load<f64>(record, RECORD_BYTES));
  tallies.tally(
    (1 << tallies.REQUESTS) |
      (1 << (attempt !== 0 ? tallies.ATTEMPTS : classTotal(pathClass))) |
      (1 << answer) |
      (attempt << attemptTotal(answer)) |
      (posted << tallies.POSTS) |
      (queried << tallies.QUERIES) |
      (referred << tallies.REFERRED) |
      (canRefer << tallies.CAN_REFER) |
      (named << tallies.NAMED) |
      (canName << tallies.CAN_NAME) |
      (((BOTS >>> agentClass) & 1) << tallies.DECLARED_BOTS) |
      (timed << tallies.TIMED) |
      (allowed << tallies.ALLOWED),
  );
  const zone = load<i32>(record, RECORD_ZONE);
  if (zone > load<i32>(window, WINDOW_ZONE)) store<i32>(window, zone, WINDOW_ZONE);

  const place = load<i32>(record, RECORD_PLACE);
  const places = <usize>load<u32>(window, WINDOW_PLACES);
  let counters = placeRow(places, place);
  if (counters === 0) {
    reservePlace(window, place);
    counters = placeRow(places, place);
  }
  countUp(counters);
  if ((attempt | overload) !== 0) {
    if (attempt !== 0) countUp(counters + 4);
    if (overload !== 0) countUp(counters + 8);
  }

  const tenth = load<u32>(record, RECORD_TENTH);
  const tenths = window + (overload !== 0 ? WINDOW_OVERLOADED : WINDOW_SERVED) + <usize>(tenth << 2);
  store<u32>(tenths, load<u32>(tenths) + 1);

  const pending = <usize>load<u32>(window, WINDOW_PENDING);
  let count = load<u32>(pending, PENDING_COUNT);
  if (count === load<u32>(pending, PENDING_ROOM)) {
    makeRoom(window);
    count = load<u32>(pending, PENDING_COUNT);
  }
  store<u32>(pending, count + 1, PENDING_COUNT);
  const request = <usize>load<u32>(pending, PENDING_AT) + <usize>count * REQUEST_BYTES;
  store<u32>(request, load<u32>(record, RECORD_SOURCE_HI), REQUEST_SOURCE_HI);
  store<u32>(request, load<u32>(record, RECORD_SOURCE_LO), REQUEST_SOURCE_LO);
  store<u32>(request, load<u32>(record, RECORD_ADDRESS_HI), REQUEST_ADDRESS_HI);
  store<u32>(request, load<u32>(record, RECORD_ADDRESS_LO), REQUEST_ADDRESS_LO);
  store<u32>(request, place | (load<i32>(record, RECORD_FAMILY) << 16), REQUEST_PLACE);
  store<u32>(request, load<u32>(record, RECORD_ASN), REQUEST_ASN);
  store<u32>(request, agentLo, REQUEST_AGENT_LO);
  store<u32>(request, pathLo, REQUEST_PATH_LO);
  store<u32>(request, method | (pathClass << 8) | (referred << 16), REQUEST_META);
  store<u32>(
    request,
    referred |
      (canRefer << 1) |
      ((named ^ 1) * (canName << 2)) |
      (canName << 3) |
      (allowed << 4) |
      httpFlag(<usize>load<u32>(record, RECORD_PATH_END)) |
      (256 << agentClass),
    REQUEST_FLAGS,
  );
  store<u32>(
    request,
    (agentHi >>> 27) |
      ((pathHi >>> 27) << TRAIT_PATH_BIT) |
      (tenth << TRAIT_TENTH) |
      ((answer - tallies.SUCCESSES) << TRAIT_ANSWER) |
      (named << TRAIT_NAMED) |
      (attempt << TRAIT_ATTEMPT) |
      (posted << TRAIT_POSTED) |
      (queried << TRAIT_QUERIED) |
      (overload << TRAIT_OVERLOAD),
    REQUEST_TRAITS,
  );
}
