import { Source, SourceFlag } from "../windows/source-layout.ts";
import {
  attemptsAnswered,
  bitCount,
  isDeclaredBot,
  LoginAnswer,
  NOT_APPLICABLE,
  SOURCE_ATTRIBUTES,
  type SourceContext,
} from "./source-attributes.ts";

const ATTRIBUTES = SOURCE_ATTRIBUTES.length;
const PROFILE = SOURCE_ATTRIBUTES.findIndex((attribute) => attribute.name === "profile");
const OUTCOME = SOURCE_ATTRIBUTES.findIndex((attribute) => attribute.name === "attempt-outcome");
const ANSWER = SOURCE_ATTRIBUTES.findIndex((attribute) => attribute.name === "login-answer");
const REQUESTS = SOURCE_ATTRIBUTES.findIndex((attribute) => attribute.name === "requests");
const ANSWERS = Object.values(LoginAnswer);
/** Number of the first login answer among outcomes of either kind. */
const FIRST_ANSWER = 5;
/** Who sent more is read by himself: then it also matters when he sent them. */
const MOST_REQUESTS = 9;
/** Bits that flags may take in a key. */
const FLAG_BITS = 14;
/** Deeds that are remembered; then all are forgotten. */
const CAPACITY = 4096;
const SLOTS = 2 * CAPACITY;
/** Words of a key. */
const WORDS = 3;
/** The entry of who is read by himself; valid until the next one is. */
const OWN = 0;

/** Columns of a row that a key holds, but for flags and bits: nine requests at most need four bits each. */
const COUNTED = [
  Source.requests,
  Source.loginPages,
  Source.attempts,
  Source.assets,
  Source.apis,
  Source.pages,
  Source.waits,
  Source.successes,
  Source.redirects,
  Source.refusals,
  Source.clientErrors,
  Source.overloads,
  Source.attemptSuccesses,
  Source.attemptRedirects,
  Source.attemptRefusals,
  Source.attemptOverloads,
  Source.posts,
  Source.queries,
] as const;

/**
 * What can be told of a source from what it did, whoever and wherever it is, read once for all that did the same.
 *
 * Most sources of a span send one request, or a few: a page and its files, a login. So a few hundred different deeds are all
 * that thousands of sources did, and reading each attribute of each of them anew would be most of what reading a span takes. Attributes see a
 * row in which only what tells deeds apart is left, so that no other column can creep into what is remembered.
 */
export class Deeds {
  /** Bins of the source attributes by entry, {@link SOURCE_ATTRIBUTES}.length each; those of company do not apply. */
  readonly bins = new Uint8Array((CAPACITY + 1) * ATTRIBUTES);
  /** By entry: the columns of `Units` of the same names, of one source. */
  readonly people = new Float64Array(CAPACITY + 1);
  readonly answered = new Uint32Array(3 * (CAPACITY + 1));
  readonly attempts = new Uint32Array(CAPACITY + 1);
  readonly overloads = new Uint32Array(CAPACITY + 1);
  readonly retries = new Uint32Array(CAPACITY + 1);
  readonly referred = new Uint8Array(CAPACITY + 1);
  readonly exempt = new Uint8Array(CAPACITY + 1);
  readonly cell = new Uint16Array(CAPACITY + 1);
  #count = 1;
  readonly #keys = new Int32Array(WORDS * (CAPACITY + 1));
  readonly #index = new Uint16Array(SLOTS);
  /** A row of which only the deeds are left. */
  readonly #row = new Uint32Array(Source.queries + 1);
  readonly #context: { -readonly [key in keyof SourceContext]: SourceContext[key] } = {
    sourceAge: 0,
    prefixAge: 0,
    neighbours: 1,
    usualAnswer: null,
    people: 1,
  };

  /** Says what visitors' logins are usually answered with, on which attributes depend. */
  expect(usualAnswer: LoginAnswer | null): void {
    if (usualAnswer === this.#context.usualAnswer) return;
    this.#context.usualAnswer = usualAnswer;
    this.#forget();
  }

  /** The entry of what a source did; valid until the next call. Expected O(1). */
  entryOf(rows: Uint32Array, row: number): number {
    const requests = rows[row + Source.requests]!;
    const flags = rows[row + Source.flags]!;
    if (requests > MOST_REQUESTS || flags >>> FLAG_BITS !== 0) {
      this.#read(OWN, rows, row);
      return OWN;
    }
    const first =
      rows[row + Source.loginPages]! |
      (rows[row + Source.attempts]! << 4) |
      (rows[row + Source.assets]! << 8) |
      (rows[row + Source.apis]! << 12) |
      (rows[row + Source.pages]! << 16) |
      (rows[row + Source.waits]! << 20) |
      (rows[row + Source.successes]! << 24) |
      (rows[row + Source.redirects]! << 28);
    const second =
      rows[row + Source.refusals]! |
      (rows[row + Source.clientErrors]! << 4) |
      (rows[row + Source.overloads]! << 8) |
      (rows[row + Source.attemptSuccesses]! << 12) |
      (rows[row + Source.attemptRedirects]! << 16) |
      (rows[row + Source.attemptRefusals]! << 20) |
      (rows[row + Source.attemptOverloads]! << 24) |
      (rows[row + Source.posts]! << 28);
    const third =
      rows[row + Source.queries]! |
      (requests << 4) |
      (bitCount(rows[row + Source.userAgentBits]!) << 8) |
      (bitCount(rows[row + Source.pathBits]!) << 12) |
      (flags << 16);
    const keys = this.#keys;
    const index = this.#index;
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b) ^ Math.imul(third, 0xc2b2ae35);
    hash ^= hash >>> 15;
    let slot = hash & (SLOTS - 1);
    for (;;) {
      const entry = index[slot]!;
      if (entry === 0) return this.#add(slot, first, second, third, rows, row);
      const at = WORDS * entry;
      if (keys[at] === first && keys[at + 1] === second && keys[at + 2] === third) return entry;
      slot = (slot + 1) & (SLOTS - 1);
    }
  }

  #add(slot: number, first: number, second: number, third: number, rows: Uint32Array, row: number): number {
    // Then the index is empty, and the slot as good as before.
    if (this.#count > CAPACITY) this.#forget();
    const entry = this.#count;
    this.#count += 1;
    this.#index[slot] = entry;
    this.#keys[WORDS * entry] = first;
    this.#keys[WORDS * entry + 1] = second;
    this.#keys[WORDS * entry + 2] = third;
    const deeds = this.#row;
    for (const column of COUNTED) deeds[column] = rows[row + column]!;
    deeds[Source.flags] = rows[row + Source.flags]!;
    // How many bits are set is all that attributes ask.
    deeds[Source.userAgentBits] = (1 << bitCount(rows[row + Source.userAgentBits]!)) - 1;
    deeds[Source.pathBits] = (1 << bitCount(rows[row + Source.pathBits]!)) - 1;
    this.#read(entry, deeds, 0);
    return entry;
  }

  #read(entry: number, rows: Uint32Array, row: number): void {
    const context = this.#context;
    context.people = peopleBehind(rows[row + Source.userAgentBits]!);
    this.people[entry] = context.people;
    const at = entry * ATTRIBUTES;
    for (let k = 0; k < ATTRIBUTES; k += 1) {
      const attribute = SOURCE_ATTRIBUTES[k]!;
      this.bins[at + k] = attribute.isOfCompany ? NOT_APPLICABLE : attribute.read(rows, row, context);
    }
    for (const answer of ANSWERS) this.answered[3 * entry + answer] = attemptsAnswered(rows, row, answer);
    const overloads = rows[row + Source.overloads]!;
    this.attempts[entry] = rows[row + Source.attempts]!;
    this.overloads[entry] = overloads;
    this.retries[entry] = Math.max(0, Math.min(overloads, rows[row + Source.requests]! - 1));
    const flags = rows[row + Source.flags]!;
    this.referred[entry] = flags & SourceFlag.referrer;
    this.exempt[entry] = (flags & SourceFlag.allowed) !== 0 ? 2 : isDeclaredBot(rows, row) ? 1 : 0;
    const answer = this.bins[at + ANSWER]!;
    const outcome = answer === NOT_APPLICABLE ? (this.bins[at + OUTCOME]! + 1) & 0xff : FIRST_ANSWER + answer;
    this.cell[entry] =
      (outcome * 16 + (this.bins[at + PROFILE]! & 15)) * 16 + (this.bins[at + REQUESTS]! & 15);
  }

  #forget(): void {
    this.#count = 1;
    this.#index.fill(0);
  }
}

/**
 * People behind one address, at least: as many as user agents were seen. A school of eight hundred pupils or a mobile
 * gateway is one source. Linear counting over 32 bits (Whang et al. 1990), so hardly more than a hundred can be told.
 */
function peopleBehind(userAgentBits: number): number {
  if (userAgentBits === 0) return 1;
  const free = 32 - bitCount(userAgentBits);
  return Math.max(1, -32 * Math.log(Math.max(free, 0.5) / 32));
}
