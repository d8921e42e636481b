import { readFileSync } from "node:fs";

let loaded: ReadonlyMap<string, string> | undefined;

/** Names of attention backends by the class that a running server reports. */
export function attentionBackends(): ReadonlyMap<string, string> {
  const place = new URL("../../rules/vllm/catalog/attention-backends.json", import.meta.url);
  const read = () => JSON.parse(readFileSync(place, "utf8")) as { readonly classes: Readonly<Record<string, string>> };
  return (loaded ??= new Map(Object.entries(read().classes)));
}
