/**
 * Writes the generated part of README.md anew: the report of the bundled drill, as `npm start` prints it.
 * Run it after a change to the judge or to the text report: node --import tsx bench/readme.ts
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { AS_ITS_OPERATOR } from "../src/cli/drill.ts";
import { analyzeFiles } from "../src/node/analyze-files.ts";
import type { Report } from "../src/reports/report.ts";
import { formatText } from "../src/reports/text.ts";

const README = fileURLToPath(new URL("../README.md", import.meta.url));
const DRILL = "fixtures/cned-2021-04-06.log.gz";
const BEGIN = "<!-- drill: written by bench/readme.ts -->";
const END = "<!-- /drill -->";

/** Sections of the report that are left out of the README, by their first words. */
const LEFT_OUT = ["Who and what", "Closer", "What was read", "Notes"];

/** Judges the drill as `npm start` does. */
export async function judgeDrill(): Promise<Report> {
  const path = fileURLToPath(new URL(`../${DRILL}`, import.meta.url));
  const report = await analyzeFiles([path], AS_ITS_OPERATOR);
  const sources = report.input.sources.map((source) => ({ ...source, name: DRILL }));
  return { ...report, input: { ...report.input, sources } };
}

/** The part of README.md between its marks. */
export function writtenSection(): string {
  const text = readFileSync(README, "utf8");
  return text.slice(text.indexOf(BEGIN), text.indexOf(END) + END.length);
}

/** The part of README.md between its marks, as it should be. */
export function drillSection(report: Report): string {
  const sections = formatText(report).trimEnd().split("\n\n");
  const kept = sections.filter((section) => !LEFT_OUT.some((title) => section.startsWith(title)));
  return `${BEGIN}\n\n\`\`\`text\n${kept.join("\n\n")}\n\`\`\`\n\n${END}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const section = drillSection(await judgeDrill());
  writeFileSync(
    README,
    readFileSync(README, "utf8").replace(writtenSection(), () => section),
  );
}
