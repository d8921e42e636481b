import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { showValue } from "../../common/show-value.js";
import { checkClass } from "./check-class.js";
import { ownCode, type ModelTypes } from "./model-types.js";

/** Validates config.json as the class that reads it does; `config` has no overrides applied. */
export function checkModelType(
  config: JsonObject,
  overrides: JsonObject,
  trustsCode: boolean,
  types: ModelTypes,
): readonly Diagnostic[] {
  const unread = unreadable(config, overrides, trustsCode, types);
  return unread === null ? checkParts(config, types) : [unread];
}

function unreadable(
  config: JsonObject,
  overrides: JsonObject,
  trustsCode: boolean,
  types: ModelTypes,
): Diagnostic | null {
  const type = config["model_type"];
  const replaced = overrides["model_type"];
  if (typeof type !== "string" || types.knows(type)) return null;
  if (typeof replaced === "string" && types.isOwn(replaced)) return null;
  const place = { severity: "warning", path: "/model_type" } as const;
  if (ownCode(config, "AutoConfig") !== null) {
    if (trustsCode) return null;
    const hint = "review that code, then add `--trust-remote-code`: vLLM refuses to start without it";
    return diagnostic("start-refused", `\`${type}\` requires code from the checkpoint`, { ...place, hint });
  }
  const from = types.knownFrom(type);
  const hint =
    from === null
      ? "check the spelling against the model card: vLLM refuses to start with it"
      : `upgrade transformers to ${from} if the release allows it: vLLM refuses to start without it`;
  return diagnostic("start-refused", `transformers ${types.transformers} does not know model type \`${type}\``, {
    ...place,
    hint,
  });
}

/** Validates config.json and its parts as their classes do. */
function checkParts(config: JsonObject, types: ModelTypes): readonly Diagnostic[] {
  const parts = [
    ["", config] as const,
    ...Object.entries(config).flatMap(([key, value]) =>
      key.endsWith("_config") && isObject(value) && typeof value["model_type"] === "string"
        ? [[`/${key}`, value] as const]
        : [],
    ),
  ];
  return parts.flatMap(([path, part]) => {
    const layers = layerFault(part, types);
    const found = [...(layers === null ? [] : [layers]), ...checkClass(part, types)];
    return found.map((fault) => ({ ...fault, path: `${path}${fault.path}` }));
  });
}

/** Reports a list of layers with the wrong length, or with unknown types. */
function layerFault(part: JsonObject, types: ModelTypes): Diagnostic | null {
  const { layer_types: layers, num_hidden_layers: count, model_type: type } = part;
  if (!Array.isArray(layers) || typeof type !== "string" || !types.checksLayers(type)) return null;
  const hint = "fix the file: vLLM refuses to start with it";
  const place = { severity: "warning", path: "/layer_types", hint } as const;
  const odd = (layers as readonly Json[]).find((layer) => typeof layer !== "string" || !types.layerKinds.has(layer));
  if (odd !== undefined) {
    const message = `transformers ${types.transformers} does not know layer type ${showValue(odd)}`;
    return diagnostic("start-refused", message, place);
  }
  if (typeof count !== "number" || count === layers.length) return null;
  return diagnostic("start-refused", `\`layer_types\` has ${layers.length} layers, but the model has ${count}`, place);
}
