import { must } from "../../engine/common/must.js";
import { comparisonsOf, copy, places, ruleOf, rulesOf, type Any, type Mutations } from "./edit-places.js";
import type { Random } from "./random.js";
import { releases } from "./versions.js";

/** Edits of rules, packs, names and stages. */
export const rulesMutations: Mutations = {
  "swap-rules"(_, random, pack) {
    if (pack.rules.length < 2) return false;
    const index = random.int(pack.rules.length - 1);
    [pack.rules[index], pack.rules[index + 1]] = [pack.rules[index + 1], pack.rules[index]];
    return true;
  },
  "move-rule"(_, random, pack) {
    if (pack.rules.length < 3) return false;
    const [rule] = pack.rules.splice(random.int(pack.rules.length), 1);
    pack.rules.splice(random.int(pack.rules.length + 1), 0, rule);
    return true;
  },
  "drop-rule"(_, random, pack) {
    if (pack.rules.length < 2) return false;
    pack.rules.splice(random.int(pack.rules.length), 1);
    return true;
  },
  "repeat-rule"(_, random, pack) {
    const rule = ruleOf(pack, random);
    if (rule === undefined) return false;
    pack.rules.splice(random.int(pack.rules.length + 1), 0, { ...copy(rule), id: freshId(pack, rule.id) });
    return true;
  },
  "split-by-condition"(_, random, pack) {
    const comparisons = comparisonsOf(pack);
    const index = random.int(Math.max(1, pack.rules.length));
    const rule = pack.rules[index];
    if (rule === undefined || comparisons.length === 0) return false;
    const part = copy(random.pick(comparisons));
    const both = [part, { not: part }].map((extra) => (rule.when === undefined ? extra : { all: [rule.when, extra] }));
    pack.rules.splice(
      index,
      1,
      { ...copy(rule), when: both[0] },
      { ...copy(rule), id: freshId(pack, rule.id), when: both[1] },
    );
    return true;
  },
  "split-actions"(_, random, pack) {
    const found = rulesOf(pack).filter(({ then }) => then.length > 1);
    if (found.length === 0) return false;
    const rule = random.pick(found);
    const cut = 1 + random.int(rule.then.length - 1);
    pack.rules.splice(pack.rules.indexOf(rule) + 1, 0, {
      ...copy(rule),
      id: freshId(pack, rule.id),
      then: rule.then.splice(cut),
    });
    return true;
  },
  "merge-rules"(_, random, pack) {
    const found = [...pack.rules.keys()]
      .slice(1)
      .filter(
        (index) =>
          JSON.stringify([pack.rules[index].when, pack.rules[index].versions]) ===
          JSON.stringify([pack.rules[index - 1].when, pack.rules[index - 1].versions]),
      );
    if (found.length === 0) return false;
    const index = random.pick(found);
    pack.rules[index - 1].then.push(...pack.rules.splice(index, 1)[0].then);
    return true;
  },
  "rule-versions"(_, random, pack) {
    const rule = ruleOf(pack, random);
    if (rule === undefined) return false;
    rule.versions = range(random);
    return true;
  },
  "pack-versions"(_, random, pack) {
    pack.versions = range(random);
    return true;
  },
  "match-versions"(_, random, pack) {
    const list = pack.match?.architectures;
    if (list === undefined) return false;
    const index = random.int(list.length);
    list[index] = { architecture: list[index].architecture ?? list[index], versions: range(random) };
    return true;
  },
  "drop-match"(_, random, pack) {
    const list = pack.match?.architectures;
    if (list === undefined || list.length < 2) return false;
    list.splice(random.int(list.length), 1);
    return true;
  },
  "rename-fact"(_, random, pack) {
    const names = Object.keys(pack.facts ?? {});
    if (names.length === 0) return false;
    const name = random.pick(names);
    const text = JSON.stringify(pack.rules)
      .replaceAll(`"fact":"${name}"`, `"fact":"${name}_2"`)
      .replaceAll(`{${name}}`, `{${name}_2}`);
    pack.rules = JSON.parse(text);
    if (pack.conditions !== undefined)
      pack.conditions = JSON.parse(
        JSON.stringify(pack.conditions).replaceAll(`"fact":"${name}"`, `"fact":"${name}_2"`),
      );
    pack.facts = Object.fromEntries(
      Object.entries(pack.facts).map(([key, value]) => [key === name ? `${name}_2` : key, value]),
    );
    return true;
  },
  "inline-fact"(_, random, pack) {
    const plain = Object.entries<string>(pack.facts ?? {}).filter(([, text]) => /^[a-z_][\w.]*$/.test(text));
    if (plain.length === 0) return false;
    const [name, text] = random.pick(plain);
    pack.rules = JSON.parse(JSON.stringify(pack.rules).replaceAll(`"fact":"${name}"`, `"fact":"${text}"`));
    return true;
  },
  "make-fact"(_, random, pack) {
    const found = comparisonsOf(pack).filter(({ fact }) => fact.includes(".") && !/\.\d+(?:\.|$)|-/.test(fact));
    if (found.length === 0) return false;
    const comparison = random.pick(found);
    pack.facts = { ...pack.facts, made: comparison.fact };
    comparison.fact = "made";
    return true;
  },
  "inline-condition"(_, random, pack) {
    const found = places(pack.rules, (node) => typeof node.condition === "string");
    if (found.length === 0) return false;
    const { holder, key } = random.pick(found);
    holder[key] = copy(pack.conditions[holder[key].condition]);
    return true;
  },
  "stage-order"(files, random) {
    const set = setOf(files);
    if (set.stages.length < 2) return false;
    const index = random.int(set.stages.length - 1);
    [set.stages[index], set.stages[index + 1]] = [set.stages[index + 1], set.stages[index]];
    return true;
  },
  "stage-condition"(files, random, pack) {
    const stages = setOf(files).stages.filter((stage: Any) => "pack" in stage);
    if (stages.length === 0) return false;
    const stage = random.pick<Any>(stages);
    const comparisons = comparisonsOf(pack).filter(({ fact }) => fact.includes("."));
    if (stage.when !== undefined && random.chance(0.5))
      stage.when = random.pick([{ all: [stage.when] }, { not: { not: stage.when } }, { not: stage.when }]);
    else if (comparisons.length > 0) stage.when = copy(random.pick(comparisons));
    else return false;
    return true;
  },
  "stage-repeat"(files, random) {
    const set = setOf(files);
    set.stages.splice(random.int(set.stages.length + 1), 0, copy(random.pick(set.stages)));
    return true;
  },
};

function freshId(pack: Any, id: string): string {
  let name = `${id}-b`;
  while (rulesOf(pack).some((rule) => rule.id === name)) name += "b";
  return name;
}

const setOf = (files: Record<string, Any>): Any =>
  files[
    must(
      Object.keys(files).find((file) => file.endsWith(".set.json")),
      "the item looked for",
    )
  ];

function range(random: Random): string {
  const [one, other] = [random.pick(releases), random.pick(releases)];
  return random.pick([
    `>=${one}`,
    `<${one}`,
    `<=${one}`,
    `>${one}`,
    one,
    `>=${one} <${other}`,
    `<${one} || >=${other}`,
  ]);
}
