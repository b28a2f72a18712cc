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

/** The text of code.generated.ts. @throws Error where the kernel does not compile */
export async function generatedCode() {
  let code = "";
  const { error, stdout, stderr } = await asc.main(
    [
      "assembly/kernel.ts",
      ...["--outFile", "kernel.wasm", "--runtime", "stub", "--importMemory"],
      ...["-O3", "--noAssert", "--enable", "simd", "--use", "abort="],
      ...["--baseDir", join(folder, "..")],
    ],
    {
      writeFile: (name, contents) => {
        if (name === "kernel.wasm") code = Buffer.from(contents).toString("base64");
      },
    },
  );
  if (error !== null) throw new Error(`${stderr.toString()}${stdout.toString()}`, { cause: error });
  return `/** The compiled kernel in base64: made by assembly/build.mjs (npm run kernel), not by hand. */
export const KERNEL_CODE =
  "${code}";
`;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(folder, "..", "code.generated.ts"), await generatedCode());
}
