import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { isObject, type JsonObject } from "../../common/json.js";
import { documentFromJson } from "../../common/aliases.js";
import { documentChecker } from "../../compiler/check-document.js";
import { engines } from "../../packs/engines.js";
import { isModelConfig } from "../../serving/model-files.js";
import type { Invocation } from "../command.js";
import { isDirectory } from "../../workspace/is-directory.js";
import type { LoadOptions } from "../../workspace/load-options.js";
import type { Program } from "../../workspace/load-program.js";
import { loadRulesWithFindings } from "../load-rules.js";
import { isManifest } from "../../serving/manifest-names.js";
import { resolveOptionsOf } from "./given-options.js";
import { readJsonInput } from "../../workspace/read-input.js";
import type { BuiltModel } from "../../resolve/build-model.js";

/** A document, with the rules to run over it. */
export interface Source {
  readonly program: Program;
  readonly document: JsonObject;
  /** Null if the user gave the document. */
  readonly built: BuiltModel | null;
}

/** Reads a config document, which may be partial, or builds one from a model and its flags. @throws FettleError */
export async function readSource(
  source: string | undefined,
  invocation: Invocation,
  how: Pick<LoadOptions, "fromFiles"> = {},
): Promise<Source> {
  const given = await readDocument(source, invocation);
  if (given !== null) return { ...(await loadRulesWithFindings(invocation, how)), document: given, built: null };
  const [{ fromManifest }, { openRules }, { buildModel }] = await Promise.all([
    import("../../resolve/from-manifest.js"),
    import("../../resolve/open-rules.js"),
    import("../../resolve/build-model.js"),
  ]);
  const options = await fromManifest(resolveOptionsOf(invocation, source));
  const { program } = await openRules(options, how);
  const built = await buildModel(options, program.linked);
  return { program, document: built.document, built };
}

/** Documents are read before the rules that would name their engine. */
const engine = engines.vllm;

/** Reads the config document in a file; null if the file describes a model. */
async function readDocument(
  source: string | undefined,
  { streams, serveFlags }: Invocation,
): Promise<JsonObject | null> {
  if (source === undefined || isManifest(source) || (source !== "-" && isDirectory(source))) return null;
  const read = await readJsonInput(source, streams);
  const { value, file } = read;
  if (isObject(value) && isModelConfig(value, engine)) return null;
  if (!isObject(value))
    throw new FettleError([
      diagnostic("not-an-object", "the document is not an object", {
        file,
        hint: "name a config document, or a model's config.json",
      }),
    ]);
  if (serveFlags.length > 0) {
    const hint =
      "name the model's config.json instead, or remove the flags: they are already resolved in a config document";
    throw new FettleError([diagnostic("usage", `\`${source}\` is a config document, which takes no flags`, { hint })]);
  }
  const findings = documentChecker(engine)
    .checkDocument(read)
    .filter(({ severity }) => severity === "error");
  if (findings.length > 0) throw new FettleError(findings);
  return documentFromJson(value, engine.alias);
}
