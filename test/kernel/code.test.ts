import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generatedCode } from "../../src/kernel/assembly/build.mjs";

it("src/kernel/code.generated.ts is what src/kernel/assembly compiles to; otherwise: npm run kernel", async () => {
  const written = readFileSync(new URL("../../src/kernel/code.generated.ts", import.meta.url), "utf8");
  expect(written === (await generatedCode())).toBe(true);
});
