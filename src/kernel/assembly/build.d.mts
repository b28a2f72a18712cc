/** The compiled kernel in base64, with further options for the compiler. */
export function compiledKernel(options?: readonly string[]): Promise<string>;
/** The text of code.generated.ts, compiled anew. */
export function generatedCode(): Promise<string>;
