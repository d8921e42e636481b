// The contents of a link: the visitor's whole input, compressed into the fragment, which is not sent to a server.
import { isObject } from "../../../engine/common/json.js";
import type { Texts } from "./data.js";
import type { Deployment } from "./deployment.js";

export interface Shared extends Deployment {
  /** The release to compare with; empty for none. */
  readonly other: string;
  /** The field to explain; empty for none. */
  readonly field: string;
  /** Edited packs, by file. */
  readonly edits: Texts;
}

/** Maximum uncompressed length of a link. */
const longest = 5_000_000;

export async function toFragment(shared: Shared): Promise<string> {
  const stream = new Blob([JSON.stringify(shared)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Decodes a fragment; null if it was not created by {@link toFragment}. */
export async function fromFragment(fragment: string): Promise<Shared | null> {
  try {
    const binary = atob(fragment.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += decoder.decode(part.value, { stream: true });
      if (text.length > longest) return null;
    }
    const value: unknown = JSON.parse(text);
    return isShared(value) ? value : null;
  } catch {
    return null;
  }
}

const texts = ["config", "command", "release", "device", "other", "field"] as const satisfies readonly (keyof Shared)[];

function isShared(value: unknown): value is Shared {
  return (
    isObject(value) &&
    texts.every((key) => typeof value[key] === "string") &&
    isObject(value["edits"]) &&
    Object.values(value["edits"]).every((text) => typeof text === "string")
  );
}
