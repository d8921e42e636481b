import type { ServingEngine, ServingRelease } from "../serving/serving-engine.js";
import { vllm } from "./adapter/vllm.js";
import { differingFields } from "./args/differing-fields.js";
import { readServeArgs } from "./args/read-serve-args.js";
import { toServeArgs, writeFlag } from "./args/to-serve-args.js";
import { buildDocument } from "./config/build-document.js";
import { readDocumentSchema } from "./document-schema.js";
import { readDraftFolder, readModelFolder } from "./files/read-model-folder.js";
import { overview } from "./overview.js";
import { checkVariables, variablesOf } from "./variables.js";
import { loadServeFacts, type ServeFacts } from "./facts.js";

/** vLLM's other half beside its adapter; `fettle apply` does without it. */
export const serving: ServingEngine = {
  release: (version, transformers) => releaseOf(loadServeFacts(version, transformers)),
  documentSchema: readDocumentSchema,
  readModelFolder,
  readDraftFolder,
  async *readFleet(places, options) {
    yield* (await import("./deployments/read-fleet.js")).readFleet(places, options);
  },
  async *readDocuments(places) {
    const [{ readFleet }, { documentOf }] = await Promise.all([
      import("./deployments/read-fleet.js"),
      import("./deployments/fleet-entry.js"),
    ]);
    for await (const entry of readFleet(places, { keepServed: true })) yield documentOf(entry);
  },
  openRecipeReader: async () => (await import("./recipes/read-recipe.js")).readRecipe,
  openServerReader: async () => (await import("./server/server-reader.js")).serverReader,
};

const provisional: ServingRelease["provisional"] = [
  { path: "cache_config.block_size", reason: "the attention backend chooses the block size when the server starts" },
];

const records = ["model_config.hf_overrides", "model_config.original_max_model_len"];

const capabilities = ["model_config._model_info"];

const members = { "compilation_config.mode": ["NONE", "STOCK_TORCH_COMPILE", "DYNAMO_TRACE_ONCE", "VLLM_COMPILE"] };

const opened = new WeakMap<ServeFacts, ServingRelease>();

/** The same object for the same facts: what is derived from a release is kept with it. */
function releaseOf(facts: ServeFacts): ServingRelease {
  const known = opened.get(facts);
  if (known !== undefined) return known;
  const { target, releases, schema, flags } = facts;
  const release: ServingRelease = {
    ...{ adapter: vllm, target, releases, schema, flags, overview },
    ...{ provisional, records, capabilities, members, writeFlag },
    readArgs: (args, options) => readServeArgs(args, facts, options),
    build: (options) => buildDocument({ ...options, facts }),
    pin: (options) => toServeArgs({ ...options, facts }),
    variables: () => variablesOf(target),
    checkVariables: (names) => checkVariables(names, facts),
    async configFileReader(args, read) {
      // Only such a file needs the YAML library.
      return args.includes("--config") ? (await import("./files/read-config-file.js")).configFileReader(read) : null;
    },
    differingFields: (document) => differingFields(document, facts),
    other: (version) => serving.release(version),
  };
  opened.set(facts, release);
  return release;
}
