import { isObject, type JsonObject } from "../../common/json.js";
import { readPath } from "../../common/path.js";
import { fieldsOfRelease } from "../../editor/fields.js";
import { standardOperators } from "../../language/conditions/operators.js";
import { functions } from "../../language/expression/runtime/functions.js";
import type { ServingRelease } from "../../serving/serving-engine.js";
import type { QueryScope } from "../../explain/query.js";
import { dotCommands, type Completed } from "./commands.js";

/** Returns completions for the end of a line, and the part of the line that they replace. */
export function completeLine(
  line: string,
  scope: QueryScope,
  document: JsonObject,
  release: ServingRelease,
): readonly [candidates: string[], replaced: string] {
  const [, name = "", argument = ""] = /^\s*(\.\w*)(?:\s+(\S*))?$/.exec(line) ?? [];
  if (name !== "" && !/^\s*\.\w*\s/.test(line)) return pick(commandNames, name);
  const command = dotCommands.find((entry) => entry.name === name);
  if (command !== undefined)
    return pick(
      argumentsOf(command.completes, () => pathsAt(argument, document, release), scope),
      argument,
    );
  const [, key] = /"(\w+)"\s*:\s*"[^"]*$/.exec(line) ?? [];
  const typed = /[$\w.-]*$/.exec(line)?.[0] ?? "";
  const { facts, conditions } = namesOf(scope);
  if (key === "operator") return pick(operatorNames, typed);
  if (key === "condition") return pick(conditions, typed);
  const paths = pathsAt(typed, document, release);
  if (key === "fact") return pick([...paths, ...facts], typed);
  const calls = Object.keys(functions).map((entry) => `$${entry}(`);
  return pick([...paths, ...facts, ...conditions, ...facts.map((fact) => `$${fact}`), ...calls], typed);
}

const commandNames = dotCommands.map(({ name, takes }) => (takes === "" ? name : `${name} `));
const operatorNames = standardOperators.map(({ name }) => name);

function pick(candidates: readonly string[], typed: string): [string[], string] {
  return [[...new Set(candidates)].filter((candidate) => candidate.startsWith(typed)).sort(), typed];
}

function argumentsOf(kind: Completed, paths: () => readonly string[], scope: QueryScope): readonly string[] {
  if (kind === "pack") return [...scope.rules.packs.keys()];
  return kind === "path" ? paths() : [];
}

/** Facts and conditions of the chosen pack, or of all packs. */
function namesOf({ rules, pack }: QueryScope): { readonly facts: string[]; readonly conditions: string[] } {
  const packs = [...rules.packs.values()].filter(({ name }) => pack === null || name === pack);
  return {
    facts: packs.flatMap((entry) => Object.keys(entry.pack.facts ?? {})),
    conditions: packs.flatMap((entry) => Object.keys(entry.pack.conditions ?? {})),
  };
}

/** The next segments of a path: fields of the release, and keys of the document. */
function pathsAt(typed: string, document: JsonObject, release: ServingRelease): readonly string[] {
  const above = typed.split(".").slice(0, -1);
  const start = above.map((name) => `${name}.`).join("");
  const found = above.length === 0 ? document : readPath(document, above);
  const own = isObject(found) ? Object.keys(found).map((key) => `${start}${key}`) : [];
  const known = [...fieldsOfRelease(release).keys()].filter(
    (path) => path.startsWith(start) && !path.slice(start.length).includes("."),
  );
  return [...own, ...known];
}
