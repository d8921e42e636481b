import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the rules shipped with the package, at the same relative path from the source and the built files. */
export const shippedRules = path.relative(process.cwd(), fileURLToPath(new URL("../../rules", import.meta.url))) || ".";
