import { escapeControls } from "../../common/printable.js";
import { kindOf } from "../../language/actions/index.js";
import type { MessageNode } from "../../language/actions/message.js";
import type { PythonEmitter } from "../../language/python-emitter.js";
import type { LinkedPack, LinkedRule } from "../../packs/linked.js";
import { enclose, list, pythonText, textTuple, type Code, type Functions } from "./code.js";
import { emitCondition, emitValue } from "./emit-condition.js";

/** Emits a pack as the body of a Python function of the evaluation `e`. */
export function emitPack(pack: LinkedPack, functions: Functions): readonly string[] {
  return ["d = e.document", ...pack.rules.flatMap((rule) => emitRule(rule, functions))];
}

function emitRule({ id, rule, when, then }: LinkedRule, functions: Functions): readonly string[] {
  const python = pythonEmitter(functions);
  const actions = then.flatMap((action) => kindOf(action).emitPython(action, id, python));
  const body = actions.length === 0 ? ["pass"] : actions;
  const guarded =
    when === null ? body : [`if ${emitCondition(when, functions).text}:`, ...body.map((line) => `    ${line}`)];
  return ["", ...comment(rule.why ?? rule.id), `e.rule = ${pythonText(id)}`, ...guarded];
}

/** Emits a rule's reason as a comment, wrapped. */
function comment(text: string): readonly string[] {
  const lines = [""];
  for (const word of text.split(/\s+/).map(escapeControls)) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + word.length > 110) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.map((line) => `# ${line}`);
}

/** `functions` takes what nests too deeply for Python. */
function pythonEmitter(functions: Functions): PythonEmitter {
  return {
    text: pythonText,
    path: (path) => textTuple(path).text,
    value: (value) => emitValue(value, functions).text,
    message: (message) => parts(message, functions).text,
  };
}

function parts({ template, values }: MessageNode, functions: Functions): Code {
  let next = 0;
  return list(
    template.map((part): Code => {
      if ("text" in part) return { text: pythonText(part.text), height: 0 };
      const value = values[next++];
      if (value === undefined) throw new Error(`a placeholder of ${part.name} has no value`);
      return enclose("(", [{ text: pythonText(part.name), height: 0 }, emitValue(value, functions)], ", ", ")");
    }),
  );
}
