import path from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../rules", import.meta.url));

/**
 * The folder of the rules shipped with the package, at the same relative path from the source and the built files;
 * relative to the current folder, which a long-lived process changes between requests.
 */
export function shippedRules(): string {
  return path.relative(process.cwd(), folder) || ".";
}
