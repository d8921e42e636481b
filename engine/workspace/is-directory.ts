import { statSync } from "node:fs";

/** Whether a path is an existing directory. */
export function isDirectory(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch {
    return false;
  }
}
