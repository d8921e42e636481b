import { readFileSync } from "node:fs";
import path from "node:path";
import { satisfies } from "semver";
import { root } from "../lib/paths.js";

const folder = path.join(root, "rules/vllm");

/** The families that the hand-written function covers, as the release of the vectors has them. */
const families = ["gemma4", "hybrid-attention-mamba", "llama-nemotron-vl", "mamba", "nemotron-h", "qwen3-5"];
const release = "0.19.0";
const isCovered = ({ versions = "*" }) => satisfies(release, versions);

/** The families' packs, for engines that read conditions from data: `included` packs stand where they are included. */
export function readPacks() {
  const packs = families.map((name) => JSON.parse(readFileSync(path.join(folder, `${name}.pack.json`), "utf8")));
  const byName = new Map(packs.map((pack) => [pack.pack, pack]));
  return packs.map((pack) => ({
    name: pack.pack,
    hook: pack.hook,
    architectures: (pack.match?.architectures ?? [])
      .map((entry) => (typeof entry === "string" ? { architecture: entry } : entry))
      .filter(isCovered)
      .map(({ architecture }) => architecture),
    rules: flatten(pack, byName),
  }));
}

function flatten(pack, byName) {
  const facts = pack.facts ?? {};
  const conditions = pack.conditions ?? {};
  return pack.rules.filter(isCovered).flatMap(({ id, when = null, then }) => {
    const included = then.find((action) => "include" in action);
    if (included !== undefined) return flatten(byName.get(included.include), byName);
    const condition = when === null ? null : resolve(when, facts, conditions);
    return [{ pack: pack.pack, id: `${pack.pack}/${id}`, when: condition, then, facts }];
  });
}

/** A condition with named conditions and names of facts written out. */
function resolve(condition, facts, conditions) {
  if ("all" in condition) return { all: condition.all.map((part) => resolve(part, facts, conditions)) };
  if ("any" in condition) return { any: condition.any.map((part) => resolve(part, facts, conditions)) };
  if ("not" in condition) return { not: resolve(condition.not, facts, conditions) };
  if ("condition" in condition) return resolve(conditions[condition.condition], facts, conditions);
  const { fact, operator, value } = condition;
  const isReference = typeof value === "object" && value !== null && "fact" in value;
  return {
    fact: expand(facts[fact] ?? fact, facts),
    operator,
    value: isReference ? { fact: expand(facts[value.fact] ?? value.fact, facts) } : value,
  };
}

/** An expression with the facts that it names written out. */
function expand(text, facts) {
  return text.replaceAll(/\$(\w+)/g, (whole, name) => (name in facts ? `(${expand(facts[name], facts)})` : whole));
}
