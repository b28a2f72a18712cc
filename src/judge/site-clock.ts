import { hourOfWeek } from "../baselines/local-hour.ts";
import type { Carrier } from "../bytes/carrier.ts";
import type { WindowSummary } from "../windows/window-summary.ts";

/** Of a window whose lines say no zone. */
const UNKNOWN_ZONE = -32768;

/** Local time where the site is: of the zone that was chosen, else of the one that the log writes. */
export class SiteClock {
  /** Offset of local time, minutes east of UTC, as last seen. */
  zoneMinutes = 0;
  readonly #zoneMinutesAt: ((timeMs: number) => number) | null;

  /** @param zoneMinutesAt offset of local time at an instant, minutes east of UTC; null: the log's own */
  constructor(zoneMinutesAt: ((timeMs: number) => number) | null) {
    this.#zoneMinutesAt = zoneMinutesAt;
  }

  /** Takes the zone of a window's lines, where none was chosen. */
  see(window: WindowSummary): void {
    if (this.#zoneMinutesAt === null && window.zoneMinutes !== UNKNOWN_ZONE)
      this.zoneMinutes = window.zoneMinutes;
  }

  /** Hour of the local week at an instant, 0..167, Monday 00:00 first. */
  hourOfWeek(timeMs: number): number {
    if (this.#zoneMinutesAt !== null) this.zoneMinutes = this.#zoneMinutesAt(timeMs);
    return hourOfWeek(timeMs, this.zoneMinutes);
  }

  /** Carries its state into a checkpoint, or out of one. */
  carry(by: Carrier): void {
    this.zoneMinutes = by.value(this.zoneMinutes);
  }
}
