import type { MergeRule } from "../sketches/merge-rules.ts";
import type { LoudPart, SampleLayout } from "../sketches/sample-layout.ts";

/**
 * What a window remembers of one source: the columns of a row of the source sample. Values are offsets into a row
 * (the first two words are the key's hash); all are counts of requests unless said otherwise.
 */
export const Source = {
  requests: 2,
  /** Address as in `RequestRecord`, and its family in the upper half of `place`. */
  addressHi: 3,
  addressLo: 4,
  /** Place number | family << 16. */
  place: 5,
  /** Autonomous system number, 0 unknown. */
  network: 6,
  /** Bits of {@link SourceFlag}. */
  flags: 7,
  /** Smallest hash of a user agent that this source sent, 0 when it sent none. */
  userAgent: 8,
  /** One bit of 32 for each user agent, by hash: two bits set mean that it changed. */
  userAgentBits: 9,
  /** One bit of 32 for each path, by hash (linear counting, Whang et al. 1990). */
  pathBits: 10,
  loginPages: 11,
  attempts: 12,
  assets: 13,
  apis: 14,
  pages: 15,
  waits: 16,
  successes: 17,
  redirects: 18,
  /** 401 and 403. */
  refusals: 19,
  /** Other 4xx but 429. */
  clientErrors: 20,
  overloads: 21,
  /** Login attempts answered 2xx, 3xx, 401/403, overload. */
  attemptSuccesses: 22,
  attemptRedirects: 23,
  attemptRefusals: 24,
  attemptOverloads: 25,
  /** Three words of four 8-bit counters: requests by tenth of the window. */
  tenths: 26,
  posts: 29,
  queries: 30,
} as const;

/** Bits of the `flags` column. */
export const SourceFlag = {
  referrer: 1,
  /** The format has a referrer column. */
  canRefer: 2,
  noUserAgent: 4,
  canName: 8,
  allowed: 16,
  /** It spoke HTTP/1.1 or older, or HTTP/2 or later, by what stands behind the target of the request line. */
  olderHttp: 32,
  laterHttp: 64,
  /** The user agent class c sets bit 8 + c. */
  userAgentClass: 256,
} as const;

const sums = (count: number): MergeRule[] => Array<MergeRule>(count).fill("sum");

/** Layout of the source sample. */
export const SOURCE_LAYOUT: SampleLayout = {
  columns: [
    "sum",
    "keep",
    "keep",
    "keep",
    "keep",
    "or",
    "keep",
    "or",
    "or",
    ...sums(15),
    "lanes8",
    "lanes8",
    "lanes8",
    "sum",
    "sum",
  ],
  weight: 0,
};

/**
 * What a window remembers of one kind of request of one source: the joint distribution that rules need. The key's
 * upper half is that of the source, so that the sources sampled here are those of the source sample.
 */
export const Kind = {
  requests: 2,
  /** Lower half of the source's hash. */
  source: 3,
  /** Lower halves of the hashes of path (without query) and user agent. */
  path: 4,
  userAgent: 5,
  /** Method | (path class << 8) | (referrer present << 16). */
  meta: 6,
  place: 7,
  addressHi: 8,
  addressLo: 9,
  network: 10,
  overloads: 11,
} as const;

/** Layout of the request-kind sample. */
export const KIND_LAYOUT: SampleLayout = {
  columns: ["sum", "keep", "keep", "keep", "keep", "keep", "keep", "keep", "keep", "sum"],
  weight: 0,
};

/** A source seen this often in a window counts as loud: kept even when the sample does not hold it. */
const LOUD_REQUESTS = 16;
/** Room for loud keys in either sample of a summary. */
export const LOUD: LoudPart = { budget: 256, threshold: LOUD_REQUESTS };
