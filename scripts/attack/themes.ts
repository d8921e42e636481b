import { readdirSync, readFileSync } from "node:fs";
import type { JsonObject } from "../../engine/common/json.js";
import { fromMap, itemAt, must } from "../../engine/common/must.js";
import { loadProgram } from "../../engine/workspace/load-program.js";
import { packsOf } from "./generate-packs.js";
import { handMade } from "./hand/index.js";
import { mutated } from "./mutate.js";
import type { Files, Pair } from "./pair.js";
import { randomOf } from "./random.js";

/** Where pairs come from. The same index of the same seed gives the same pair. */
export const themes = ["hand", "shipped", "generated"] as const;
export type Theme = (typeof themes)[number];

export const isTheme = (name: string): name is Theme => (themes as readonly string[]).includes(name);

export async function pairOf(theme: Theme, index: number, seed: number): Promise<Pair | null> {
  if (theme === "hand") return handMade[index] ?? null;
  const random = randomOf(seed * 1_000_003 + index * 7 + (theme === "shipped" ? 1 : 2));
  if (theme === "generated") {
    const base = await loading("acme", () => packsOf(random));
    const packs = Object.values(base)
      .filter((content) => "rules" in content)
      .map(({ pack }) => pack as string);
    let tags: string[] = [];
    const head = await loading("acme", () => {
      const made = mutated(base, random.pick(packs), random);
      tags = made.tags;
      return made.files;
    });
    return { name: `generated ${seed}/${index}`, theme, set: "acme", base, head, tags };
  }
  const name = itemAt(shippedNames, index % shippedNames.length);
  const base = shippedAround(name);
  let tags: string[] = [];
  const head = await loading("vllm", () => {
    const made = mutated(base, `vllm/${name}`, random);
    tags = made.tags;
    return made.files;
  });
  return { name: `${name} ${seed}/${index}`, theme, set: "vllm", base, head, tags, documents: documentsOf(name) };
}

/** The first of a few attempts that loads; else the last. */
async function loading(set: string, make: () => Files): Promise<Files> {
  let files = make();
  for (let attempt = 0; attempt < 30 && (await loadProgram({ set, files })).program === null; attempt++) files = make();
  return files;
}

const folder = new URL("../../rules/vllm/", import.meta.url);
const read = (file: string): JsonObject => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
export const shippedNames = readdirSync(folder)
  .filter((file) => file.endsWith(".pack.json"))
  .map((file) => file.slice(0, -".pack.json".length));
const shipped = new Map(shippedNames.map((name) => [name, read(`${name}.pack.json`)]));

/** Stages for whole deployments take no part in comparisons of families. */
const set = read("vllm.set.json");
const forFamilies = { ...set, stages: (set.stages as JsonObject[]).filter((stage) => stage.for !== "deployments") };

/** The shipped set with the packs that a pack can meet: its architectures, its inclusions, and the stages. */
function shippedAround(name: string): Files {
  const architectures = (pack: JsonObject): string[] =>
    ((pack.match as any)?.architectures ?? []).map((entry: any) => entry.architecture ?? entry);
  const own = architectures(fromMap(shipped, name));
  const wanted = new Set([name, "hybrid-attention-mamba", "sequence-classification"]);
  for (const [other, pack] of shipped)
    if (architectures(pack).some((architecture) => own.includes(architecture))) wanted.add(other);
  for (const other of wanted)
    for (const [, included] of JSON.stringify(shipped.get(other)).matchAll(/"include":"vllm\/([^"]+)"/g))
      wanted.add(must(included, "included"));
  for (const [other, pack] of shipped) if (JSON.stringify(pack).includes(`"include":"vllm/${name}"`)) wanted.add(other);
  return {
    "vllm/vllm.set.json": forFamilies,
    ...Object.fromEntries([...wanted].map((other) => [`vllm/${other}.pack.json`, fromMap(shipped, other)])),
  };
}

function documentsOf(name: string): JsonObject[] {
  return (read(`${name}.cases.json`).cases as any[]).map(({ document }) => document);
}
