import type { EngineAdapter } from "../../engine/common/engine-adapter.js";
import type { JsonObject } from "../../engine/common/json.js";

const section = (properties: JsonObject): JsonObject => ({ type: "object", additionalProperties: false, properties });
const open: JsonObject = { type: ["object", "null"] };
export const schema = section({
  network: section({ kind: { type: ["string", "null"] }, spec: open, decoder: open }),
  limits: section({
    batch: { type: ["integer", "null"], default: null, description: "The most requests of a step." },
    mode: { enum: ["fast", "safe", null], default: null },
  }),
});

/** An invented engine: two sections, two hooks, a dispatch field and an alias of its own. */
export const ember: EngineAdapter = {
  name: "ember",
  title: "Ember",
  schema: () => schema,
  hooks: [
    { name: "network", sections: new Set(["network"]), example: ["network", "spec", "layers"] },
    { name: "launch", sections: null, example: ["limits", "batch"] },
  ],
  dispatch: ["network", "kind"],
  modelName: ["network", "name"],
  modelFields: [["network", "spec"]],
  alias: { section: "network", field: "decoder", of: "spec", deepest: 2, usualKey: "decoder" },
  releases: ["1.0.0", "1.1.0"],
  architectures: new Set(["RingNet", "StarNet"]),
};
