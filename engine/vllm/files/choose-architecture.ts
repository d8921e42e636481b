import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { firstOf } from "../../common/must.js";
import { endings, type Convert, type Runner } from "../../packs/check/class-endings.js";
import type { ServeFacts } from "../facts.js";
import { usual, type ArchitectureFacts } from "../architecture-facts.js";

export interface Choice {
  /** The architecture in config.json that vLLM runs; null if there is none. */
  readonly architecture: string | null;
  /** Capabilities of its class; those of a plain text model if vLLM has no such class. */
  readonly facts: ArchitectureFacts;
  readonly runner: Runner;
  readonly convert: Convert;
  /** Why the runner was chosen. */
  readonly why: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Properties that select vLLM's class for a transformers model. */
export interface ModelShape {
  readonly hasTextPart: boolean;
  readonly isMoe: boolean;
  /** Whether `--model-impl transformers` asks for transformers' class. */
  readonly isBorrowed: boolean;
  /** Whether files of Sentence Transformers say how the model pools. */
  readonly statesPooling: boolean;
}

/** Chooses an architecture, a runner and an adapter; `runner` and `convert` are the flags' values. */
export function chooseArchitecture(
  architectures: readonly string[],
  runner: string,
  convert: string,
  facts: ServeFacts,
  shape: ModelShape,
): Choice {
  const [chosenRunner, why] =
    runner === "auto" ? autoRunner(architectures, convert, facts, shape) : [runner as Runner, "set by the flag"];
  const chosenConvert = convert === "auto" ? defaultConvert(architectures, chosenRunner, facts) : (convert as Convert);
  const isOwn = architectures.some((name) => facts.architectures.has(name));
  const borrowed =
    shape.isBorrowed || !isOwn ? throughTransformers(architectures[0], chosenRunner, facts, shape) : null;
  const own = architectures
    .map((name) => [name, inspect(name, chosenRunner, chosenConvert, facts)] as const)
    .find(([, info]) => info !== null);
  const found = shape.isBorrowed || chosenConvert === "none" ? (borrowed ?? own) : (own ?? borrowed ?? undefined);
  const architecture = found?.[0] ?? architectures[0] ?? null;
  const info = found?.[1] ?? usual;
  const diagnostics = [
    ...(found === undefined
      ? [unknown(architecture, facts)]
      : found === borrowed && !isOwn
        ? [unknown(firstOf(architectures), facts, found[0])]
        : []),
    ...misfit(architecture, info, chosenRunner, chosenConvert, facts),
  ];
  return { architecture, facts: info, runner: chosenRunner, convert: chosenConvert, why, diagnostics };
}

function autoRunner(
  architectures: readonly string[],
  convert: string,
  facts: ServeFacts,
  shape: ModelShape,
): readonly [Runner, string] {
  const isAsked = convert !== "auto" && convert !== "none" && facts.behaviors.has("convert-makes-pooling");
  if (isAsked) return ["pooling", `\`--convert ${convert}\` requires a pooling model`];
  if (shape.statesPooling) return ["pooling", "modules.json of Sentence Transformers says how the model pools"];
  return defaultRunner(architectures, facts);
}

function defaultRunner(architectures: readonly string[], facts: ServeFacts): readonly [Runner, string] {
  for (const name of architectures) {
    const info = facts.architectures.get(name);
    if (info?.pooling === true) return ["pooling", `${name} is a pooling model`];
    if (info?.generate === true) return ["generate", `${name} generates text`];
    const ending = endings.find(([end]) => name.endsWith(end));
    if (ending !== undefined) return [ending[1], `the name ${name} ends in ${ending[0]}`];
  }
  return ["generate", "not identified as a pooling model"];
}

function defaultConvert(architectures: readonly string[], runner: Runner, facts: ServeFacts): Convert {
  for (const name of architectures) {
    const info = facts.architectures.get(name);
    if (runner === "generate" && info?.generate === true) return "none";
    if (runner === "pooling" && info?.pooling === true) return "none";
    const ending = endings.find(([end, itsRunner]) => itsRunner === runner && name.endsWith(end));
    if (ending !== undefined) return ending[2];
  }
  return runner === "pooling" ? "embed" : "none";
}

/** The class that runs a transformers model for which vLLM has no class of its own. */
function throughTransformers(
  name: string | undefined,
  runner: Runner,
  facts: ServeFacts,
  shape: ModelShape,
): readonly [string, ArchitectureFacts] | null {
  if (name === undefined || (!shape.isBorrowed && !facts.transformersClasses.has(name))) return null;
  const [, itsRunner, itsConvert] = endings.find(([end]) => name.endsWith(end)) ?? ["", "generate", "none"];
  const task =
    runner !== "pooling" || itsRunner !== "pooling"
      ? "ForCausalLM"
      : itsConvert === "classify"
        ? "ForSequenceClassification"
        : "EmbeddingModel";
  const own = `Transformers${shape.hasTextPart ? "MultiModal" : ""}${shape.isMoe ? "MoE" : ""}${task}`;
  const info = facts.architectures.get(own);
  return info === undefined ? null : [own, info];
}

/** Capabilities of the named class, or of the one from which an adapter creates it. */
function inspect(name: string, runner: Runner, convert: Convert, facts: ServeFacts): ArchitectureFacts | null {
  const own = facts.architectures.get(name);
  if (own !== undefined) return own;
  const ending = endings.find(
    ([end, itsRunner, itsConvert]) => itsRunner === runner && itsConvert === convert && name.endsWith(end),
  );
  if (ending === undefined) return null;
  for (const [end] of endings) {
    const base = facts.architectures.get(name.replace(ending[0], end));
    if (base !== undefined) return base;
  }
  return null;
}

function unknown(architecture: string | null, facts: ServeFacts, through: string | null = null): Diagnostic {
  if (architecture === null) {
    const hint = 'name it with `--hf-overrides \'{"architectures": ["NAME"]}\'`';
    return diagnostic("no-architecture", "config.json does not name an architecture", { path: "/architectures", hint });
  }
  const message = `vLLM ${facts.target} has no model class \`${architecture}\``;
  const place = { path: "/architectures", architecture };
  const absence = facts.absentArchitectures.get(architecture);
  if (through !== null) {
    const hint = `${absence === undefined ? "" : `${absence}; `}it runs through transformers, as \`${through}\``;
    return diagnostic("unknown-architecture", message, { ...place, severity: "note", hint });
  }
  const hint = absence ?? "use a release or plug-in that has it: otherwise vLLM refuses to start";
  return diagnostic("unknown-architecture", message, { ...place, severity: "warning", hint });
}

function misfit(
  architecture: string | null,
  info: ArchitectureFacts,
  runner: Runner,
  convert: Convert,
  { behaviors }: ServeFacts,
): readonly Diagnostic[] {
  const onlyPools = info.pooling && !info.generate;
  if (
    (runner === "generate" && !info.generate) ||
    (runner === "draft" && onlyPools && behaviors.has("embedders-draft-nothing"))
  ) {
    return [
      diagnostic("bad-flag-value", `\`${architecture}\` cannot run with \`--runner ${runner}\``, {
        hint: "remove the flag",
      }),
    ];
  }
  if (runner === "pooling" && !info.pooling && convert === "none") {
    const hint = "add `--convert embed` or `--convert classify`";
    return [
      diagnostic("bad-flag-value", `\`${architecture}\` cannot run with \`--runner pooling\` without a conversion`, {
        hint,
      }),
    ];
  }
  return [];
}
