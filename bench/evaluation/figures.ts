import { quantile, reliability } from "./measures.ts";
import type { Outcome } from "./outcome.ts";

const WIDTH = 420;
const HEIGHT = 300;
const LEFT = 52;
const TOP = 30;
const BOTTOM = 44;
const RIGHT = 14;

/** Claimed probability against how often it was true: on the diagonal, claims can be taken at their word. */
export function reliabilityDiagram(outcomes: readonly Outcome[]): string {
  const bins = reliability(outcomes, 10);
  const x = (value: number) => LEFT + value * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - value * (HEIGHT - TOP - BOTTOM);
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const points = bins.map(({ claimed, true: real, count }) => {
    const radius = 2 + 7 * Math.sqrt(count / most);
    return `<circle cx="${x(claimed).toFixed(1)}" cy="${y(real).toFixed(1)}" r="${radius.toFixed(1)}"><title>claimed ${claimed.toFixed(3)}, true ${real.toFixed(3)}, ${count} windows</title></circle>`;
  });
  return figure(
    "Reliability of the attack probability, per window",
    "claimed probability",
    "share that held an attack",
    x,
    y,
    `<line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" stroke="#999" stroke-dasharray="4 3"/><g fill="#0b6e99" fill-opacity="0.75">${points.join("")}</g>`,
    [0, 0.25, 0.5, 0.75, 1].map((value) => [value, String(value)]),
  );
}

/** Share of the floods found that were detected within so many seconds, one curve per detector. */
export function delayPlot(byDetector: readonly (readonly [string, readonly Outcome[]])[]): string {
  const longest = 180;
  const x = (share: number) => LEFT + share * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - value * (HEIGHT - TOP - BOTTOM);
  const colours = ["#0b6e99", "#b35900", "#5b8c2a", "#8a4fa3", "#a33", "#777"];
  const curves = byDetector.map(([name, outcomes], i) => {
    const delays = outcomes.flatMap((outcome) => outcome.delaySeconds).sort((a, b) => a - b);
    if (delays.length === 0) return "";
    const points: string[] = [`${x(0)},${y(0)}`];
    for (let second = 2; second <= longest; second += 2) {
      const within = delays.filter((delay) => delay <= second).length / delays.length;
      points.push(`${x(second / longest).toFixed(1)},${y(within).toFixed(1)}`);
    }
    const colour = colours[i % colours.length];
    const label = `<text x="${WIDTH - RIGHT - 4}" y="${HEIGHT - BOTTOM - 8 - 13 * (byDetector.length - 1 - i)}" text-anchor="end" fill="${colour}">${name}, median ${quantile(delays, 0.5)!.toFixed(0)} s</text>`;
    return `<polyline fill="none" stroke="${colour}" stroke-width="${i === 0 ? 2.5 : 1.2}" points="${points.join(" ")}"/>${label}`;
  });
  return figure(
    "Floods found: time from the first request to the claim",
    "seconds",
    "share detected by then",
    x,
    y,
    curves.join(""),
    [0, 30, 60, 90, 120, 150, 180].map((second) => [second / longest, String(second)]),
  );
}

function figure(
  title: string,
  xTitle: string,
  yTitle: string,
  x: (value: number) => number,
  y: (value: number) => number,
  body: string,
  xTicks: readonly (readonly [number, string])[],
): string {
  const ticks = xTicks.map(
    ([value, text]) =>
      `<text x="${x(value)}" y="${HEIGHT - BOTTOM + 15}" text-anchor="middle">${text}</text><line x1="${x(value)}" x2="${x(value)}" y1="${y(0)}" y2="${y(0) + 4}" stroke="#555"/>`,
  );
  const rows = [0, 0.25, 0.5, 0.75, 1].map(
    (value) =>
      `<text x="${LEFT - 7}" y="${y(value) + 4}" text-anchor="end">${value}</text><line x1="${x(0)}" x2="${x(1)}" y1="${y(value)}" y2="${y(value)}" stroke="#e3e3e3"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="system-ui, sans-serif" font-size="11" fill="#333">`,
    `<title>${title}</title><rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${LEFT}" y="18" font-size="13" font-weight="600">${title}</text>`,
    ...rows,
    ...ticks,
    `<text x="${(x(0) + x(1)) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${xTitle}</text>`,
    `<text transform="translate(13 ${(y(0) + y(1)) / 2}) rotate(-90)" text-anchor="middle">${yTitle}</text>`,
    body,
    "</svg>\n",
  ].join("\n");
}
