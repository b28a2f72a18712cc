import { existsSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { AS_ITS_OPERATOR } from "./drill.ts";
import { compileLater } from "./engine.ts";
import { ExitCode } from "./exit-codes.ts";
import { run } from "./run.ts";
import { guardStandardStreams } from "./standard-streams.ts";

/** The bundled drill, seen from `dist/`. */
const DRILL = fileURLToPath(new URL("../fixtures/cned-2021-04-06.log.gz", import.meta.url));

guardStandardStreams();
compileLater();
// npm start judges the drill; npm start -- FILE judges any other log by the same way.
const given = process.argv.slice(2);
if (given.length > 0) {
  process.exitCode = await run(given);
} else if (existsSync(DRILL)) {
  const { home, tz } = AS_ITS_OPERATOR;
  process.exitCode = await run(["analyze", relative("", DRILL), "--home", home, "--tz", tz]);
} else {
  process.stderr.write(`tidegauge: the drill ${DRILL} is missing; name a log: npm start -- FILE\n`);
  process.exitCode = ExitCode.input;
}
