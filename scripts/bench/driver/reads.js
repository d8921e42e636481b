/** A function that reads a dotted path, or the one computed fact of the shipped packs. */
export function reader(text) {
  if (text.includes("?")) return pooling;
  const [first, second, third, ...more] = text.split(".");
  if (more.length > 0) return (document) => text.split(".").reduce((value, name) => value?.[name], document);
  if (third !== undefined) return (document) => document[first]?.[second]?.[third];
  if (second !== undefined) return (document) => document[first]?.[second];
  return (document) => document[first];
}

function pooling({ model_config: { hf_config: config } }) {
  if (config.pooling != null) return config.pooling;
  if (config.llm_config === undefined) return null;
  return config.llm_config?.pooling !== undefined ? config.llm_config.pooling : "avg";
}
