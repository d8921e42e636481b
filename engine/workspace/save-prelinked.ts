import { createHash } from "node:crypto";
import path from "node:path";
import type { LinkedPack, LinkedPacks } from "../packs/linked.js";
import { toLines } from "./pack-lines.js";
import { indexName, ruleFiles, type Prelinked } from "./prelinked.js";
import { shippedRules } from "./shipped-rules.js";

/** Serializes linked packs for `readPrelinked`, by file name; `isDefault` if no target is requested. */
export function savePrelinked(
  { set, target, packs, everyStage }: LinkedPacks,
  isDefault: boolean,
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const keep = (pack: LinkedPack): string => {
    const text = toLines(pack);
    const name = `${createHash("sha256").update(text).digest("hex").slice(0, 16)}.jsonl`;
    files.set(name, text);
    return name;
  };
  const saved: Prelinked = {
    target,
    files: ruleFiles().sizes,
    packs: [...packs.values()].map((pack) => ({ name: pack.name, file: relative(pack.file), content: keep(pack) })),
    stages: everyStage.map((stage) =>
      stage.kind === "dispatch"
        ? { ...stage, packs: [...stage.packs] }
        : { ...stage, architectures: stage.architectures === null ? null : [...stage.architectures] },
    ),
  };
  const index = JSON.stringify(saved);
  files.set(indexName(set, `${target.project}@${target.version}`), index);
  return isDefault ? files.set(indexName(set, undefined), index) : files;
}

function relative(place: string | null): string {
  return path.relative(shippedRules(), place ?? "");
}
