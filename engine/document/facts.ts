import { readFileSync } from "node:fs";
import type { JsonObject } from "../base/json.js";
import { readFlagTable, type FlagTable } from "./serve-flags.js";

/** What a vLLM release knows and does, as far as a document depends on it; plain data from schemas/ and rules/. */
export interface ServeFacts {
  /** Release that the facts hold for, such as `0.19.0`. */
  readonly target: string;
  /** The document's JSON Schema. */
  readonly schema: JsonObject;
  readonly flags: FlagTable;
  readonly architectures: ReadonlyMap<string, ArchitectureFacts>;
  /** Architectures that are gone, with the last release that had them. */
  readonly lastSupported: ReadonlyMap<string, string>;
}

/** What a model class can do; `rules/vllm/architectures.json` says what is meant by what is left out. */
export interface ArchitectureFacts {
  readonly hybrid: boolean;
  readonly attentionFree: boolean;
  readonly innerState: boolean;
  readonly mambaPrefixCaching: boolean;
  readonly multimodal: boolean;
  readonly pooling: boolean;
  readonly generate: boolean;
  readonly attentionType: string;
  readonly sequencePooling: string;
  readonly tokenPooling: string;
  /** Whether vLLM's own handler of the family makes attention look both ways; or the key of config.json that says so. */
  readonly bidirectional: boolean | string;
}

/** A text model without anything special. */
export const usual: ArchitectureFacts = Object.freeze({
  hybrid: false,
  attentionFree: false,
  innerState: false,
  mambaPrefixCaching: false,
  multimodal: false,
  pooling: false,
  generate: true,
  attentionType: "decoder",
  sequencePooling: "LAST",
  tokenPooling: "ALL",
  bidirectional: false,
});

/** Puts the three data files together. */
export function readServeFacts(schema: JsonObject, serveFlags: JsonObject, architectures: JsonObject): ServeFacts {
  const known = architectures["architectures"] as Record<string, Partial<ArchitectureFacts>>;
  return Object.freeze({
    target: architectures["target"] as string,
    schema,
    flags: readFlagTable(schema, serveFlags["flags"] as readonly JsonObject[]),
    architectures: new Map(Object.entries(known).map(([name, facts]) => [name, Object.freeze({ ...usual, ...facts })])),
    lastSupported: new Map(Object.entries(architectures["lastSupported"] as Record<string, string>)),
  });
}

let loaded: ServeFacts | undefined;

/** The facts that ship with the package. The only function here that reads files; the result is kept. */
export function loadServeFacts(): ServeFacts {
  const read = (path: string) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")) as JsonObject;
  loaded ??= readServeFacts(
    read("schemas/vllm-config.schema.json"),
    read("rules/vllm/serve-flags.json"),
    read("rules/vllm/architectures.json"),
  );
  return loaded;
}
