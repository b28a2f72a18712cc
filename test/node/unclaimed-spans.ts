import { vi } from "vitest";
import { type AskedSpan, SpanPool } from "../../src/node/span-pool.ts";
import type { SpanQuestion } from "../../src/node/span-task.ts";

/**
 * Leaves spans to the threads, however long these take to start: the thread that judges claims none of those that are meant.
 * @param isMeant by the number of the span, from 0 in the order in which they are asked for
 */
export function leaveSpansToThreads(isMeant: (number: number) => boolean = () => true): void {
  const { ask } = SpanPool.prototype;
  let number = -1;
  vi.spyOn(SpanPool.prototype, "ask").mockImplementation(function (
    this: SpanPool,
    question: SpanQuestion,
  ): AskedSpan {
    const asked = ask.call(this, question);
    number += 1;
    return isMeant(number) ? { ...asked, claim: () => false } : asked;
  });
}
