import { clip, type Feature, plain } from "./span.ts";

/**
 * How abruptly did it begin? A crowd gathers over minutes, a flood is switched on.
 * Fails on: an attack launched when everybody logs in; a crowd called by a broadcast.
 */
export const onset: Feature = {
  name: "onset",
  measure(span) {
    if (span.scale !== 0) return { abstained: "told by the finest windows" };
    if (span.perMinuteBefore === null) return { abstained: "the log begins here" };
    const now = span.window.requests / span.minutes;
    const ratio = (now + 30) / (span.perMinuteBefore + 30);
    return {
      value: clip(0.7 * (Math.log(ratio) - 0.5), -0.4, 1.2),
      observed: ratio,
      expected: 1,
      summary: `${plain(ratio)} times the requests of the minute before`,
    };
  },
};
