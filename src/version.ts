/** The version of this package; a test holds it to `package.json`. A constant, because the core reads no files. */
export const VERSION = "0.1.0";
