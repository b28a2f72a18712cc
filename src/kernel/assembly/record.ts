import {
  RECORD_ADDRESS_HI,
  RECORD_ADDRESS_LO,
  RECORD_AGENT_END,
  RECORD_AGENT_START,
  RECORD_ALLOWED,
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
  RECORD_SOURCE_LO,
  RECORD_STATUS,
  RECORD_TIME,
  RECORD_ZONE,
} from "../layout";

/** The one record, as `RequestRecord`; positions are addresses. */
export let timeMs: f64 = 0;
export let bytes: f64 = -1;
export let durationMs: f64 = -1;
export let zone: i32 = 0;
export let status: i32 = -1;
export let method: i32 = 0;
export let family: i32 = 0;
export let addressHi: u32 = 0;
export let addressLo: u32 = 0;
export let pathStart: usize = 0;
export let queryStart: usize = 0;
export let pathEnd: usize = 0;
export let agentStart: usize = 0;
export let agentEnd: usize = 0;
export let referred: i32 = 0;
export let hasReferrer: i32 = 0;
export let hasAgent: i32 = 0;
export let allowed: i32 = 0;
export let countryStart: usize = 0;
export let countryEnd: usize = 0;
export let sourceHi: u32 = 0;
export let sourceLo: u32 = 0;

/** Takes the record that was handed in. */
export function loadRecord(): void {
  timeMs = load<f64>(RECORD_TIME);
  bytes = load<f64>(RECORD_BYTES);
  durationMs = load<f64>(RECORD_DURATION);
  zone = load<i32>(RECORD_ZONE);
  status = load<i32>(RECORD_STATUS);
  method = load<i32>(RECORD_METHOD);
  family = load<i32>(RECORD_FAMILY);
  addressHi = load<u32>(RECORD_ADDRESS_HI);
  addressLo = load<u32>(RECORD_ADDRESS_LO);
  pathStart = load<u32>(RECORD_PATH_START);
  queryStart = load<u32>(RECORD_QUERY_START);
  pathEnd = load<u32>(RECORD_PATH_END);
  agentStart = load<u32>(RECORD_AGENT_START);
  agentEnd = load<u32>(RECORD_AGENT_END);
  referred = load<i32>(RECORD_REFERRED);
  hasReferrer = load<i32>(RECORD_HAS_REFERRER);
  hasAgent = load<i32>(RECORD_HAS_AGENT);
  allowed = load<i32>(RECORD_ALLOWED);
  countryStart = load<u32>(RECORD_COUNTRY_START);
  countryEnd = load<u32>(RECORD_COUNTRY_END);
  sourceHi = load<u32>(RECORD_SOURCE_HI);
  sourceLo = load<u32>(RECORD_SOURCE_LO);
}
