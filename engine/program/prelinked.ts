import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { operatorTable } from "../lang/operators.js";
import type { LinkedStage } from "../pack/link-set.js";
import type { LinkedPacks } from "../pack/link-packs.js";
import type { LinkedPack } from "../pack/linked.js";
import { shippedRules } from "./shipped-rules.js";

/** The shipped set, checked and linked when the package was built; the source of the engine has none. */
const file = fileURLToPath(new URL("../prelinked.json", import.meta.url));

interface Prelinked {
  /** Rule files by path below the shipped rules, with their sizes in bytes. */
  readonly files: Readonly<Record<string, number>>;
  readonly set: string;
  readonly target: LinkedPacks["target"];
  readonly packs: readonly SavedPack[];
  readonly stages: readonly SavedStage[];
}

/** Most documents reach few packs: the others stay text. */
interface SavedPack {
  readonly name: string;
  /** Below the shipped rules. */
  readonly file: string;
  /** A JSON text of the rest. */
  readonly content: string;
}

type SavedContent = Pick<LinkedPack, "pack" | "rules">;

type SavedStage =
  | { readonly kind: "dispatch"; readonly packs: readonly (readonly [string, string])[] }
  | (Omit<LinkedStage & { kind: "pack" }, "architectures"> & { readonly architectures: readonly string[] | null });

/** Linked packs as a text from which {@link readPrelinked} makes them again. */
export function savePrelinked({ set, target, packs, stages }: LinkedPacks): string {
  const saved: Prelinked = {
    ...{ set, target, files: ruleFiles().sizes },
    packs: [...packs.values()].map(({ name, file: place, pack, rules }) => ({ name, file: relative(place), content: JSON.stringify({ pack, rules } satisfies SavedContent) })),
    stages: stages.map((stage) =>
      stage.kind === "dispatch"
        ? { ...stage, packs: [...stage.packs] }
        : { ...stage, architectures: stage.architectures === null ? null : [...stage.architectures] },
    ),
  };
  return JSON.stringify(saved);
}

/** The shipped set as it was linked; null where another set or target is wanted, or a rule file has changed since. */
export function readPrelinked(set: string, target: string | undefined): LinkedPacks | null {
  let saved: Prelinked;
  try {
    saved = JSON.parse(readFileSync(file, "utf8")) as Prelinked;
  } catch {
    return null;
  }
  const { project, version } = saved.target;
  const isWanted = saved.set === set && (target === undefined || target === `${project}@${version}`);
  if (!isWanted || !isCurrent(saved.files)) return null;
  const packs = saved.packs.map(readPack);
  return {
    ...{ set, target: saved.target, operators: operatorTable(null) },
    get read() {
      return unread();
    },
    packs: new Map(packs.map((pack) => [pack.name, pack])),
    stages: saved.stages.map((stage) =>
      stage.kind === "dispatch"
        ? { ...stage, packs: new Map(stage.packs) }
        : { ...stage, architectures: stage.architectures === null ? null : new Set(stage.architectures) },
    ),
  };
}

function readPack({ name, file: place, content }: SavedPack): LinkedPack {
  let read: SavedContent | undefined;
  const parsed = () => (read ??= JSON.parse(content) as SavedContent);
  return {
    ...{ kind: "pack", name, file: path.join(shippedRules, place) },
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
  throw new Error("the shipped set was taken as it was linked: load it with `fromFiles`");
}

function relative(place: string | null): string {
  return path.relative(shippedRules, place ?? "");
}

/** An installed package has one date for all files; in a clone, a rule edited after the build is newer than it. */
function isCurrent(files: Prelinked["files"]): boolean {
  const { sizes, newest } = ruleFiles();
  const names = Object.keys(sizes);
  const same = names.length === Object.keys(files).length && names.every((name) => sizes[name] === files[name]);
  return same && newest <= statSync(file).mtimeMs;
}

function ruleFiles(): { readonly sizes: Record<string, number>; readonly newest: number } {
  const sizes: Record<string, number> = {};
  let newest = 0;
  for (const vendor of readdirSync(shippedRules, { withFileTypes: true })) {
    if (!vendor.isDirectory()) continue;
    for (const name of readdirSync(path.join(shippedRules, vendor.name))) {
      if (!/\.(?:pack|set)\.json$/.test(name)) continue;
      const { size, mtimeMs } = statSync(path.join(shippedRules, vendor.name, name));
      sizes[`${vendor.name}/${name}`] = size;
      newest = Math.max(newest, mtimeMs);
    }
  }
  return { sizes, newest };
}
