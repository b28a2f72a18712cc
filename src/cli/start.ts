import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { run } from "./run.ts";

/** The bundled drill, seen from `dist/`. */
const DRILL = fileURLToPath(new URL("../fixtures/cned-2021-04-06.log.gz", import.meta.url));

/** What the operator of a French school site knows without looking at the log: its audience and its clock. */
const AS_ITS_OPERATOR = ["--home", "FR,GP,MQ,GF,RE,YT,PM,BL,MF,NC,PF,WF", "--tz", "Europe/Paris"];

// npm start judges the drill; npm start -- FILE judges any other log by the same way.
const given = process.argv.slice(2);
if (given.length === 0 && !existsSync(DRILL)) {
  process.stderr.write(`tidegauge: the drill ${DRILL} is missing; name a log: npm start -- FILE\n`);
  process.exitCode = 3;
} else {
  process.exitCode = await run(given.length > 0 ? given : ["analyze", DRILL, ...AS_ITS_OPERATOR]);
}
