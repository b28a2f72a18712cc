/** Lines of any format, made of its samples: other times, addresses, numbers and words, and now and then other bytes. */
import { clfTime, type Draw } from "./lines.ts";

const TARGETS = [
  "/",
  "/login?next=%2F",
  "/a.css",
  "/a b",
  "/x?y=1&z=2",
  "*",
  "/q\\u0026x",
  "/p?q\\u0026x",
  "/é",
  "",
];
const AGENTS = ["curl/7.74.0", "-", "", 'say \\"hello\\"', "Mozilla/5.0 (X11; Linux x86_64)", "a\\\\", "a\\"];
const ADDRESSES = [
  "192.0.2.7",
  "2001:db8::7",
  "::ffff:192.0.2.9",
  "[2001:db8:1:2:3:4:5:6]",
  "2001:DB8:0:0:1::",
  "fe80::1%eth0",
  "192.0.2.256",
  "host.example.org",
  "192.0.2.1, 198.51.100.2",
  "::1",
  "1::2::3",
  "unix:",
  "-",
];

/** A line of a format by one of its samples. */
export function sampleLine(samples: readonly string[]): (timeMs: number, draw: Draw) => string {
  // Of samples with directives each line may be one.
  return (timeMs, draw) => {
    const sample = samples[draw(samples.length)]!;
    if (sample.startsWith("#"))
      return draw(20) === 0
        ? sample
        : sampleLine(samples.filter((each) => !each.startsWith("#")))(timeMs, draw);
    return spoilt(varied(sample, timeMs, draw), draw);
  };
}

function varied(sample: string, timeMs: number, draw: Draw): string {
  const iso = new Date(timeMs + draw(1000)).toISOString();
  const fraction = ["", ".5", ".123", ".123456", ".1234567", ".12345678901"][draw(6)]!;
  const zone = ["Z", "Z", "+02:00", "+0200", "", "+02", " UTC", "-19:00"][draw(30) < 25 ? 0 : draw(8)]!;
  const target = TARGETS[draw(4) === 0 ? draw(TARGETS.length) : 0]!;
  const agent = AGENTS[draw(4) === 0 ? draw(AGENTS.length) : 0]!;
  const address = draw(4) === 0 ? ADDRESSES[draw(ADDRESSES.length)]! : `203.0.${draw(9)}.${draw(256)}`;
  return sample
    .replace(/\d\d\/Apr\/2021:\d\d:\d\d:\d\d \+0\d00/g, clfTime(timeMs, draw))
    .replace(
      /\d\d\/Apr\/2021:\d\d:\d\d:\d\d(\.\d+)?/g,
      () => clfTime(timeMs, () => 1).slice(0, 20) + fraction,
    )
    .replace(/2021-04-06T\d\d:\d\d:\d\d(\.\d+)?(Z|\+02:00)/g, () => `${iso.slice(0, 19)}${fraction}${zone}`)
    .replace(
      /2021-04-06([ \t_])\d\d:\d\d:\d\d/g,
      (_, between: string) => iso.slice(0, 10) + between + iso.slice(11, 19),
    )
    .replace(/16176888\d\d/g, () => String(Math.floor(timeMs / 1000)))
    .replace(/192\.0\.2\.1(?=\D)/g, address)
    .replace(/\/login(\?next=[%\w]*)?/g, target)
    .replace(/curl\/7\.74\.0/g, agent)
    .replace(/\b(200|302|5316|12|11|42)\b/g, (number) => other(number, draw));
}

function other(number: string, draw: Draw): string {
  if (draw(4) > 0) return number;
  return [
    "0",
    "503",
    "1e3",
    "1.5",
    "-",
    "-1",
    "0.012345678901234567",
    "99999999999999999",
    "007",
    "404",
    "null",
  ][draw(11)]!;
}

function spoilt(line: string, draw: Draw): string {
  const at = draw(line.length + 1);
  switch (draw(60)) {
    case 0:
      return line.slice(0, at);
    case 1:
      return line.slice(0, at) + '"\\[]{} -:,\t\0=\u00e9'.charAt(draw(14)) + line.slice(at);
    case 2:
      return line.slice(0, at) + line.slice(at + draw(9));
    case 3:
      return `${line}\r`;
    case 4:
      return line.replace(/[A-Za-z_]+(?="?[:=])/, (key) => key.toUpperCase());
    case 5:
      return line.replace(/:/g, " : ");
    case 6:
      return `Apr  6 08:00:00 host nginx: ${line}`;
    case 7:
      return line.replace("{", `{"status":"201","x":{"y":["z",{"a":"}"}]},`);
    default:
      return line;
  }
}
