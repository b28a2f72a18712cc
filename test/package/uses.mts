/**
 * Compiled (and never run) by `npm run package-checks` against the types of the last build, as a user's program would be:
 * every public entry, with middleware in frameworks' own types (those of Koa have errors of their own; test/middleware
 * checks against them).
 */
import { createServer } from "node:http";
import express from "express";
import fastify from "fastify";
import { Analyzer, type AnalyzerEvent, analyzeFiles, formatText, type Report } from "tidegauge";
import { type ObserveOptions, observe } from "tidegauge/middleware";
import { SCENARIOS, simulate } from "tidegauge/simulator";
import { RateSketch } from "tidegauge/sketches";

const options: ObserveOptions = {
  home: ["FR"],
  trustedProxy: "10.0.0.0/8",
  paths: "routes",
  onEvent: (event: AnalyzerEvent) => console.log(event.type),
};
const gauge = observe(options);
createServer(gauge.wrap((request, response) => response.end(request.url)));
gauge.attach(createServer());
express().use(gauge.express());
await fastify().register(gauge.fastify());
for await (const event of gauge.events()) if (event.type === "window") console.log(event.requests);

const analyzer = new Analyzer();
analyzer.observe({ time: new Date(), address: "192.0.2.7", method: "GET", path: "/", status: 200 });
analyzer.advanceTo(Date.now());
const reports: Report[] = [
  analyzer.finish(),
  gauge.close(),
  await analyzeFiles(["access.log"], { geo: "none" }),
];
console.log(reports.map((report) => formatText(report, { width: 100 })));
console.log(SCENARIOS.map(({ name }) => typeof simulate === "function" && name));
console.log(new RateSketch({ width: 1024, depth: 4, spanMs: 60_000, slots: 6 }));
