/** The text of code.generated.ts. @throws Error where the kernel does not compile */
export function generatedCode(): Promise<string>;
