import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The location of the schemas relative to a folder: in the project's own packages, otherwise in this package. */
export function pointTo(folder: string): string {
  const own = path.resolve("node_modules/fettle/schemas");
  const shipped = fileURLToPath(new URL("../../schemas", import.meta.url));
  return path
    .relative(folder, existsSync(own) ? own : shipped)
    .split(path.sep)
    .join("/");
}
