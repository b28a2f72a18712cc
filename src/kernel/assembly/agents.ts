import {
  AGENT_CACHE_HI,
  AGENT_CACHE_LO,
  AGENT_CACHE_VALUES,
  AGENT_MEMO,
  CACHE_MASK,
  MEMO_AGENT_BYTES,
  MEMO_AGENTS,
  MEMO_CLASS,
  MEMO_HASH_HI,
  MEMO_HASH_LO,
  MEMO_TEXT,
} from "../layout";
import { hashBytes, hashHi, hashLo } from "./hash";
import { isEntryOf, remember } from "./memo";

/* The hash and the class of a user agent. A few hundred of them make most requests, and are long. */

/** Class of a user agent that the cache does not hold, and puts it there. */
// @ts-ignore: decorator
@external("env", "classifyUserAgent")
declare function classifyUserAgent(hi: u32, lo: u32, start: usize, end: usize): i32;

const AGENT_DOMAIN: u32 = 4;
/** Shorter ones are hashed as fast. */
const LEAST_BYTES: usize = 32;
const MOST_BYTES: usize = MEMO_AGENT_BYTES - MEMO_TEXT;

/** Of the last user agent that was looked at. */
export let agentHi: u32 = 0;
export let agentLo: u32 = 0;
export let agentClass: i32 = 0;

/** What is remembered of it; 0 for nothing. */
export let agentEntry: usize = 0;

/** Finds out the hash and the class of the user agent `[start, end)`, which has a byte at least. */
export function lookAtAgent(start: usize, end: usize): void {
  const length = end - start;
  if (length < LEAST_BYTES || length > MOST_BYTES) {
    agentEntry = 0;
    hashAgent(start, end);
    return;
  }
  const entry = <usize>load<u32>(AGENT_MEMO) + entryOf(start, end, length) * <usize>MEMO_AGENT_BYTES;
  agentEntry = entry;
  if (isEntryOf(entry, start, length)) {
    agentHi = load<u32>(entry, MEMO_HASH_HI);
    agentLo = load<u32>(entry, MEMO_HASH_LO);
    agentClass = load<i32>(entry, MEMO_CLASS);
    return;
  }
  hashAgent(start, end);
  remember(entry, start, length, agentHi, agentLo, agentClass);
}

/** Which entry it may be: by words from where user agents differ, in their middle and shortly before their end. */
// @ts-ignore: decorator
@inline
function entryOf(start: usize, end: usize, length: usize): usize {
  const word =
    load<u64>(start + (length >>> 2)) * 0x9e3779b97f4a7c15 +
    load<u64>(start + (length >>> 1)) * 0xc2b2ae3d27d4eb4f +
    load<u64>(end - 32) * 0x165667b19e3779f9 +
    load<u64>(end - 24) * 0x85ebca77c2b2ae63 +
    load<u64>(end - 16) * 0x27d4eb2f165667c5 +
    <u64>length * 0x9e3779b185ebca87;
  return <usize>((word ^ (word >>> 29)) * 0xbf58476d1ce4e5b9 >>> 40) & (MEMO_AGENTS - 1);
}

function hashAgent(start: usize, end: usize): void {
  hashBytes(start, end, AGENT_DOMAIN);
  agentHi = hashHi;
  agentLo = hashLo | 1;
  const at = <usize>(agentHi & load<u32>(CACHE_MASK));
  if (
    load<u32>(<usize>load<u32>(AGENT_CACHE_HI) + (at << 2)) === agentHi &&
    load<u32>(<usize>load<u32>(AGENT_CACHE_LO) + (at << 2)) === agentLo
  ) {
    agentClass = load<i8>(<usize>load<u32>(AGENT_CACHE_VALUES) + at);
  } else {
    agentClass = classifyUserAgent(agentHi, agentLo, start, end);
  }
}
