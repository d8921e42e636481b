import { readShared } from "../common/aliases.js";
import type { Alias, EngineAdapter } from "../common/engine-adapter.js";
import { diagnostic, type Diagnostic } from "../common/diagnostic.js";
import { checkSchema, type SchemaModule } from "../common/explain-schema.js";
import { isObject, type Json, type JsonObject } from "../common/json.js";
import type { JsonSource } from "../common/read-json.js";
import { describeTreeError, findTreeError, isPlainTree, type TreeError } from "../common/find-tree-error.js";
import { pointer, pointerKeys } from "../common/path.js";
import type { EvaluationError } from "../generated/result.js";
import type { SharedParts } from "../common/shared-parts.js";
import { compileSchema } from "../common/compile-schema.js";
import { must } from "../common/must.js";
import { memoize } from "../common/memoize.js";

/** Checks documents of a serving engine. */
export interface DocumentChecker {
  /** Whether `checkDocument` finds nothing. */
  fitsSchema(document: unknown, shared?: SharedParts): boolean;
  /**
   * Checks a document. Wrong types and values are errors, unknown fields are warnings; a `$same` that refers to no
   * object is an error.
   */
  checkDocument(source: JsonSource): readonly Diagnostic[];
  /** Returns the first wrong type or value of a document as an evaluation error; null if there is none. */
  documentError(document: unknown, shared?: SharedParts): EvaluationError | null;
  /**
   * Returns the evaluation error for what reading a document threw: the document has a value that JSON does not have.
   *
   * @throws the error itself, if the document is JSON: then it is a bug.
   */
  errorBehind(error: unknown, document: unknown): EvaluationError;
}

/** Creates the checker of an engine's documents. Its schema is compiled when it is first needed. */
export const documentChecker = memoize((engine: Pick<EngineAdapter, "schema" | "alias">): DocumentChecker => {
  let test: ((value: unknown) => boolean) | undefined;
  let wholeTest: ReturnType<typeof compileSchema> | undefined;
  const schema: SchemaModule = {
    readSchemas: () => [engine.schema()],
    validate: (document) => (test ??= compile(engine.schema()))(document),
  };
  const fitsSchema = (document: unknown, shared?: SharedParts): boolean => {
    try {
      wholeTest ??= compile(engine.schema(), isWhole);
      return wholeTest(document, shared) && readShared(asSource(document), engine.alias).ok;
    } catch {
      // A getter or a proxy threw; the full check locates it.
      return false;
    }
  };
  const checkDocument = (source: JsonSource): readonly Diagnostic[] => {
    try {
      const fault = documentFault(source);
      return fault === null ? checkPlain(source, schema, engine.alias) : [fault];
    } catch (error) {
      return [unreadable(source, error)];
    }
  };
  return {
    fitsSchema,
    checkDocument,
    documentError(document, shared) {
      if (fitsSchema(document, shared)) return null;
      const [first] = checkDocument(asSource(document)).filter(({ severity }) => severity === "error");
      return first === undefined ? null : asError(first);
    },
    errorBehind: (error, document) => asError(unreadable(asSource(document), error)),
  };
});

const compile = (root: JsonObject, open?: (value: unknown) => boolean) =>
  compileSchema({ schema: root, root, documents: [] }, open);

const isWhole = (part: unknown): boolean => isPlainTree(part) || findTreeError(part, none) === null;
const none: ReadonlySet<string> = new Set();

/** Finds a value in a document that JSON does not have; null if there is none. */
function documentFault(source: JsonSource): Diagnostic | null {
  const fault = isPlainTree(source.value) ? null : findTreeError(source.value, none);
  return fault === null ? null : describeFault(fault, source);
}

function describeFault(fault: TreeError, { file, locate }: JsonSource): Diagnostic {
  const path = pointer(fault.path);
  return diagnostic(fault.code, describeTreeError(fault).message, {
    file,
    path,
    ...locate(path),
    hint: describeTreeError(fault).hint,
  });
}

function checkPlain(source: JsonSource, schema: SchemaModule, alias: Alias | null): readonly Diagnostic[] {
  const ofSchema = checkSchema(source, schema).map(
    (entry): Diagnostic =>
      entry.code === "unknown-key"
        ? { ...entry, code: "document-unknown-field", severity: "warning" }
        : { ...entry, code: "document-type" },
  );
  const shared = isObject(source.value) ? readShared(source, alias) : null;
  return shared === null || shared.ok ? ofSchema : [...ofSchema, shared.diagnostic];
}

function unreadable(source: JsonSource, error: unknown): Diagnostic {
  const fault = documentFault(source);
  if (fault !== null) return fault;
  try {
    structuredClone(source.value);
  } catch {
    // A proxy may show no keys and still throw.
    return describeFault({ code: "not-json", path: [], what: "an unreadable value" }, source);
  }
  throw error;
}

function asError({ path, message, hint }: Diagnostic): EvaluationError {
  const place = pointerKeys(must(path, "the place of an error")).join(".");
  return { code: "fettle/document-type", kind: "type", message: `${message}: ${hint}`, rule: null, path: place };
}

/** A document without a file. */
export function asSource(document: unknown): JsonSource {
  return { file: null, value: document as Json, locate: () => null };
}
