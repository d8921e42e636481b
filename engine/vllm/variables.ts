import { diagnostic, type Diagnostic } from "../common/diagnostic.js";
import type { Json } from "../common/json.js";
import { nearest } from "../common/nearest.js";
import { readVariableFile } from "./fact-files.js";
import type { ServeFacts } from "./facts.js";
import { describeAbsence, valueAt } from "./releases.js";
import { isIn } from "./presence.js";
import type { VariableCatalog } from "./variable-catalog.js";

let loaded: VariableCatalog | undefined;

/** Loads the catalog shipped with the package. */
export function loadVariables(): VariableCatalog {
  return (loaded ??= readVariableFile());
}

/** The variables of one release with their defaults; undefined for one that is not a literal. */
export function variablesOf(release: string, catalog = loadVariables()): ReadonlyMap<string, Json | undefined> {
  return new Map(
    Object.entries(catalog.variables).flatMap(([name, entry]) =>
      isIn(entry.in, release) ? [[name, valueAt(entry.default, release)]] : [],
    ),
  );
}

/** Variables that Kubernetes operators read. */
const ofOperators: ReadonlySet<string> = new Set(["VLLM_ADDITIONAL_ARGS"]);

/** Warns about vLLM variables that the release does not read, and suggests a replacement or the intended name. */
export function checkVariables(
  names: readonly string[],
  { target, flags, releases }: Pick<ServeFacts, "target" | "flags" | "releases">,
  catalog = loadVariables(),
): readonly Diagnostic[] {
  const known = variablesOf(target, catalog);
  return names
    .filter((name) => name.startsWith("VLLM_") && !known.has(name) && !ofOperators.has(name))
    .map((name) => {
      const { in: presence } = catalog.variables[name] ?? {};
      const since = presence === undefined ? "" : `: ${describeAbsence(presence, target, releases)}`;
      const flag = `--${name.slice("VLLM_".length).toLowerCase().replaceAll("_", "-")}`;
      const close = nearest(name, known.keys());
      const hint = flags.byName.has(flag)
        ? `\`${flag}\` sets it in this release`
        : presence === undefined && close !== null
          ? `did you mean \`${close}\`?`
          : "remove it";
      const message = `vLLM ${target} does not read the variable \`${name}\`${since}`;
      return diagnostic("unknown-variable", message, { severity: "warning", hint });
    });
}
