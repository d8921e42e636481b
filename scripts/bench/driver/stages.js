import { readPacks } from "./packs.js";

/** Which packs run over a document, in order, each made by `makePack` of its rules. */
export function makeStages(makePack) {
  const packs = readPacks().map((pack) => ({ ...pack, made: makePack(pack) }));
  const byHook = (hook) =>
    new Map(
      packs
        .filter((pack) => pack.hook === hook)
        .flatMap(({ architectures, made }) => architectures.map((name) => [name, made])),
    );
  const [early, late] = [byHook("model_config"), byHook("vllm_config")];
  const hybrid = packs.find(({ name }) => name === "vllm/hybrid-attention-mamba").made;
  return ({ model_config: model }) => {
    const found = [];
    const first = early.get(model?.architecture);
    const second = late.get(model?.architecture);
    if (first !== undefined) found.push(first);
    if (second !== undefined) found.push(second);
    if (model?.is_hybrid === true) found.push(hybrid);
    return found;
  };
}
