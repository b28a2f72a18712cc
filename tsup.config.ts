import { defineConfig } from "tsup";
import { writePageAssets } from "./page/build.ts";

// The page of the HTML report is a program of its own, which the library carries as text.
await writePageAssets();

/** Public entries (with types) and the two commands, from one build, sharing their chunks. */
export default defineConfig({
  entry: {
    index: "src/index.ts",
    sketches: "src/sketches/index.ts",
    simulator: "src/simulator/index.ts",
    middleware: "src/middleware/index.ts",
    cli: "src/cli/main.ts",
    start: "src/cli/start.ts",
    "span-worker": "src/node/span-worker.ts",
  },
  format: "esm",
  target: "node20",
  platform: "node",
  splitting: true,
  sourcemap: true,
  // A third less to be read at every start; names stay, for traces of errors.
  esbuildOptions: (options) => {
    options.minifyWhitespace = true;
  },
  clean: true,
  dts: {
    entry: {
      index: "src/index.ts",
      sketches: "src/sketches/index.ts",
      simulator: "src/simulator/index.ts",
      middleware: "src/middleware/index.ts",
    },
  },
});
