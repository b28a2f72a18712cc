import {
  BATCH,
  RECORD_ADDRESS_HI,
  RECORD_ADDRESS_LO,
  RECORD_AGENT_END,
  RECORD_AGENT_START,
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
  RECORD_SIZE,
  RECORD_STATUS,
  RECORD_TIME,
  RECORD_ZONE,
  RUN_BLANK,
} from "../layout";

/** Address of the record that a line is being read into; its fields lie as `RECORD_…` of layout.ts say. */
export let at: usize = BATCH;

/** Chooses the record that the next line is read into. @param index its number within the batch */
// @ts-ignore: decorator
@inline
export function choose(index: i32): void {
  at = <usize>(BATCH + index * RECORD_SIZE);
}

/** Makes it that of a line in which nothing was found. */
// @ts-ignore: decorator
@inline
export function clear(): void {
  const to = at;
  v128.store(to, v128.load(RUN_BLANK));
  v128.store(to, v128.load(RUN_BLANK, 16), 16);
  v128.store(to, v128.load(RUN_BLANK, 32), 32);
  v128.store(to, v128.load(RUN_BLANK, 48), 48);
  v128.store(to, v128.load(RUN_BLANK, 64), 64);
  v128.store(to, v128.load(RUN_BLANK, 80), 80);
  v128.store(to, v128.load(RUN_BLANK, 96), 96);
}

/* Its fields, as `RequestRecord` has them; positions are addresses. */

// @ts-ignore: decorator
@inline
export function setTimeMs(value: f64): void {
  store<f64>(at, value, RECORD_TIME);
}

// @ts-ignore: decorator
@inline
export function setBytes(value: f64): void {
  store<f64>(at, value, RECORD_BYTES);
}

// @ts-ignore: decorator
@inline
export function setDurationMs(value: f64): void {
  store<f64>(at, value, RECORD_DURATION);
}

// @ts-ignore: decorator
@inline
export function setZone(value: i32): void {
  store<i32>(at, value, RECORD_ZONE);
}

// @ts-ignore: decorator
@inline
export function status(): i32 {
  return load<i32>(at, RECORD_STATUS);
}

// @ts-ignore: decorator
@inline
export function setStatus(value: i32): void {
  store<i32>(at, value, RECORD_STATUS);
}

// @ts-ignore: decorator
@inline
export function setMethod(value: i32): void {
  store<i32>(at, value, RECORD_METHOD);
}

// @ts-ignore: decorator
@inline
export function family(): i32 {
  return load<i32>(at, RECORD_FAMILY);
}

// @ts-ignore: decorator
@inline
export function setFamily(value: i32): void {
  store<i32>(at, value, RECORD_FAMILY);
}

// @ts-ignore: decorator
@inline
export function addressHi(): u32 {
  return load<u32>(at, RECORD_ADDRESS_HI);
}

// @ts-ignore: decorator
@inline
export function setAddressHi(value: u32): void {
  store<u32>(at, value, RECORD_ADDRESS_HI);
}

// @ts-ignore: decorator
@inline
export function addressLo(): u32 {
  return load<u32>(at, RECORD_ADDRESS_LO);
}

// @ts-ignore: decorator
@inline
export function setAddressLo(value: u32): void {
  store<u32>(at, value, RECORD_ADDRESS_LO);
}

// @ts-ignore: decorator
@inline
export function pathStart(): usize {
  return load<usize>(at, RECORD_PATH_START);
}

// @ts-ignore: decorator
@inline
export function setPathStart(value: usize): void {
  store<usize>(at, value, RECORD_PATH_START);
}

// @ts-ignore: decorator
@inline
export function queryStart(): usize {
  return load<usize>(at, RECORD_QUERY_START);
}

// @ts-ignore: decorator
@inline
export function setQueryStart(value: usize): void {
  store<usize>(at, value, RECORD_QUERY_START);
}

// @ts-ignore: decorator
@inline
export function pathEnd(): usize {
  return load<usize>(at, RECORD_PATH_END);
}

// @ts-ignore: decorator
@inline
export function setPathEnd(value: usize): void {
  store<usize>(at, value, RECORD_PATH_END);
}

// @ts-ignore: decorator
@inline
export function setAgentStart(value: usize): void {
  store<usize>(at, value, RECORD_AGENT_START);
}

// @ts-ignore: decorator
@inline
export function setAgentEnd(value: usize): void {
  store<usize>(at, value, RECORD_AGENT_END);
}

// @ts-ignore: decorator
@inline
export function setReferred(value: i32): void {
  store<i32>(at, value, RECORD_REFERRED);
}

// @ts-ignore: decorator
@inline
export function setHasReferrer(value: i32): void {
  store<i32>(at, value, RECORD_HAS_REFERRER);
}

// @ts-ignore: decorator
@inline
export function setHasAgent(value: i32): void {
  store<i32>(at, value, RECORD_HAS_AGENT);
}

// @ts-ignore: decorator
@inline
export function setCountryStart(value: usize): void {
  store<usize>(at, value, RECORD_COUNTRY_START);
}

// @ts-ignore: decorator
@inline
export function setCountryEnd(value: usize): void {
  store<usize>(at, value, RECORD_COUNTRY_END);
}

// @ts-ignore: decorator
@inline
export function setAsn(value: u32): void {
  store<u32>(at, value, RECORD_ASN);
}
