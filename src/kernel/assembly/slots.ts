import * as record from "./record";
import { find } from "./scan";
import * as values from "./values";

/* `FieldSlots`: the fields of a line whose keys come in any order and under several names. */

const FIELDS: i32 = 32;
/** Ranks, fields, starts and ends by group. */
const RANKS: usize = memory.data(128);
const CHOSEN: usize = memory.data(128);
const STARTS: usize = memory.data(128);
const ENDS: usize = memory.data(128);
const NO_RANK: i32 = 0x7fff;
/** Added to the rank of an absent value. */
const ABSENT: i32 = 1000;
/** Text with escapes that is longer than this is no hyphen and no pair of quotes without them. */
const LONG: usize = 12;

const BLANK: u8 = 0x20;
const QUESTION: u8 = 0x3f;
const BACKSLASH: u8 = 0x5c;

/** Begins a line. */
export function clear(): void {
  for (let i = 0; i < FIELDS; i += 4) v128.store(RANKS + (<usize>i << 2), i32x4.splat(NO_RANK));
}

/** `offer`; the best of a group stays. */
export function offer(field: i32, rank: i32, start: usize, end: usize): void {
  const at = <usize>groupOf(field) << 2;
  const worth = values.isAbsent(start, end) ? rank + ABSENT : rank;
  if (worth >= load<i32>(RANKS + at)) return;
  store<i32>(RANKS + at, worth);
  store<i32>(CHOSEN + at, field);
  store<u32>(STARTS + at, <u32>start);
  store<u32>(ENDS + at, <u32>end);
}

/** `finish` for lines all of whose values have an ordinary shape. */
export function finish(): bool {
  if (!has(values.REQUEST) && !has(values.PATH) && !has(values.METHOD)) return false;
  if (!has(values.ANY_TIME)) return false;
  const isHostClient = !has(values.CLIENT) && !has(values.FORWARDED);
  if (isHostClient && !has(values.HOST)) return false;
  const duration = CHOSEN + (<usize>values.DURATION << 2);
  if (has(values.DURATIONS_IN_MS) && load<i32>(duration) === values.DURATION) store<i32>(duration, values.DURATION_MS);
  values.begin();
  record.setHasReferrer(1);
  record.setHasAgent(1);
  if (isHostClient && !values.take(values.CLIENT, start(values.HOST), end(values.HOST))) return false;
  if (!take(values.CLIENT) || !take(values.FORWARDED) || !take(values.ANY_TIME)) return false;
  if (rank(values.REQUEST) < ABSENT) {
    const from = start(values.REQUEST);
    const to = end(values.REQUEST);
    // A request without a blank is a path, beside a method.
    if (rank(values.METHOD) < ABSENT && find(from, to, BLANK) === to) return false;
    if (!take(values.REQUEST)) return false;
  } else {
    if (has(values.REQUEST) && !take(values.REQUEST)) return false;
    if (!take(values.METHOD) || !takePath() || !takeLong(values.QUERY)) return false;
  }
  if (!take(values.STATUS) || !take(values.BYTES) || !take(values.DURATION)) return false;
  if (!takeLong(values.REFERRER) || !take(values.USER_AGENT) || !take(values.COUNTRY)) return false;
  return take(values.ASN) && values.finish();
}

/** As what the value that begins at `start` was chosen, of those that mean the same as `field`; `SKIP` where another was. */
export function chosen(field: i32, start: usize): i32 {
  const at = <usize>groupOf(field) << 2;
  return <usize>load<u32>(STARTS + at) === start ? load<i32>(CHOSEN + at) : values.SKIP;
}

/** Whether which keys there are tells what they mean: a request or what it consists of, not both; a client that is called so. */
export function isPlain(): bool {
  if (has(values.REQUEST) && (has(values.METHOD) || has(values.PATH) || has(values.QUERY))) return false;
  return has(values.CLIENT) || has(values.FORWARDED);
}

/** Takes a value without escapes. */
function take(group: i32): bool {
  const at = <usize>group << 2;
  if (load<i32>(RANKS + at) === NO_RANK) return true;
  const from = <usize>load<u32>(STARTS + at);
  const to = <usize>load<u32>(ENDS + at);
  if (find(from, to, BACKSLASH) < to) return false;
  return values.take(load<i32>(CHOSEN + at), from, to);
}

/** Takes a value of which all that is asked is whether there is one. */
function takeLong(group: i32): bool {
  if (!has(group)) return true;
  if (end(group) - start(group) <= LONG) return take(group);
  return values.take(load<i32>(CHOSEN + (<usize>group << 2)), start(group), end(group));
}

/** Takes a target, with escapes in its query at most. */
function takePath(): bool {
  if (!has(values.PATH)) return true;
  const from = start(values.PATH);
  const to = end(values.PATH);
  const escape = find(from, to, BACKSLASH);
  if (escape < to && find(from, to, QUESTION) > escape) return false;
  return values.take(load<i32>(CHOSEN + (<usize>values.PATH << 2)), from, to);
}

function has(group: i32): bool {
  return rank(group) !== NO_RANK;
}

function rank(group: i32): i32 {
  return load<i32>(RANKS + (<usize>group << 2));
}

function start(group: i32): usize {
  return <usize>load<u32>(STARTS + (<usize>group << 2));
}

function end(group: i32): usize {
  return <usize>load<u32>(ENDS + (<usize>group << 2));
}

/** `GROUP` of field-slots.ts. */
export function groupOf(field: i32): i32 {
  switch (field) {
    case values.ISO_TIME:
    case values.CLF_TIME:
    case values.EPOCH_TIME:
      return values.ANY_TIME;
    case values.DURATION_SECONDS:
    case values.DURATION_MS:
    case values.DURATION_US:
    case values.DURATION_NS:
    case values.DURATION_OR_US:
      return values.DURATION;
    case values.URL:
      return values.PATH;
    case values.REQUEST_URL:
    case values.REQUEST_HOST:
      return values.REQUEST;
    default:
      return field;
  }
}
