import { expect, it } from "vitest";
import { Deeds } from "../../src/features/deeds.ts";
import {
  attemptsAnswered,
  isDeclaredBot,
  type LoginAnswer,
  NOT_APPLICABLE,
  SOURCE_ATTRIBUTES,
} from "../../src/features/source-attributes.ts";
import { Source, SourceFlag } from "../../src/windows/source-layout.ts";

const STRIDE = Source.queries + 2;

/** Integers from 0 to below `below`, the same for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

/** Rows of sources that sent up to so many requests of every kind, in every order of time. */
function rowsOf(count: number, most: number, random: (below: number) => number): Uint32Array {
  const rows = new Uint32Array(count * STRIDE);
  const kinds = [Source.loginPages, Source.attempts, Source.assets, Source.apis, Source.pages, Source.waits];
  const answers = [
    Source.successes,
    Source.redirects,
    Source.refusals,
    Source.clientErrors,
    Source.overloads,
  ];
  const attemptAnswers = [
    Source.attemptSuccesses,
    Source.attemptRedirects,
    Source.attemptRefusals,
    null,
    Source.attemptOverloads,
  ];
  for (let row = 0; row < rows.length; row += STRIDE) {
    for (const word of [0, 1, Source.addressHi, Source.addressLo, Source.network, Source.userAgent])
      rows[row + word] = random(2 ** 32);
    rows[row + Source.place] = random(500) | (4 << 16);
    const requests = 1 + random(most);
    const isOfOneKind = random(2) === 0 ? random(kinds.length) : -1;
    for (let i = 0; i < requests; i += 1) {
      const kind = isOfOneKind < 0 ? random(kinds.length + 1) : isOfOneKind;
      const answer = random(3) === 0 ? random(answers.length + 1) : 0;
      rows[row + Source.requests]! += 1;
      if (kind < kinds.length) rows[row + kinds[kind]!]! += 1;
      if (answer < answers.length) rows[row + answers[answer]!]! += 1;
      const own = kind === 1 ? attemptAnswers[answer] : null;
      if (own !== null && own !== undefined) rows[row + own]! += 1;
      if (random(4) === 0) rows[row + Source.posts]! += 1;
      if (random(4) === 0) rows[row + Source.queries]! += 1;
      rows[row + Source.userAgentBits]! |= 1 << random(random(8) === 0 ? 32 : 2);
      rows[row + Source.pathBits]! |= 1 << random(random(2) === 0 ? 32 : 2);
      const tenth = random(10);
      rows[row + Source.tenths + (tenth >>> 2)]! += 1 << ((tenth & 3) << 3);
    }
    rows[row + Source.flags] =
      SourceFlag.canRefer |
      SourceFlag.canName |
      (random(2) * SourceFlag.referrer) |
      (random(20) === 0 ? SourceFlag.allowed : 0) |
      (SourceFlag.userAgentClass << random(6)) |
      (random(9) === 0 ? SourceFlag.userAgentClass << random(6) : 0);
  }
  return rows;
}

it("tells of each source what reading it by itself tells, however few are told apart", () => {
  const random = randomOf(3);
  const deeds = new Deeds();
  for (const usualAnswer of [null, 2, 1, null, 0] as (LoginAnswer | null)[]) {
    deeds.expect(usualAnswer);
    for (const [count, most] of [
      [300, 3],
      [1500, 9],
      [150, 60],
    ] as const) {
      const rows = rowsOf(count, most, random);
      for (let row = 0; row < rows.length; row += STRIDE) {
        const entry = deeds.entryOf(rows, row);
        const people = deeds.people[entry]!;
        const context = { sourceAge: 0, prefixAge: 0, neighbours: 1, usualAnswer, people };
        const at = entry * SOURCE_ATTRIBUTES.length;
        const expected = SOURCE_ATTRIBUTES.map((attribute) =>
          attribute.isOfCompany ? NOT_APPLICABLE : attribute.read(rows, row, context),
        );
        expect([...deeds.bins.subarray(at, at + SOURCE_ATTRIBUTES.length)]).toEqual(expected);
        const answered = ([0, 1, 2] as const).map((answer) => attemptsAnswered(rows, row, answer));
        expect([...deeds.answered.subarray(3 * entry, 3 * entry + 3)]).toEqual(answered);
        const isAllowed = (rows[row + Source.flags]! & SourceFlag.allowed) !== 0;
        expect(deeds.exempt[entry]).toBe(isAllowed ? 2 : Number(isDeclaredBot(rows, row)));
        expect(deeds.attempts[entry]).toBe(rows[row + Source.attempts]);
        expect(deeds.overloads[entry]).toBe(rows[row + Source.overloads]);
      }
    }
  }
});
