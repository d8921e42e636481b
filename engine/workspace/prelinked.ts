import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { operatorTable } from "../language/conditions/operators.js";
import { engines } from "../packs/engines.js";
import { fullTarget } from "../packs/known-releases.js";
import type { LinkedPack, LinkedPacks, LinkedStage } from "../packs/linked.js";
import { fromLines } from "./pack-lines.js";
import { shippedRules } from "./shipped-rules.js";

/** The shipped set, checked and linked at build time, one file for each target. Absent when running from source. */
const folder = fileURLToPath(new URL("../prelinked", import.meta.url));

export interface Prelinked {
  readonly target: LinkedPacks["target"];
  /** Rule files by path below the shipped rules, with their sizes in bytes. */
  readonly files: Readonly<Record<string, number>>;
  readonly packs: readonly SavedPack[];
  readonly stages: readonly SavedStage[];
}

interface SavedPack {
  readonly name: string;
  /** Path below the shipped rules. */
  readonly file: string;
  /**
   * The file with its content, as `toLines` writes it: separate, since most documents reach few packs, and most
   * releases share them.
   */
  readonly content: string;
}

type SavedStage =
  | { readonly kind: "dispatch"; readonly packs: readonly (readonly [string, string])[] }
  | (Omit<LinkedStage & { kind: "pack" }, "architectures"> & { readonly architectures: readonly string[] | null });

/** The file name for a target, distinct if none is requested. */
export function indexName(set: string, target: string | undefined): string {
  return target === undefined ? `${set}.json` : `${set}.${target}.json`;
}

const isForAll = (stage: LinkedStage): boolean => stage.kind === "dispatch" || stage.isForDeployments !== true;

/** The name comes from a user, so it must not contain path separators. */
const isPlain = (name: string): boolean => /^[\w.@+-]+$/.test(name);

/** Reads the prelinked set; null if there is none for this target, or if a rule file has changed since. */
export function readPrelinked(set: string, target: string | undefined, deployments = false): LinkedPacks | null {
  const name = indexName(set, target === undefined ? undefined : fullTarget(target));
  if (!isPlain(name)) return null;
  const file = path.join(folder, name);
  let saved: Prelinked;
  try {
    saved = JSON.parse(readFileSync(file, "utf8")) as Prelinked;
  } catch {
    return null;
  }
  if (!isCurrent(saved.files, file)) return null;
  const packs = saved.packs.map(readPack);
  const stages = saved.stages.map(
    (stage): LinkedStage =>
      stage.kind === "dispatch"
        ? { ...stage, packs: new Map(stage.packs) }
        : { ...stage, architectures: stage.architectures === null ? null : new Set(stage.architectures) },
  );
  return {
    ...{ set, target: saved.target, engine: engines.vllm, operators: operatorTable(null) },
    get read() {
      return unread();
    },
    packs: new Map(packs.map((pack) => [pack.name, pack])),
    stages: deployments ? stages : stages.filter(isForAll),
    everyStage: stages,
  };
}

function readPack({ name, file, content }: SavedPack): LinkedPack {
  let read: Pick<LinkedPack, "pack" | "rules"> | undefined;
  const parsed = () => (read ??= fromLines(readFileSync(path.join(folder, content), "utf8")));
  return {
    ...{ kind: "pack", name, file: path.join(shippedRules(), file) },
    get pack() {
      return parsed().pack;
    },
    get rules() {
      return parsed().rules;
    },
    get source() {
      return unread();
    },
  };
}

function unread(): never {
  throw new Error("the built-in set was loaded prelinked: load it with `fromFiles`");
}

/**
 * An installed package has one date for all files; in a clone, a rule edited after the build is newer than the index.
 */
function isCurrent(files: Prelinked["files"], index: string): boolean {
  const { sizes, newest } = ruleFiles();
  const names = Object.keys(sizes);
  const same = names.length === Object.keys(files).length && names.every((name) => sizes[name] === files[name]);
  return same && newest <= statSync(index).mtimeMs;
}

export function ruleFiles(): { readonly sizes: Record<string, number>; readonly newest: number } {
  const sizes: Record<string, number> = {};
  let newest = 0;
  const look = (folder: string): void => {
    for (const entry of readdirSync(path.join(shippedRules(), folder), { withFileTypes: true })) {
      const place = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) look(place);
      else if (/\.(?:pack|set)\.json$/.test(entry.name)) {
        const { size, mtimeMs } = statSync(`${shippedRules()}/${place}`);
        sizes[place] = size;
        newest = Math.max(newest, mtimeMs);
      }
    }
  };
  look("");
  return { sizes, newest };
}
