/** How busy an hour is, 0..1 and a little more, hour by hour from midnight, in the site's own zone. */
const DAYS = {
  office: [2, 1, 1, 1, 1, 3, 10, 35, 75, 98, 100, 92, 58, 70, 90, 88, 76, 52, 30, 22, 18, 14, 9, 4],
  school: [1, 1, 0, 0, 0, 2, 12, 60, 100, 82, 78, 70, 40, 52, 62, 55, 45, 42, 40, 42, 36, 25, 12, 4],
  evening: [22, 10, 5, 3, 3, 4, 10, 20, 28, 34, 38, 44, 52, 50, 46, 48, 56, 66, 78, 92, 100, 96, 74, 44],
  news: [12, 7, 5, 5, 8, 22, 58, 92, 90, 78, 72, 78, 96, 84, 66, 62, 66, 74, 70, 66, 72, 70, 48, 24],
  shop: [14, 7, 4, 3, 3, 6, 14, 28, 44, 58, 68, 70, 78, 72, 68, 66, 68, 72, 78, 92, 100, 88, 58, 30],
  flat: [96, 97, 98, 98, 98, 99, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 99, 98, 97, 97, 96],
  commute: [4, 2, 1, 2, 10, 34, 82, 100, 74, 40, 32, 34, 38, 36, 40, 58, 88, 96, 70, 42, 28, 22, 16, 9],
  meals: [16, 8, 4, 2, 2, 3, 6, 12, 16, 20, 34, 66, 88, 64, 34, 28, 36, 60, 90, 100, 84, 58, 38, 24],
  world: [62, 56, 52, 52, 56, 64, 74, 84, 92, 96, 98, 100, 98, 100, 100, 98, 94, 90, 86, 82, 78, 74, 70, 66],
} as const; // biome-ignore format: a table

export type Day = keyof typeof DAYS;

/**
 * The share of its busiest hour that a site has at an hour of a day.
 * @param weekday 0 is Sunday
 * @param rest days of rest
 */
export function busyness(day: Day, hour: number, weekday: number, rest: readonly number[] = [0, 6]): number {
  const hours = DAYS[day];
  const at = Math.floor(hour) % 24;
  const next = hours[(at + 1) % 24]!;
  const level = (hours[at]! + (next - hours[at]!) * (hour - Math.floor(hour))) / 100;
  const isWeekend = rest.includes(weekday);
  return (
    level *
    (isWeekend
      ? {
          office: 0.12,
          school: 0.25,
          evening: 1.15,
          news: 0.75,
          shop: 1.1,
          flat: 1,
          commute: 0.4,
          meals: 1.2,
          world: 0.9,
        }[day]
      : 1)
  );
}

/** How something that passes comes and goes. Times in minutes; `rise` and `fall` are those of a half. */
export type Shape =
  | { readonly is: "flat" }
  /** All at once, as at a bell: up within `rise`, and then halved every `fall`. */
  | { readonly is: "burst"; readonly rise: number; readonly fall: number }
  /** Grows from nothing all along. */
  | { readonly is: "ramp" }
  /** Grows towards its end, where it breaks off: a deadline. */
  | { readonly is: "deadline" }
  /** On and off. */
  | { readonly is: "pulses"; readonly on: number; readonly off: number }
  /** A burst again and again, by the clock. */
  | { readonly is: "bells"; readonly every: number; readonly rise: number; readonly fall: number }
  /** Up, and down again. */
  | { readonly is: "hill" };

/** Height, 0..1, `minute` minutes after the beginning of something that lasts `lasts`. */
export function height(shape: Shape, minute: number, lasts: number): number {
  if (minute < 0 || minute >= lasts) return 0;
  switch (shape.is) {
    case "flat":
      return 1;
    case "burst":
      return burst(minute, shape.rise, shape.fall);
    case "bells":
      return burst(minute % shape.every, shape.rise, shape.fall);
    case "ramp":
      return minute / lasts;
    case "deadline":
      return 2 ** (-(lasts - minute) / (lasts / 4));
    case "pulses":
      return minute % (shape.on + shape.off) < shape.on ? 1 : 0;
    case "hill":
      return Math.sin((Math.PI * minute) / lasts) ** 2;
  }
}

function burst(minute: number, rise: number, fall: number): number {
  const up = 1 - 2 ** (-minute / Math.max(0.01, rise));
  return up * 2 ** (-Math.max(0, minute - 2 * rise) / fall);
}

/** Mean height over the whole of it, by sampling. */
export function meanHeight(shape: Shape, lasts: number): number {
  const steps = 600;
  let sum = 0;
  for (let i = 0; i < steps; i += 1) sum += height(shape, ((i + 0.5) / steps) * lasts, lasts);
  return sum / steps;
}
