import { dirname } from "node:path";
import { TidegaugeError } from "../errors.ts";

/** The error of a file that cannot be written, in words. @param error what the system said */
export function unwritable(path: string, error: unknown): TidegaugeError {
  return new TidegaugeError("TG_UNREADABLE", `Cannot write ${path}: ${reasonOf(path, error)}`, error);
}

function reasonOf(path: string, error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
      return `there is no folder ${dirname(path)}`;
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "EISDIR":
      return "it is a directory";
    case "ENOSPC":
      return "no room is left on the disk";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
