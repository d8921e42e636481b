import type { JsonObject } from "../../../engine/common/json.js";
import { fromRecord, must } from "../../../engine/common/must.js";
import type { Expected, Files, Pair } from "../pair.js";

/** Short names for places: H.a is model_config.hf_config.a. */
const short: Readonly<Record<string, string>> = {
  H: "model_config.hf_config",
  T: "model_config.hf_text_config",
  M: "model_config",
  C: "cache_config",
  S: "scheduler_config",
};

export function long(text: string): string {
  return text.replace(/(?<![\w"$.])([HTMCS])(?![\w"])/g, (name) => fromRecord(short, name));
}

export type Condition = JsonObject;
export type Action = JsonObject;
export type Rule = {
  readonly when?: Condition;
  readonly then: readonly Action[];
  readonly versions?: string;
  readonly id?: string;
};

export const cmp = (fact: string, operator: string, value: unknown): Condition => ({
  fact: long(fact),
  operator,
  value: value as never,
});
export const eq = (fact: string, value: unknown) => cmp(fact, "equal", value);
export const ne = (fact: string, value: unknown) => cmp(fact, "notEqual", value);
export const lt = (fact: string, value: unknown) => cmp(fact, "lessThan", value);
export const le = (fact: string, value: unknown) => cmp(fact, "lessThanInclusive", value);
export const gt = (fact: string, value: unknown) => cmp(fact, "greaterThan", value);
export const ge = (fact: string, value: unknown) => cmp(fact, "greaterThanInclusive", value);
export const isSet = (fact: string, value = true) => cmp(fact, "isSet", value);
export const isPresent = (fact: string, value = true) => cmp(fact, "isPresent", value);
export const ref = (fact: string) => ({ fact: long(fact) });
export const all = (...of: Condition[]): Condition => ({ all: of });
export const any = (...of: Condition[]): Condition => ({ any: of });
export const not = (of: Condition): Condition => ({ not: of });
export const named = (condition: string): Condition => ({ condition });

export const set = (path: string, value: unknown): Action => ({ set: long(path), value: value as never });
export const put = (path: string, expression: string): Action => ({ set: long(path), jsonata: long(expression) });
export const unset = (path: string): Action => ({ unset: long(path) });
export const log = (code: string, ...shown: string[]): Action => ({
  log: "info",
  code,
  message: ["said", ...shown.map((name) => `{${long(name)}}`)].join(" "),
});
export const warn = (code: string, ...shown: string[]): Action => ({ ...log(code, ...shown), log: "warning" });
export const fail = (code: string, kind = "value"): Action => ({ fail: code, kind, message: "it cannot be" });
export const include = (pack: string): Action => ({ include: pack });
export const rule = (when: Condition | null, ...then: Action[]): Rule => (when === null ? { then } : { when, then });
export const at = (versions: string, one: Rule | Action): Rule => ({ ...asRule(one), versions });

export interface PackText {
  readonly facts?: Readonly<Record<string, string>>;
  readonly conditions?: Readonly<Record<string, Condition>>;
  readonly versions?: string;
  readonly match?: readonly unknown[];
  readonly hook?: string;
}

const asRule = (one: Rule | Action): Rule => ("then" in one ? (one as Rule) : { then: [one as Action] });

/** A pack of rules and of single actions, each a rule of its own. */
export function pack(
  name: string,
  rules: readonly (Rule | Action)[],
  { facts, match, ...rest }: PackText = {},
): JsonObject {
  const long_ =
    facts === undefined
      ? {}
      : { facts: Object.fromEntries(Object.entries(facts).map(([key, text]) => [key, long(text)])) };
  const matched = match === undefined ? {} : { match: { architectures: match } };
  return {
    pack: name,
    hook: "vllm_config",
    ...rest,
    ...matched,
    ...long_,
    rules: rules.map((one, index) => ({ id: `r${index}`, ...asRule(one) })),
  } as unknown as JsonObject;
}

export function files(packs: readonly JsonObject[], stages?: readonly JsonObject[], target = "vllm@0.19.0"): Files {
  const named = stages ?? packs.map(({ pack: name }) => ({ pack: must(name, "name") }));
  return {
    "acme.set.json": { set: "acme", target, stages: named as never },
    ...Object.fromEntries(packs.map((content) => [`${content.pack as string}.pack.json`, content])),
  };
}

type Rules = readonly (Rule | Action)[];
export interface Extra {
  readonly base?: PackText;
  readonly head?: PackText;
  readonly both?: PackText;
  /** Abbreviated documents: `{ H: …, T: …, C: … }`; a T of "H" or "H.text_config" is that very object. */
  readonly documents?: readonly Short[];
}
export type Short = Readonly<Record<string, unknown>>;

/** A document in short: H, T, C, S and M; a T that is a text names the place that it shares. */
export function documentOf({ H, T, C, S, M, ...rest }: Short): JsonObject {
  const model: Record<string, unknown> = { ...(M as object | undefined) };
  if (H !== undefined) model.hf_config = structuredClone(H);
  if (typeof T === "string")
    model.hf_text_config = T.split(".")
      .slice(1)
      .reduce((value: any, key) => value[key], model.hf_config);
  else if (T !== undefined) model.hf_text_config = T;
  return {
    ...(Object.keys(model).length === 0 && M === undefined ? {} : { model_config: model }),
    ...(C === undefined ? {} : { cache_config: C }),
    ...(S === undefined ? {} : { scheduler_config: S }),
    ...rest,
  } as JsonObject;
}

/** Collects the pairs of one theme. */
export function themeOf(theme: string) {
  const pairs: Pair[] = [];
  const add = (
    expected: Expected | undefined,
    name: string,
    base: Files,
    head: Files,
    documents?: readonly Short[],
  ) => {
    pairs.push({
      name: `${theme}: ${name}`,
      theme,
      set: "acme",
      base,
      head,
      expected,
      documents: documents?.map(documentOf),
      tags: [theme],
    });
  };
  const packs =
    (expected: Expected | undefined) =>
    (name: string, base: Rules, head: Rules, extra: Extra = {}) => {
      add(
        expected,
        name,
        files([pack("acme/one", base, { ...extra.both, ...extra.base })]),
        files([pack("acme/one", head, { ...extra.both, ...extra.head })]),
        extra.documents,
      );
    };
  return {
    pairs,
    /** Documents, logs, failures and the ledger agree. */
    same: packs("same"),
    different: packs("different"),
    /** Only the ledger differs. */
    ledger: packs("ledger"),
    open: packs(undefined),
    add,
  };
}
