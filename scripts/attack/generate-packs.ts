import type { Json, JsonObject } from "../../engine/common/json.js";
import { fromRecord } from "../../engine/common/must.js";
import { expressionOf } from "./generate-expression.js";
import type { Files } from "./pair.js";
import type { Random } from "./random.js";

const h = "model_config.hf_config";
const t = "model_config.hf_text_config";

/** Open places: anything may be there. */
const openPlaces = [
  `${h}.a`,
  `${h}.b`,
  `${t}.a`,
  `${t}.b`,
  `${h}.p`,
  `${h}.p.a`,
  `${h}.text_config`,
  `${h}.text_config.a`,
  `${t}.p.a`,
  h,
  t,
  `${h}.l`,
  `${h}.l.0`,
  `${t}.l`,
];
/** Typed places, with values that fit. */
const typedPlaces: Readonly<Record<string, readonly Json[]>> = {
  "cache_config.block_size": [1, 8, 16, 17],
  "cache_config.gpu_memory_utilization": [0.5, 0.9, 0.9000000000000001],
  "cache_config.cache_dtype": ["auto", "fp8", "fp8_e5m2"],
  "cache_config.enable_prefix_caching": [true, false],
  "scheduler_config.max_num_seqs": [1, 2, 64],
  "model_config.max_model_len": [-1, 0, 1024],
  "model_config.is_hybrid": [true, false],
  "model_config.quantization": ["fp8", "awq"],
  "cache_config.kv_cache_dtype_skip_layers": [["0"], []],
};
const openValues: readonly Json[] = [0, 1, 2, 1.5, -1, "a", "b", "1", "", true, false, null];
const structures: readonly Json[] = [{}, [], [1], [1, 2], { a: 1 }, { a: 1, b: 2 }, { a: { b: 1 } }, { l: [1] }, ["a"]];

export interface Surface {
  readonly open: readonly string[];
  readonly typed: readonly string[];
}

/** One to three packs that interact, in a set. */
export function packsOf(random: Random, most = 3): Files {
  const open = random.shuffle(openPlaces).slice(0, 2 + random.int(4));
  const typed = random.shuffle(Object.keys(typedPlaces)).slice(0, random.int(3));
  const surface = { open, typed };
  const count = Math.min(most, random.pick([1, 1, 1, 2, 2, 3]));
  const names = ["acme/one", "acme/two", "acme/three"].slice(0, count);
  const packs = names.map((name, index) =>
    packOf(random, name, surface, names.slice(index + 1), index > 0 && random.chance(0.3)),
  );
  const stages = names.map((pack) =>
    random.chance(0.2) ? { pack, when: conditionOf(random, surface, [], 1) } : { pack },
  );
  return {
    "acme.set.json": { set: "acme", target: "vllm@0.19.0", stages } as unknown as JsonObject,
    ...Object.fromEntries(packs.map((pack) => [`${pack.pack as string}.pack.json`, pack])),
  };
}

/** The places that a pack mentions. */
export function surfaceOf(pack: JsonObject): Surface {
  const text = JSON.stringify(pack);
  const mentioned = (place: string) => text.includes(place);
  return {
    open: [...openPlaces.filter((place) => text.includes(`"${place}"`)), `${h}.a`],
    typed: Object.keys(typedPlaces).filter(mentioned),
  };
}

function packOf(
  random: Random,
  name: string,
  surface: Surface,
  others: readonly string[],
  isMatched: boolean,
): JsonObject {
  const places = [...surface.open, ...surface.typed].filter((place) => !/\.\d+$/.test(place));
  const facts = Object.fromEntries(
    ["f", "g"].slice(0, random.int(3)).map((key) => [key, expressionOf(random, places, 1 + random.int(2))]),
  );
  const conditions: Record<string, JsonObject> = random.chance(0.25)
    ? { c: conditionOf(random, surface, Object.keys(facts), 1) }
    : {};
  const rules = Array.from({ length: 1 + random.int(5) }, (_, index) => {
    const then = Array.from({ length: random.pick([1, 1, 2, 3]) }, () =>
      actionOf(random, surface, Object.keys(facts), others),
    );
    const when = random.chance(0.25)
      ? {}
      : {
          when:
            random.chance(0.15) && conditions.c !== undefined
              ? { condition: "c" }
              : conditionOf(random, surface, Object.keys(facts), 2),
        };
    const versions = random.chance(0.05) ? { versions: random.pick([">=0.19.0", ">=0.28.0", "<0.20.0"]) } : {};
    return { id: `r${index}`, ...versions, ...when, then };
  });
  const match = isMatched ? { match: { architectures: random.pick([["A"], ["A", "B"]]) } } : {};
  return {
    pack: name,
    hook: random.pick(["model_config", "vllm_config"]),
    ...match,
    ...(Object.keys(facts).length > 0 ? { facts } : {}),
    ...(conditions.c === undefined ? {} : { conditions }),
    rules,
  } as unknown as JsonObject;
}

export function conditionOf(random: Random, surface: Surface, facts: readonly string[], depth: number): JsonObject {
  if (depth > 0 && random.chance(0.45)) {
    const parts = () => Array.from({ length: 1 + random.int(3) }, () => conditionOf(random, surface, facts, depth - 1));
    return random.pick<() => JsonObject>([
      () => ({ all: parts() }),
      () => ({ any: parts() }),
      () => ({ not: conditionOf(random, surface, facts, depth - 1) }),
    ])();
  }
  if (surface.typed.length > 0 && random.chance(0.3)) return typedComparison(random, random.pick(surface.typed));
  const fact = facts.length > 0 && random.chance(0.35) ? random.pick(facts) : random.pick(surface.open);
  const value = (): Json => (random.chance(0.2) ? { fact: random.pick(surface.open) } : random.pick(openValues));
  const array = (): Json =>
    random.chance(0.15) ? { fact: random.pick(surface.open) } : random.shuffle(openValues).slice(0, random.int(4));
  const number = (): Json =>
    random.chance(0.2) ? { fact: random.pick(surface.open) } : random.pick([0, 1, 2, 1.5, -1, 0.1]);
  const makers: (() => [string, Json])[] = [
    () => [random.pick(["equal", "notEqual"]), value()],
    () => [random.pick(["equal", "notEqual"]), value()],
    () => [random.pick(["in", "notIn"]), array()],
    () => [random.pick(["contains", "doesNotContain"]), value()],
    () => [random.pick(["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"]), number()],
    () => [random.pick(["isSet", "isPresent"]), random.chance(0.6)],
    () => [
      random.pick([
        "everyFact:greaterThan",
        "someFact:lessThan",
        "everyFact:equal",
        "someFact:equal",
        "not:equal",
        "swap:lessThan",
        "not:lessThan",
        "everyFact:notEqual",
      ]),
      random.pick([0, 1, 2]),
    ],
    () => [
      random.pick([
        "someValue:equal",
        "everyValue:notEqual",
        "someValue:greaterThan",
        "not:in",
        "someFact:in",
        "everyFact:in",
      ]),
      random.pick([[1, 2], ["a"], [0]]),
    ],
  ];
  const [operator, expected] = random.pick(makers)();
  return { fact, operator, value: expected };
}

function typedComparison(random: Random, fact: string): JsonObject {
  const values = fromRecord(typedPlaces, fact);
  const [first] = values;
  if (random.chance(0.25)) return { fact, operator: random.pick(["isSet", "isPresent"]), value: random.chance(0.5) };
  if (Array.isArray(first)) return { fact, operator: random.pick(["contains", "doesNotContain"]), value: "0" };
  if (typeof first === "number" && random.chance(0.5))
    return {
      fact,
      operator: random.pick(["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"]),
      value: random.pick(values),
    };
  return random.chance(0.3)
    ? { fact, operator: random.pick(["in", "notIn"]), value: random.shuffle(values).slice(0, 2) }
    : { fact, operator: random.pick(["equal", "notEqual"]), value: random.pick(values) };
}

function actionOf(random: Random, surface: Surface, facts: readonly string[], others: readonly string[]): JsonObject {
  const places = [...surface.open, ...surface.typed].filter((place) => !/\.\d+$/.test(place));
  const shown = () =>
    Array.from(
      { length: random.int(3) },
      () => ` {${random.pick([...surface.open, ...surface.typed, ...facts])}}`,
    ).join("");
  const makers: (() => JsonObject)[] = [
    () => setOpen(random, random.pick(surface.open)),
    () => ({
      set: random.pick(surface.open),
      jsonata: random.chance(0.6) ? random.pick(places) : expressionOf(random, places, 2),
    }),
    () => typedSet(random, surface) ?? { set: random.pick(surface.open), value: 1 },
    () =>
      surface.typed.length === 0
        ? { unset: random.pick(surface.open) }
        : {
            set: random.pick(surface.typed),
            jsonata: random.chance(0.5) ? random.pick(places) : expressionOf(random, places, 1),
          },
    () => ({
      unset: random.pick(random.chance(0.9) ? places : ["cache_config", "model_config", "model_config.hf_config"]),
    }),
    () => ({ log: random.pick(["info", "warning"]), code: random.pick(["x", "y"]), message: `said${shown()}` }),
    () => ({ log: random.pick(["info", "warning"]), code: random.pick(["x", "y"]), message: `said${shown()}` }),
    () =>
      random.chance(0.5)
        ? { fail: random.pick(["e", "w"]), kind: random.pick(["value", "missing"]), message: `no${shown()}` }
        : { log: "info", code: "z", message: "z" },
    () =>
      others.length > 0 && random.chance(0.6)
        ? { include: random.pick(others) }
        : random.chance(0.3)
          ? { set: "model_config.architecture", value: random.pick(["A", "B", null]) }
          : { unset: random.pick(places) },
  ];
  return random.pick(makers)();
}

function setOpen(random: Random, path: string): JsonObject {
  const isConfig = path === h || path === t;
  const objects = structures.filter((value) => !Array.isArray(value));
  return {
    set: path,
    value: isConfig ? random.pick([...objects, null]) : random.pick(random.chance(0.6) ? openValues : structures),
  };
}

function typedSet(random: Random, { typed }: Surface): JsonObject | null {
  if (typed.length === 0) return null;
  const place = random.pick(typed);
  return { set: place, value: random.chance(0.15) ? null : random.pick(fromRecord(typedPlaces, place)) };
}
