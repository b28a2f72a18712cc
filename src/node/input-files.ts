import { constants } from "node:fs";
import { access, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { TidegaugeError } from "../errors.ts";

/** One input that is to be read. */
export interface InputFile {
  /** As the user named it; `-` is standard input. */
  readonly name: string;
  /** Bytes on disk, or null where they are not known before the end (standard input, a pipe). */
  readonly bytes: number | null;
  /** True for a file that was not named itself but found in a directory. */
  readonly found: boolean;
}

/**
 * The inputs behind the paths: files as they are, directories as the files in them (not deeper, no hidden ones, in order
 * of name). A path given twice is read once.
 * @throws TidegaugeError `TG_UNREADABLE` naming every path that is missing, unreadable or an empty directory: nothing
 *   is judged on half of what was asked for
 */
export async function findInputs(paths: readonly string[]): Promise<InputFile[]> {
  const found = new Map<string, InputFile>();
  const problems: string[] = [];
  for (const path of paths) {
    try {
      for (const file of await inputsAt(path)) found.set(file.name, found.get(file.name) ?? file);
    } catch (error) {
      problems.push(unreadable(path, error));
    }
  }
  if (problems.length > 0) throw new TidegaugeError("TG_UNREADABLE", problems.join("\n"));
  return [...found.values()];
}

async function inputsAt(path: string): Promise<InputFile[]> {
  if (path === "-") return [{ name: "-", bytes: null, found: false }];
  const about = await stat(path);
  if (!about.isDirectory()) {
    await access(path, constants.R_OK);
    return [{ name: path, bytes: about.isFile() ? about.size : null, found: false }];
  }
  const files: InputFile[] = [];
  for (const entry of (await readdir(path)).sort()) {
    if (entry.startsWith(".")) continue;
    const name = join(path, entry);
    const about = await stat(name);
    if (!about.isFile()) continue;
    await access(name, constants.R_OK);
    files.push({ name, bytes: about.size, found: true });
  }
  if (files.length === 0)
    throw new TidegaugeError("TG_UNREADABLE", `Cannot read ${path}: a directory without files`);
  return files;
}

/** Why a path cannot be read, and what to do about it. */
export function unreadable(path: string, error: unknown): string {
  if (error instanceof TidegaugeError) return error.message;
  const { code, path: at = path } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
      return `Cannot read ${at}: no such file or directory`;
    case "EACCES":
    case "EPERM":
      return `Cannot read ${at}: permission denied; run as a user who may read it (often the group "adm"), or pipe it in: sudo cat ${at} | tidegauge analyze -`;
    case "EISDIR":
      return `Cannot read ${at}: it is a directory`;
    default:
      return `Cannot read ${at}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
