// A link to the playground: everything it shows, compressed into the fragment, which browsers send to no server.
import { diagnostic, FettleError } from "../common/diagnostic.js";
import { isObject } from "../common/json.js";
import type { ChangedFile } from "./reviewed.js";

/** What a link holds; empty texts leave the choice to the playground. */
export interface PlaygroundState {
  /** Text of config.json. */
  readonly config: string;
  /** The command line of `vllm serve`. */
  readonly command: string;
  readonly release: string;
  readonly device: string;
  /** The release to compare with; empty for none. */
  readonly other: string;
  /** The field to explain; empty for none. */
  readonly field: string;
  /** Edited packs and cases, by file. */
  readonly edits: Readonly<Record<string, string>>;
}

const names = "(?:[a-z0-9][a-z0-9._-]*\\/){1,2}[a-z0-9][a-z0-9._-]*";
const ruleFile = new RegExp(`^rules\\/${names}\\.(?:pack|cases)\\.json$`);
const inRepository = new RegExp(`(?:^|\\/)(rules\\/${names}\\.(?:pack|cases)\\.json)$`);

/** Whether a link may hold an edit of this file. */
export const isRuleFile = (file: string): boolean => ruleFile.test(file);

/** The address of a playground, without a fragment. @throws FettleError if it is not an address of the web. */
export function playgroundAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol))
    throw new FettleError([
      diagnostic("usage", `\`${text}\` is not a valid playground URL`, {
        hint: "use the URL of its page, such as `https://rules.example.com/try/`",
      }),
    ]);
  url.hash = "";
  return url.href;
}

/** Hosts and chats cut longer addresses. */
const longestLink = 16_000;

/**
 * The address of a playground that shows what changed packs and cases do; null if none of them is in a folder `rules`,
 * or the address would be too long.
 */
export async function playgroundLink(
  address: string,
  files: readonly ChangedFile[],
  textOf: (file: string) => string | null,
  release: string,
): Promise<string | null> {
  const edits = files.flatMap(({ file, status }) => {
    const [, name] = inRepository.exec(file) ?? [];
    const text = status === "removed" ? null : textOf(file);
    return name === undefined || text === null ? [] : [[name, text] as const];
  });
  if (edits.length === 0) return null;
  const nothing = { config: "", command: "", device: "", other: "", field: "" };
  const link = `${address}#${await toFragment({ ...nothing, release, edits: Object.fromEntries(edits) })}`;
  return link.length > longestLink ? null : link;
}

/** Maximum uncompressed length of a link. */
const longest = 5_000_000;

export async function toFragment(shared: PlaygroundState): Promise<string> {
  const stream = new Blob([JSON.stringify(shared)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Decodes a fragment; null if it was not created by {@link toFragment}. */
export async function fromFragment(fragment: string): Promise<PlaygroundState | null> {
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

const texts = [
  "config",
  "command",
  "release",
  "device",
  "other",
  "field",
] as const satisfies readonly (keyof PlaygroundState)[];

function isShared(value: unknown): value is PlaygroundState {
  return (
    isObject(value) &&
    texts.every((key) => typeof value[key] === "string") &&
    isObject(value["edits"]) &&
    Object.values(value["edits"]).every((text) => typeof text === "string")
  );
}
