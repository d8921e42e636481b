import type { ServingRelease } from "../../serving/serving-engine.js";
import { FettleError } from "../../common/diagnostic.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { firstOf } from "../../common/must.js";
import type { Completed } from "../command.js";

/** A possible completion with its description. */
export interface Candidate {
  readonly value: string;
  readonly about: string;
}

/** Context of the word: the preceding words, and the release that they select. */
export interface Around {
  readonly current: string;
  readonly before: readonly string[];
  readonly target: string | undefined;
}

/** Candidates of a kind. Empty if the rules or the project cannot be read: a shell cannot show a diagnostic. */
export async function candidatesOf(kind: Exclude<Completed, "file" | "folder">, around: Around): Promise<Candidate[]> {
  try {
    return await sources[kind](around);
  } catch (error) {
    if (error instanceof FettleError) return [];
    throw error;
  }
}

const plain = (values: Iterable<string>, about = ""): Candidate[] => [...values].map((value) => ({ value, about }));

const sources: Readonly<Record<Exclude<Completed, "file" | "folder">, (around: Around) => Promise<Candidate[]>>> = {
  async release() {
    const { releases } = await import("../../generated/releases.js");
    return [{ value: "latest", about: "the newest release that is known" }, ...plain(releases.toReversed())];
  },
  async device() {
    const { knownDevices } = await import("../../serving/devices.js");
    return knownDevices.map(({ name, driverName }) => ({ value: name, about: driverName ?? "" }));
  },
  async architecture() {
    return plain((await import("../../generated/architectures.js")).architectures);
  },
  async pack({ before }) {
    const { packs } = await rulesIn(before);
    return packs.map(candidateOf);
  },
  async policy({ before }) {
    const policies = (await rulesIn(before)).packs.filter(({ kind }) => kind === "policy");
    const vendors = new Set(policies.map(({ pack }) => firstOf(pack.split("/"))));
    return [...plain(vendors, "all of its policies"), ...policies.map(candidateOf)];
  },
  async set({ before }) {
    return plain((await rulesIn(before)).sets);
  },
  async path({ current, target }) {
    const { fieldsOfRelease } = await import("../../editor/fields.js");
    const release = await releaseOf(target);
    const depth = current.split(".").length;
    const fields = [...fieldsOfRelease(release).values()];
    return fields
      .filter(({ path }) => path.split(".").length === depth)
      .map(({ path, description, isSection }) => ({ value: isSection ? `${path}.` : path, about: description ?? "" }));
  },
  async shell() {
    return plain(["bash", "zsh", "fish"]);
  },
  async kind() {
    return plain(["pack"]);
  },
};

const candidateOf = ({ pack, title }: { readonly pack: string; readonly title: Json | undefined }): Candidate => ({
  value: pack,
  about: typeof title === "string" ? title : "",
});

/**
 * Packs and sets in the folders that the words select, or in the project, and the shipped ones. They are not checked,
 * which would take too long for completion.
 */
async function rulesIn(words: readonly string[]) {
  const [{ chooseRules }, { findProject }, { readFolders }, { shippedRules }] = await Promise.all([
    import("../../workspace/choose-rules.js"),
    import("../../workspace/project.js"),
    import("../../workspace/read-folders.js"),
    import("../../workspace/shipped-rules.js"),
  ]);
  const rules = words.filter((_, index) => words[index - 1] === "--rules");
  const chosen = chooseRules({ rules }, await findProject());
  const { files } = await readFolders([shippedRules(), ...chosen.rules]);
  const named = (ending: string) =>
    Object.entries(files).flatMap(([file, content]) => (file.endsWith(ending) ? [parsed(content)] : []));
  return {
    packs: named(".pack.json").flatMap(({ pack, title, kind }) =>
      typeof pack === "string" ? [{ pack, title, kind }] : [],
    ),
    sets: named(".set.json").flatMap(({ set }) => (typeof set === "string" ? [set] : [])),
  };
}

/** The content of a rule file; empty if it is not JSON. */
function parsed(content: string | object): JsonObject {
  try {
    const value = typeof content === "string" ? (JSON.parse(content) as Json) : (content as Json);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Flags of `vllm serve`, or the values of the preceding flag. */
export async function serveCandidates(before: readonly string[], target: string | undefined): Promise<Candidate[]> {
  const { flags } = await releaseOf(target);
  const waiting = flags.byName.get(before.at(-1) ?? "");
  if (waiting?.values != null) return plain(waiting.values.map(String));
  if (waiting !== undefined && waiting.kind !== "boolean" && waiting.kind !== "switch") return [];
  return [...flags.spellings].map(([value, { flag }]) => {
    const about = flag.schema?.["description"];
    return { value, about: typeof about === "string" ? about : (flag.field ?? "") };
  });
}

/** The release whose fields and flags are completed. */
async function releaseOf(target: string | undefined): Promise<ServingRelease> {
  const [{ servingEngineOf }, { engines }] = await Promise.all([
    import("../../resolve/serving-engines.js"),
    import("../../packs/engines.js"),
  ]);
  return (await servingEngineOf(engines.vllm)).release(target?.split("@").at(-1));
}
