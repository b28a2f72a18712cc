import { grouped as count } from "../../bytes/text.ts";
import type { Interval, Verdict } from "../report.ts";

/** `12,345`. */
export { count };

/** `12,345 requests`, `1 request`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${Math.round(value) === 1 ? one : many}`;
}

/** A share: `38 %`, `0.4 %`, `< 0.1 %`; 0 and 1 only where it is exactly that. */
export function percent(share: number): string {
  const value = share * 100;
  if (value === 0) return "0 %";
  if (value < 0.1) return "< 0.1 %";
  if (value < 9.95) return `${trimZero(value.toFixed(1))} %`;
  if (value > 99.9 && value < 100) return "> 99.9 %";
  return value > 99 && value < 100 ? `${trimZero(value.toFixed(1))} %` : `${Math.round(value)} %`;
}

function trimZero(text: string): string {
  return text.replace(/\.0$/, "");
}

/** `38 % (31 % to 45 %)`. */
export function interval(share: Interval): string {
  return `${percent(share.estimate)} (${percent(share.low)} to ${percent(share.high)})`;
}

/** A rate in the unit in which it is easiest to think of: `3,100 a second`, `12 a minute`, `4 an hour`. */
export function rate(perSecond: number): string {
  if (perSecond >= 10) return `${count(perSecond)} a second`;
  if (perSecond >= 1) return `${trimZero(perSecond.toFixed(1))} a second`;
  if (perSecond * 60 >= 1)
    return `${trimZero((perSecond * 60).toFixed(perSecond * 60 < 10 ? 1 : 0))} a minute`;
  if (perSecond === 0) return "none";
  return `${trimZero((perSecond * 3600).toFixed(1))} an hour`;
}

/** A rate in the unit in which {@link rate} tells another, beside which it stands. */
export function rateBeside(perSecond: number, other: number): string {
  if (other < 1 || perSecond >= 1 || perSecond === 0) return rate(perSecond);
  return `${Number(perSecond.toPrecision(2))} a second`;
}

/** An input as people call it. */
export function sourceName(name: string): string {
  return name === "-" ? "standard input" : name;
}

/** A duration: `40 s`, `12 min`, `1 h 20 min`, `3 d 4 h`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds < 600)
    return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60)
    return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(minutes / 60);
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A duration to its first or second unit, for tables: `40 s`, `12 min`, `1 h 20`, `3 d 4 h`. */
export function roughDuration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes >= 10 && minutes < 60) return `${minutes} min`;
  if (minutes >= 60 && minutes < 48 * 60) return duration(minutes * 60_000).replace(/ min$/, "");
  return ms >= 60_000 && minutes < 10 ? `${(ms / 60_000).toFixed(1).replace(/\.0$/, "")} min` : duration(ms);
}

/** Bytes: `1.2 GB`. */
export function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit > 0 && value < 9.95 ? trimZero(value.toFixed(1)) : Math.round(value)} ${units[unit]}`;
}

/** How sure a probability makes one. */
export function sureness(probability: number): string {
  if (probability >= 0.99) return "as good as certain";
  if (probability >= 0.95) return "very sure";
  if (probability >= 0.85) return "fairly sure";
  if (probability >= 0.7) return "more likely than not";
  return "not sure";
}

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  "flood-attack": "attack",
  mixed: "attack in a surge",
  inconclusive: "inconclusive",
  "organic-surge": "surge of visitors",
  normal: "normal",
};

/** A verdict in a word, for tables. */
export function verdictWord(verdict: Verdict): string {
  if (verdict === "mixed") return "attack+surge";
  return verdict === "organic-surge" ? "surge" : verdictWords(verdict);
}

/** A verdict in a word or three. */
export function verdictWords(verdict: Verdict): string {
  return VERDICT_WORDS[verdict];
}

/** `1 attack`, `3 surges of visitors`. */
export function verdictCounted(verdict: Verdict, number: number): string {
  const many: Readonly<Record<Verdict, string>> = {
    "flood-attack": "attacks",
    mixed: "attacks in a surge",
    inconclusive: "inconclusive",
    "organic-surge": "surges of visitors",
    normal: "normal",
  };
  return `${count(number)} ${number === 1 ? VERDICT_WORDS[verdict] : many[verdict]}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], conjunction = "and"): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${conjunction} ${items.at(-1)}`;
}
