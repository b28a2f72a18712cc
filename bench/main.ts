/**
 * `npm run bench`: every mark of speed and memory in one run on one machine, against the peers that are found on PATH.
 * Commands that are compared run in turn; figures are ratios of medians wherever there is something to compare with. Fails on no
 * figure: they are for reading, the tests are for failing.
 *
 *     npm run bench                  all of it: some 20 minutes and 10 GB under the temporary directory
 *     npm run bench -- --quick       smaller logs, under two minutes
 *     npm run bench -- --only gzip   one group of rows (repeatable)
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { describeMachine, type Machine } from "./machine.ts";
import { FULL, GROUPS, QUICK, type Row } from "./rows.ts";

const RESULTS = fileURLToPath(new URL("results/", import.meta.url));
const ROOT = fileURLToPath(new URL("..", import.meta.url));

const { values } = parseArgs({
  options: { quick: { type: "boolean", default: false }, only: { type: "string", multiple: true } },
});
const groups = values.only === undefined ? GROUPS : GROUPS.filter(({ name }) => values.only?.includes(name));
if (groups.length === 0) {
  console.error(`--only must be one of ${GROUPS.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}

console.error("building");
const build = spawnSync("npx", ["tsup", "--silent", "--no-dts"], {
  cwd: ROOT,
  stdio: ["ignore", "ignore", "inherit"],
});
if (build.status !== 0) process.exit(1);

const scale = values.quick ? QUICK : FULL;
const machine = describeMachine();
const rows: Row[] = [];
const missing: string[] = Object.entries(machine.peers)
  .filter(([, version]) => version === null)
  .map(([name]) => `${name} is not on PATH: its rows are left out`);
for (const { name, measure } of groups) {
  const begun = performance.now();
  try {
    rows.push(...(await measure(scale, machine)));
  } catch (error) {
    missing.push(`${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`);
  }
  console.error(`${name}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
}

const table = markdown(machine, rows, missing);
console.log(table);
if (values.only === undefined) {
  mkdirSync(RESULTS, { recursive: true });
  const name = values.quick ? "quick" : "full";
  writeFileSync(`${RESULTS}${name}.json`, `${JSON.stringify({ machine, scale, rows, missing }, null, 2)}\n`);
  writeFileSync(`${RESULTS}${name}.md`, table);
}

/** The table that people read. */
function markdown(
  { date, processor, cores, memoryGigabytes, system, node, commit, peers }: Machine,
  measured: readonly Row[],
  notes: readonly string[],
): string {
  const versions = Object.values(peers).filter((version) => version !== null);
  const lines = [
    `# ${values.quick ? "Quick" : "Full"} run of ${date.slice(0, 10)}`,
    "",
    `${processor}, ${cores} cores, ${memoryGigabytes} GB, ${system}, Node ${node}, tidegauge at ${commit ?? "no commit"}; ${versions.join(", ") || "no peers"}.`,
    "",
    "| what | measured | must | aim | |",
    "|---|---|---|---|---|",
    ...measured.map((row) => {
      const sign = row.moreIsBetter ? "≥" : "≤";
      const mark = (value: number | null): string =>
        value === null ? "" : `${sign} ${figure(value, row.unit)}`;
      const detail = row.detail === "" ? "" : ` (${row.detail})`;
      return `| ${row.what} | ${figure(row.value, row.unit)}${detail} | ${mark(row.must)} | ${mark(row.aim)} | ${verdict(row)} |`;
    }),
    "",
    ...notes.map((note) => `- ${note}`),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function figure(value: number, unit: string): string {
  if (unit === "×") return `${value.toFixed(2)}×`;
  const digits = value >= 100 ? 0 : 1;
  return `${value.toLocaleString("en", { maximumFractionDigits: digits })} ${unit}`;
}

/** How a figure stands to its marks. */
function verdict({ value, must, aim, moreIsBetter }: Row): string {
  const reaches = (mark: number): boolean => (moreIsBetter ? value >= mark : value <= mark);
  if (aim !== null && reaches(aim)) return "aim";
  if (must !== null) return reaches(must) ? "must" : "short";
  return "";
}
