/** ISO 8601 UTC with milliseconds. @param timeMs ms since 1970 */
export function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** An instant in whole seconds, as episodes are named: `2021-04-06T05:58:10Z`. */
export function isoSeconds(timeMs: number): string {
  return `${iso(timeMs).slice(0, 19)}Z`;
}
