#!/usr/bin/env node
import { compileLater } from "./engine.ts";
import { run } from "./run.ts";
import { guardStandardStreams } from "./standard-streams.ts";

guardStandardStreams();
compileLater();
process.exitCode = await run(process.argv.slice(2));
