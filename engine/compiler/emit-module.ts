import { FettleError, diagnostic } from "../common/diagnostic.js";
import { quote, toSource } from "../common/source.js";
import { names } from "../language/emitter.js";
import { standardOperators } from "../language/conditions/operators.js";
import type { LinkedPacks } from "../packs/linked.js";
import { emitGuarded, emitPack, type Emitted } from "./emit-pack.js";

/**
 * Emits a set as an ES module without dependencies and without code generation at run time. It exports `set`, `target`,
 * `packs`, `evaluate` and `checkDocument`. `runtime` is a script that defines `fettle`: see module-runtime.ts.
 *
 * @throws FettleError if a pack uses a custom operator or decorator.
 */
export function emitModule({ set, target, packs, stages, operators, engine }: LinkedPacks, runtime: string): string {
  const part = (emitted: Emitted, where: string): string => {
    const foreign = emitted.operators.find((name) => !standard.has(name));
    if (foreign !== undefined) throw foreignOperator(foreign, where);
    return `[function(${parameters}){${emitted.source}},${quote(JSON.stringify(emitted.constants))}]`;
  };
  const built = [...packs.values()].map((pack) => {
    const [step, traced] = [false, true].map((buffer) =>
      part(emitPack(pack, operators, engine.alias, buffer), `\`${pack.name}\``),
    );
    return `${toSource(pack.name)}:{step:${step},traced:${traced}}`;
  });
  const order = stages.map((stage) =>
    stage.kind === "dispatch"
      ? `{kind:"dispatch",packs:${toSource([...stage.packs])}}`
      : `{kind:"pack",pack:${toSource(stage.pack)},architectures:${toSource(stage.architectures === null ? null : [...stage.architectures])},when:${
          stage.when === null ? "null" : part(emitGuarded(stage.when, stage.pack, operators), "the set")
        }}`,
  );
  const { alias, dispatch } = engine;
  const model = `{schema:${quote(JSON.stringify(engine.schema()))},dispatch:${toSource(dispatch)},alias:${toSource(alias)}}`;
  const sources = [...packs].map(([name, { pack }]) => `${toSource(name)}:${quote(JSON.stringify(pack))}`);
  const code = [
    `// The rule set ${set} for ${target.project}@${target.version}, built by \`fettle build\`; do not edit.`,
    runtime,
    "export const { FettleError } = fettle;",
    `export const set = ${toSource(set)};`,
    `export const target = ${toSource(`${target.project}@${target.version}`)};`,
    `export const packs = fettle.lazyJson({${sources.join()}});`,
    `export const { evaluate, checkDocument } = fettle.runBuilt({engine:${model},packs:{${built.join(",\n")}},stages:[${order.join(",\n")}]});`,
    "",
  ];
  return code.join("\n");
}

const standard = new Set(standardOperators.map(({ name }) => name));

const parameters = [names.constants, names.helpers, names.expressions, names.includes, names.operators].join();

function foreignOperator(name: string, where: string): FettleError {
  const hint = "use the plain operators, the only ones in a built module, or load the set with the library";
  return new FettleError([
    diagnostic("unknown-operator", `${where} uses \`${name}\`, which a built module does not support`, { hint }),
  ]);
}
