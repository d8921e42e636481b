import { actionsOf, comparisonsOf, copy, places, ruleOf, rulesOf, type Mutations } from "./edit-places.js";
import { mutateExpression } from "./mutate-expression.js";
import { nudge } from "./nudge.js";

/** Edits of actions, values, messages and expressions. */
export const actionsMutations: Mutations = {
  "swap-actions"(_, random, pack) {
    const rules = rulesOf(pack).filter(({ then }) => then.length > 1);
    if (rules.length === 0) return false;
    const { then } = random.pick(rules);
    const index = random.int(then.length - 1);
    [then[index], then[index + 1]] = [then[index + 1], then[index]];
    return true;
  },
  "written-value"(_, random, pack) {
    const sets = actionsOf(pack, "set").filter((action) => "value" in action);
    if (sets.length === 0) return false;
    const action = random.pick(sets);
    action.value = nudge(action.value, random);
    return true;
  },
  "written-keys"(_, random, pack) {
    const found = places(actionsOf(pack, "set"), (node) => !Array.isArray(node) && Object.keys(node).length > 1).filter(
      ({ key }) => (key !== "then" && !/^\d+$/.test(String(key))) || key === "value",
    );
    if (found.length === 0) return false;
    const { holder, key } = random.pick(found);
    holder[key] = Object.fromEntries(Object.entries(holder[key]).reverse());
    return true;
  },
  "value-as-expression"(_, random, pack) {
    const sets = actionsOf(pack, "set").filter((action) => "value" in action);
    if (sets.length === 0) return false;
    const action = random.pick(sets);
    action.jsonata = JSON.stringify(action.value);
    delete action.value;
    return true;
  },
  "copy-field"(_, random, pack) {
    const rule = ruleOf(pack, random);
    const written = actionsOf(pack, "set");
    if (rule === undefined || written.length === 0) return false;
    const [one, other] = [random.pick(written).set, random.pick(written).set];
    if (one === other) return false;
    rule.then.splice(random.int(rule.then.length + 1), 0, { set: one, jsonata: other });
    return true;
  },
  unset(_, random, pack) {
    const rule = ruleOf(pack, random);
    const written = [
      ...actionsOf(pack, "set").map(({ set }) => set),
      ...comparisonsOf(pack).map(({ fact }) => fact),
    ].filter((path) => path.includes("."));
    if (rule === undefined || written.length === 0) return false;
    const path = random.pick(written);
    rule.then.splice(random.int(rule.then.length + 1), 0, {
      unset: random.chance(0.25) && path.split(".").length > 2 ? path.split(".").slice(0, -1).join(".") : path,
    });
    return true;
  },
  "drop-action"(_, random, pack) {
    const rule = ruleOf(pack, random);
    if (rule === undefined || rule.then.length < 2) return false;
    rule.then.splice(random.int(rule.then.length), 1);
    return true;
  },
  "repeat-action"(_, random, pack) {
    const rule = ruleOf(pack, random);
    if (rule === undefined) return false;
    rule.then.splice(random.int(rule.then.length + 1), 0, copy(random.pick(rule.then)));
    return true;
  },
  "log-level"(_, random, pack) {
    const logs = actionsOf(pack, "log");
    if (logs.length === 0) return false;
    random.pick(logs).log = random.pick(["debug", "info", "warning", "error"]);
    return true;
  },
  "log-code"(_, random, pack) {
    const logs = actionsOf(pack, "log");
    if (logs.length === 0) return false;
    random.pick(logs).code += "-2";
    return true;
  },
  "log-params"(_, random, pack) {
    const logs = [...actionsOf(pack, "log"), ...actionsOf(pack, "fail")];
    if (logs.length === 0) return false;
    const log = random.pick(logs);
    const shown = [...actionsOf(pack, "set").map(({ set }) => set), ...comparisonsOf(pack).map(({ fact }) => fact)];
    log.message =
      log.message.includes("{") && random.chance(0.5)
        ? log.message.replace(/\{[^}]*\}/, "it")
        : `${log.message} {${shown.length === 0 ? "cache_config.block_size" : random.pick(shown)}}`;
    return true;
  },
  "log-words"(_, random, pack) {
    const logs = [...actionsOf(pack, "log"), ...actionsOf(pack, "fail")];
    if (logs.length === 0) return false;
    const log = random.pick(logs);
    log.message = `now: ${log.message}`;
    return true;
  },
  "fail-kind"(_, random, pack) {
    const fails = actionsOf(pack, "fail");
    if (fails.length === 0) return false;
    random.pick(fails).kind = random.pick(["assertion", "missing", "value"]);
    return true;
  },
  "fail-code"(_, random, pack) {
    const fails = actionsOf(pack, "fail");
    if (fails.length === 0) return false;
    random.pick(fails).fail += "-2";
    return true;
  },
  "add-fail"(_, random, pack) {
    const rule = ruleOf(pack, random);
    if (rule === undefined) return false;
    rule.then.splice(random.int(rule.then.length + 1), 0, { fail: "added", kind: "value", message: "no" });
    return true;
  },
  expression(_, random, pack) {
    const held = [
      ...Object.keys(pack.facts ?? {}).map((key) => ({ holder: pack.facts, key })),
      ...actionsOf(pack, "jsonata").map((holder) => ({ holder, key: "jsonata" })),
    ];
    if (held.length === 0) return false;
    const { holder, key } = random.pick(held);
    holder[key] = mutateExpression(holder[key], random).text;
    return true;
  },
};
