import type { LineReader } from "./line-reader.ts";

/** The states of several readers as one, see `LineReader.state`; null where one of them cannot be told. */
export function joinedState(readers: readonly LineReader[]): string | null {
  const states = readers.map(({ state }) => state ?? null);
  return states.includes(null) ? null : JSON.stringify(states);
}

/** Gives each of the readers its part of a {@link joinedState}. */
export function resumeAll(readers: readonly LineReader[], state: string): void {
  const states = JSON.parse(state) as string[];
  for (const [at, reader] of readers.entries()) reader.resume?.(states[at] ?? "");
}
