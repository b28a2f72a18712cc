/** Something that acts now and then: a person, a bot, a stream of arrivals. */
export interface Agent {
  /**
   * Does what is due.
   * @param nowMs simulated time, milliseconds since 1970 UTC
   * @returns the time of its next act, or `Infinity` when it is through
   */
  act(nowMs: number): number;
}

/** What is due next: a 4-ary heap of times beside their agents. O(log n) per step, nothing allocated per event. */
export class EventQueue {
  #times = new Float64Array(1024);
  readonly #agents: Agent[] = [];
  #nowMs = Number.NEGATIVE_INFINITY;

  /** How many agents wait. */
  get size(): number {
    return this.#agents.length;
  }

  /** Time of the next act, or `Infinity`. */
  get nextMs(): number {
    return this.#agents.length === 0 ? Number.POSITIVE_INFINITY : this.#times[0]!;
  }

  /** Lets `agent` act at `dueMs`; `Infinity` is never, and what is past is now. */
  push(dueMs: number, agent: Agent): void {
    if (!(dueMs < Number.POSITIVE_INFINITY)) return;
    const timeMs = Math.max(dueMs, this.#nowMs);
    const agents = this.#agents;
    if (agents.length === this.#times.length) {
      const grown = new Float64Array(this.#times.length * 2);
      grown.set(this.#times);
      this.#times = grown;
    }
    const times = this.#times;
    let at = agents.length;
    agents.push(agent);
    while (at > 0) {
      const parent = (at - 1) >> 2;
      if (times[parent]! <= timeMs) break;
      times[at] = times[parent]!;
      agents[at] = agents[parent]!;
      at = parent;
    }
    times[at] = timeMs;
    agents[at] = agent;
  }

  /** Lets the next agent act and puts it back at the time it asks for. */
  step(): void {
    const nowMs = this.#times[0]!;
    const agent = this.#agents[0]!;
    this.#nowMs = nowMs;
    // The agent may push others while it acts, none of them before now: the root is still its own afterwards.
    const nextMs = agent.act(nowMs);
    if (nextMs < Number.POSITIVE_INFINITY) {
      this.#sink(Math.max(nextMs, nowMs), agent);
      return;
    }
    const agents = this.#agents;
    const last = agents.pop()!;
    if (agents.length > 0) this.#sink(this.#times[agents.length]!, last);
  }

  #sink(timeMs: number, agent: Agent): void {
    const times = this.#times;
    const agents = this.#agents;
    const size = agents.length;
    let at = 0;
    for (;;) {
      const first = 4 * at + 1;
      if (first >= size) break;
      let least = first;
      const end = Math.min(first + 4, size);
      for (let child = first + 1; child < end; child += 1) if (times[child]! < times[least]!) least = child;
      if (times[least]! >= timeMs) break;
      times[at] = times[least]!;
      agents[at] = agents[least]!;
      at = least;
    }
    times[at] = timeMs;
    agents[at] = agent;
  }
}
