import { existsSync, readFileSync } from "node:fs";
import { TidegaugeError } from "../errors.ts";
import { specOfNginxConf } from "../records/nginx-conf.ts";
import { unreadable } from "./input-files.ts";

/**
 * What stands behind a format of the shape `@FILE` or `@FILE#NAME`: the `log_format` string that the nginx.conf uses, or
 * the one of that name. Any other format is given back as it is.
 * @throws TidegaugeError `TG_UNREADABLE` where the file cannot be read, `TG_OPTION` where it has no such format or the
 *   choice is not clear
 */
export function readFormatFile(format: string): string {
  if (!format.startsWith("@")) return format;
  const { path, name } = fileAndName(format.slice(1));
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new TidegaugeError("TG_UNREADABLE", unreadable(path, error), error);
  }
  return specOfNginxConf(text, name);
}

/** A `#` may be a part of the name of the file itself. */
function fileAndName(given: string): { path: string; name: string | null } {
  const at = given.lastIndexOf("#");
  if (at < 0 || existsSync(given)) return { path: given, name: null };
  return { path: given.slice(0, at), name: given.slice(at + 1) };
}
