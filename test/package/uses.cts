/** The twin of uses.mts for programs in CommonJS. */
import { createServer } from "node:http";
import { Analyzer, type Report } from "tidegauge";
import { observe } from "tidegauge/middleware";
import { SCENARIOS } from "tidegauge/simulator";
import { RateSketch } from "tidegauge/sketches";

const report: Report = new Analyzer({ home: "FR" }).finish();
const detach: () => void = observe().attach(createServer());
console.log(report.verdict, detach, SCENARIOS.length, RateSketch.name);
