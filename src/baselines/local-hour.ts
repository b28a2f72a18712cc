const HOUR_MS = 3_600_000;

/**
 * Hour of the week, 0..167, Monday 00:00 first.
 * @param timeMs ms since 1970 UTC
 * @param zoneMinutes offset of local time, minutes east of UTC
 */
export function hourOfWeek(timeMs: number, zoneMinutes: number): number {
  // 1970-01-01 was a Thursday: three days after a Monday.
  const hours = Math.floor((timeMs + zoneMinutes * 60_000) / HOUR_MS) + 72;
  return ((hours % 168) + 168) % 168;
}
