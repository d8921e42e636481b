import type { Diagnostic } from "../common/diagnostic.js";
import type { EngineAdapter, Engines } from "../common/engine-adapter.js";
import { lastOf } from "../common/must.js";
import { didYouMean } from "../common/nearest.js";
import type { RuleSet } from "../generated/set.js";
import { finding } from "./check/finding.js";
import { engines as ownEngines } from "./engines.js";
import type { Read, ReadPacks } from "./read-packs.js";

/** Returns the adapter that a set names, or the nearest set that it extends; vLLM's if none does. */
export function chooseEngine(set: string, sets: readonly Read<RuleSet>[], engines: Engines): EngineAdapter {
  const stated = engineStatedBy(set, sets)?.content.engine;
  return (stated === undefined ? undefined : engines[stated]) ?? ownEngines.vllm;
}

/** Reports an unknown engine, and hooks of sets and packs that the engine does not have. */
export function checkEngine(set: string, { sets, packs, engine }: ReadPacks, engines: Engines): readonly Diagnostic[] {
  const stated = engineStatedBy(set, sets);
  const name = stated?.content.engine;
  if (stated !== null && name !== undefined && !Object.hasOwn(engines, name)) {
    const hint = didYouMean(name, Object.keys(engines)) ?? `engines: ${Object.keys(engines).join(", ")}`;
    return [finding(stated, "unknown-engine", "/engine", `unknown engine \`${name}\``, hint)];
  }
  const hooks = engine.hooks.map((hook) => hook.name);
  const unknown = (read: Read<unknown>, at: string, hook: string) =>
    hooks.includes(hook)
      ? []
      : [
          finding(
            read,
            "schema",
            at,
            `\`${lastOf(at.split("/"))}\` is \`${hook}\`, but must be one of ${hooks.join(", ")}`,
            didYouMean(hook, hooks) ?? "use one of these",
          ),
        ];
  return [
    ...packs.flatMap((read) => (read.content.kind === "policy" ? [] : unknown(read, "/hook", read.content.hook))),
    ...sets.flatMap((read) =>
      read.content.stages.flatMap((stage, index) =>
        "dispatch" in stage ? unknown(read, `/stages/${index}/dispatch`, stage.dispatch) : [],
      ),
    ),
  ];
}

function engineStatedBy(name: string, sets: readonly Read<RuleSet>[]): Read<RuleSet> | null {
  const seen = new Set<string>();
  for (let next: string | undefined = name; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const read = sets.find(({ content }) => content.set === next);
    if (read?.content.engine !== undefined) return read;
    next = read?.content.extends;
  }
  return null;
}
