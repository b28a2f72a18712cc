/*
 * Compiles the kernel (AssemblyScript, the files beside this one) into `src/kernel/code.ts`, which holds it as text, so that it is
 * part of every bundle and nothing must be found at run time. Does nothing where that file is newer than its sources.
 */
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const output = join(folder, "..", "code.ts");
const sources = [...readdirSync(folder).map((name) => join(folder, name)), join(folder, "..", "layout.ts")];

if (!existsSync(output) || sources.some((path) => statSync(path).mtimeMs >= statSync(output).mtimeMs)) {
  const { default: asc } = await import("assemblyscript/asc");
  const { error, stdout, stderr, ...rest } = await compile(asc);
  if (error !== null) {
    process.stderr.write(`${stderr}${stdout}`);
    throw error;
  }
  writeFileSync(
    output,
    `/** The compiled kernel in base64: made by assembly/build.mjs, not by hand. */\nexport const KERNEL_CODE =\n  "${rest.code}";\n`,
  );
}

/** Compiles without writing; the code comes back as base64. */
async function compile(asc) {
  let code = "";
  const result = await asc.main(
    [
      "assembly/kernel.ts",
      ...["--outFile", "kernel.wasm", "--runtime", "stub", "--importMemory", "--noExportMemory"],
      ...["-O3", "--noAssert", "--enable", "simd", "--use", "abort="],
      ...["--baseDir", join(folder, "..")],
    ],
    {
      writeFile: (name, contents) => {
        if (name === "kernel.wasm") code = Buffer.from(contents).toString("base64");
      },
    },
  );
  return { error: result.error, stdout: result.stdout.toString(), stderr: result.stderr.toString(), code };
}
