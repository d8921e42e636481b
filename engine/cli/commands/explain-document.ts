import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { isObject, type JsonObject } from "../../common/json.js";
import { readJson } from "../../common/read-json.js";
import { documentFromJson } from "../../common/aliases.js";
import type { EngineAdapter } from "../../common/engine-adapter.js";
import { isModelConfig } from "../../serving/model-files.js";
import { documentChecker } from "../../compiler/check-document.js";
import type { Invocation } from "../command.js";
import { printDiagnostics } from "../output/print-diagnostics.js";

/** Reports the problems of a document with locations, and returns it if none is an error. @throws FettleError */
export function explainDocument(
  text: string,
  file: string,
  engine: EngineAdapter,
  { streams, options }: Invocation,
): JsonObject {
  const read = readJson(text, file);
  if (!read.ok) throw new FettleError(read.diagnostics);
  const { value, locate } = read.source;
  if (!isObject(value)) {
    const hint = "use an object with sections such as `model_config`";
    throw new FettleError([
      diagnostic("not-an-object", "the document is not an object", { file, ...locate(""), hint }),
    ]);
  }
  if (isModelConfig(value, engine)) {
    const hint = `run \`fettle resolve ${file}\`, which builds the config document`;
    throw new FettleError([
      diagnostic("document-type", "this is a model's config.json, not a config document", { file, hint }),
    ]);
  }
  const findings = documentChecker(engine).checkDocument(read.source);
  if (findings.some(({ severity }) => severity === "error")) throw new FettleError(findings);
  printDiagnostics(findings, streams, options.has("quiet"));
  return documentFromJson(value, engine.alias);
}
