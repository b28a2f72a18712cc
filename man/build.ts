import { writeFileSync } from "node:fs";
import { manPage } from "../src/cli/man-page.ts";

// npm run man: writes the manual page anew. A test tells when that was forgotten.
writeFileSync(new URL("tidegauge.1", import.meta.url), manPage());
