import {
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
  TRAIT_AGENT_BIT,
  TRAIT_ANSWER,
  TRAIT_ATTEMPT,
  TRAIT_NAMED,
  TRAIT_OVERLOAD,
  TRAIT_PATH_BIT,
  TRAIT_POSTED,
  TRAIT_QUERIED,
  TRAIT_TENTH,
} from "../kernel/layout.ts";

/** Words of a pending request. */
export const REQUEST_WORDS = REQUEST_BYTES / 4;

/** What is kept of a pending request, as offsets in words: see kernel/layout.ts. */
export const Pending = {
  sourceHi: REQUEST_SOURCE_HI / 4,
  sourceLo: REQUEST_SOURCE_LO / 4,
  addressHi: REQUEST_ADDRESS_HI / 4,
  addressLo: REQUEST_ADDRESS_LO / 4,
  place: REQUEST_PLACE / 4,
  asn: REQUEST_ASN / 4,
  userAgentLo: REQUEST_AGENT_LO / 4,
  pathLo: REQUEST_PATH_LO / 4,
  meta: REQUEST_META / 4,
  flags: REQUEST_FLAGS / 4,
  traits: REQUEST_TRAITS / 4,
} as const;

/** Places of the bits of `traits`. The answer is one of {@link Answer}. */
export const Trait = {
  userAgentBit: TRAIT_AGENT_BIT,
  pathBit: TRAIT_PATH_BIT,
  tenth: TRAIT_TENTH,
  answer: TRAIT_ANSWER,
  named: TRAIT_NAMED,
  attempt: TRAIT_ATTEMPT,
  posted: TRAIT_POSTED,
  queried: TRAIT_QUERIED,
  overload: TRAIT_OVERLOAD,
} as const;

/** How a request was answered, in the order of the totals. */
export const Answer = {
  success: 0,
  redirect: 1,
  refusal: 2,
  clientError: 3,
  overload: 4,
  serverError: 5,
} as const;
