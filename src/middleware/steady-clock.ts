/**
 * The time of day, from a clock that neither runs backwards nor stands still: rates stay right when somebody sets the
 * clock of the machine. Set forward, it follows at the next {@link adjust}; set back, it goes on from where it was.
 */
export class SteadyClock {
  #offsetMs = Date.now() - performance.now();

  /** Milliseconds since 1970, with fractions. */
  now(): number {
    return this.#offsetMs + performance.now();
  }

  /** Takes note of the clock of the machine: call it every second or so. */
  adjust(): void {
    this.#offsetMs = Math.max(this.#offsetMs, Date.now() - performance.now());
  }
}
