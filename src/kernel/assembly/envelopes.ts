import { ENVELOPE_CRI, ENVELOPE_SYSLOG, ENVELOPE_SYSLOG_5424, ENVELOPE_TIME } from "../layout";
import { byteOrNewline, digitAt } from "./scan";
import { monthAt } from "./times";

/*
 * What collectors put before a line, taken off: `afterSyslog` and others of records/envelope-heads.ts, as far as such heads are
 * ordinary. None reads on behind a newline.
 */

const BLANK: u8 = 0x20;
const QUOTE: u8 = 0x22;
const MINUS: u8 = 0x2d;
const COLON: u8 = 0x3a;
const LESS: u8 = 0x3c;
const MORE: u8 = 0x3e;
const BRACE: u8 = 0x7b;
const CAPITAL_T: u8 = 0x54;
/** `stdo`, `stde`, and `std` alone. */
const STDO: u32 = 0x6f647473;
const STDE: u32 = 0x65647473;
const STD: u32 = 0x647473;
/** `ut F ` and `rr F `, but for the last blank. */
const UT_F: u32 = 0x46207475;
const RR_F: u32 = 0x46207272;
const LONGEST_TIME: usize = 40;

/** Where the line in an envelope begins; 0 where it must be found in the general way. */
export function afterHead(envelope: i32, at: usize, end: usize): usize {
  switch (envelope) {
    case ENVELOPE_SYSLOG:
      return afterSyslog(afterPriority(at), end);
    case ENVELOPE_SYSLOG_5424:
      return afterSyslog5424(at, end);
    case ENVELOPE_CRI:
      return afterCri(at, end);
    case ENVELOPE_TIME:
      return afterTime(at, end);
    default:
      return 0;
  }
}

/** `<134>` */
function afterPriority(at: usize): usize {
  if (load<u8>(at) !== LESS) return at;
  for (let i = at + 1; i < at + 5; i += 1) {
    if (load<u8>(i) === MORE) return i + 1;
    if (digitAt(i) > 9) break;
  }
  return at;
}

/** `Apr  6 08:00:00 host tag[17]: `, or with an ISO 8601 time. */
function afterSyslog(at: usize, end: usize): usize {
  let after = at + 15;
  if (load<u8>(at, 3) === BLANK && monthAt(at) > 0) {
    if (load<u8>(at, 6) !== BLANK || load<u8>(at, 9) !== COLON || load<u8>(at, 12) !== COLON) return 0;
    if (load<u8>(at, 11) === BLANK) return 0;
  } else {
    if (load<u8>(at, 4) !== MINUS || load<u8>(at, 10) !== CAPITAL_T) return 0;
    after = blankAt(at, end);
    // Whatever looks like the beginning of CRI is told apart in the general way.
    if (after === 0 || (load<u32>(after, 1) & 0xffffff) === STD) return 0;
  }
  if (load<u8>(after) !== BLANK) return 0;
  const host = blankAt(after + 1, end);
  if (host === 0) return 0;
  const tag = blankAt(host + 1, end);
  return tag !== 0 && load<u8>(tag - 1) === COLON ? tag + 1 : 0;
}

/** `<134>1 2021-04-06T06:00:00Z host app 17 - - `, without structured data. */
function afterSyslog5424(at: usize, end: usize): usize {
  let after = afterPriority(at);
  if (after === at || load<u8>(after) !== 0x31 || load<u8>(after, 1) !== BLANK) return 0;
  after += 1;
  for (let word = 0; word < 5; word += 1) {
    after = blankAt(after + 1, end);
    if (after === 0) return 0;
  }
  if (load<u8>(after, 1) !== MINUS || load<u8>(after, 2) !== BLANK) return 0;
  // A byte order mark belongs to the head.
  return load<u8>(after, 3) === 0xef ? 0 : after + 3;
}

/** `2021-04-06T06:00:00.123456789Z stdout F ` */
function afterCri(at: usize, end: usize): usize {
  if (load<u8>(at, 4) !== MINUS || load<u8>(at, 10) !== CAPITAL_T) return 0;
  const time = blankAt(at, end);
  if (time === 0) return 0;
  const stream = load<u32>(time, 1);
  const rest = load<u32>(time, 5);
  const isWhole = (stream === STDO && rest === UT_F) || (stream === STDE && rest === RR_F);
  return isWhole && load<u8>(time, 9) === BLANK ? time + 10 : 0;
}

/** `2021-04-06T06:00:00.123456789Z `, and no labels in braces. */
function afterTime(at: usize, end: usize): usize {
  if (load<u8>(at, 4) !== MINUS || load<u8>(at, 10) !== CAPITAL_T || load<u8>(at, 13) !== COLON) return 0;
  const blank = blankAt(at, end);
  if (blank === 0 || blank >= at + LONGEST_TIME) return 0;
  return load<u8>(blank, 1) !== BRACE || load<u8>(blank, 2) === QUOTE ? blank + 1 : 0;
}

/** The next blank of the line, or 0. */
// @ts-ignore: decorator
@inline
function blankAt(at: usize, end: usize): usize {
  const blank = byteOrNewline(at, end, BLANK);
  return blank < end && load<u8>(blank) === BLANK ? blank : 0;
}
