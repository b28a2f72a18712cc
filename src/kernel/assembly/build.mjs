/*
 * npm run kernel: compiles the kernel (AssemblyScript, the files beside this one) into src/kernel/code.generated.ts, which holds it
 * as text, so that it is part of every bundle and nothing must be found at run time. test/kernel checks that it is current.
 */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const folder = dirname(fileURLToPath(import.meta.url));

/**
 * The compiled kernel in base64.
 * @param options further ones for the compiler: a test counts steps with a kernel that reports them
 * @throws Error where the kernel does not compile
 */
export async function compiledKernel(options = []) {
  let code = "";
  const { error, stdout, stderr } = await asc.main(
    [
      "assembly/kernel.ts",
      ...["--outFile", "kernel.wasm", "--runtime", "stub", "--importMemory"],
      ...["-O3", "--noAssert", "--enable", "simd", "--use", "abort="],
      ...["--baseDir", join(folder, "..")],
      ...options,
    ],
    {
      writeFile: (name, contents) => {
        if (name === "kernel.wasm") code = Buffer.from(contents).toString("base64");
      },
    },
  );
  if (error !== null) throw new Error(`${stderr.toString()}${stdout.toString()}`, { cause: error });
  return code;
}

/** The text of code.generated.ts. */
export async function generatedCode() {
  return `/** The compiled kernel in base64: made by assembly/build.mjs (npm run kernel), not by hand. */
export const KERNEL_CODE =
  "${await compiledKernel()}";
`;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(folder, "..", "code.generated.ts"), await generatedCode());
}
