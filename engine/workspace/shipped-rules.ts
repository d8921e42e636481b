import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the rules that come with the package: beside both the source and the built files. */
export const shippedRules = path.relative(process.cwd(), fileURLToPath(new URL("../../rules", import.meta.url))) || ".";
