import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import type { Result } from "../../engine/index.js";
import { loadProgram, type Program } from "../../engine/workspace/load-program.js";
import { notIdempotent } from "./not-idempotent.js";
import { dispatchOf, manifest, readVectors, releases, type VectorFile } from "./release-vectors.js";

/** Handlers that vLLM runs by a property of the model instead of its architecture. */
const byProperty: Readonly<Record<string, string>> = {
  HybridAttentionMambaModelConfig: "vllm/hybrid-attention-mamba",
  SequenceClassificationConfig: "vllm/sequence-classification",
};

const files = Object.entries(manifest.files);
const vectors = new Map(files.map(([file]) => [file, readVectors(file)]));

const load = async (release: string, mode: "code" | "closures" = "code"): Promise<Program> => {
  const { program, diagnostics } = await loadProgram({ target: `vllm@${release}`, mode });
  expect(diagnostics).toEqual([]);
  return program!;
};

/** What the set sends an architecture to, by hook. */
function packsOf({ linked }: Program, hook: string): ReadonlyMap<string, string> {
  const stages = linked.stages.flatMap((stage) => (stage.kind === "dispatch" ? [...stage.packs] : []));
  return new Map(stages.filter(([, pack]) => linked.packs.get(pack)!.pack.hook === hook));
}

function packFor(packs: ReadonlyMap<string, string>, { handler, hook }: VectorFile, architecture: string): string {
  const pack = byProperty[handler] ?? packs.get(architecture);
  if (pack === undefined) throw new Error(`no pack stands for ${handler} at ${hook}`);
  return pack;
}

function outcome({ document, logs, error }: Result) {
  return {
    document,
    logs: logs.map(({ level, params }) => ({ level, args: Object.values(params) })),
    error: error?.kind ?? null,
  };
}

/** Ids of the vectors of a file to which the program has another answer than the release. */
function disagreements(program: Program, file: string, trace: boolean): string[] {
  const entry = manifest.files[file]!;
  const packs = packsOf(program, entry.hook);
  return vectors.get(file)!.flatMap(({ id, input, expect: expected }) => {
    const { architecture } = (input as { model_config: { architecture: string } }).model_config;
    const found = outcome(program.run(input as never, { pack: packFor(packs, entry, architecture), trace }));
    return isDeepStrictEqual(found, { ...expected, error: expected.error?.kind ?? null }) ? [] : [id];
  });
}

/** Whether what comes of each vector stays as it is in a second evaluation. */
function isStable(program: Program, file: string): boolean {
  const entry = manifest.files[file]!;
  const packs = packsOf(program, entry.hook);
  return vectors.get(file)!.every(({ input, expect: { document } }) => {
    if (document === null) return true;
    const { architecture } = (input as { model_config: { architecture: string } }).model_config;
    const once = program.run(input as never, { pack: packFor(packs, entry, architecture) });
    const twice = program.run(once.document as never, { pack: packFor(packs, entry, architecture) });
    return isDeepStrictEqual(twice.document, once.document);
  });
}

test("vectors of 25 releases are there, as many as the manifest says", () => {
  expect(releases).toHaveLength(25);
  expect(files.map(([file, { vectors: count }]) => [file, count])).toEqual(
    files.map(([file]) => [file, vectors.get(file)!.length]),
  );
  expect(files.reduce((sum, [, { vectors: count }]) => sum + count, 0)).toBeGreaterThan(12_000);
});

describe.each(releases)("vllm@%s", (release) => {
  const own = files.filter(([, entry]) => entry.releases.includes(release));
  let program: Program;
  beforeAll(async () => {
    program = await load(release);
  });

  test("sends the architectures of the release's table to packs, and no other", () => {
    const architectures = [...packsOf(program, "model_config").keys(), ...packsOf(program, "vllm_config").keys()];
    expect([...new Set(architectures)].sort()).toEqual([...dispatchOf(release).keys()].sort());
  });

  test("gives every answer of the release's handlers", () => {
    expect(new Set(own.map(([, { handler }]) => handler))).toEqual(
      new Set([...dispatchOf(release).values(), ...Object.keys(byProperty)]),
    );
    expect(own.flatMap(([file]) => disagreements(program, file, false))).toEqual([]);
  });

  test("changes nothing a second time, but for the handlers that are known not to take what they wrote", () => {
    const unstable = own.filter(([file]) => !isStable(program, file)).map(([, { handler }]) => handler);
    expect([...new Set(unstable)].sort()).toEqual(
      Object.keys(notIdempotent)
        .filter((handler) => own.some(([, entry]) => entry.handler === handler))
        .sort(),
    );
  });
});

describe.each([
  { mode: "closures", trace: false },
  { mode: "code", trace: true },
] as const)("as $mode, trace $trace", ({ mode, trace }) => {
  test.each(releases)("the answers that came with vllm@%s", async (release) => {
    const first = files.filter(([, entry]) => entry.releases[0] === release);
    const program = first.length === 0 ? null : await load(release, mode);
    expect(first.flatMap(([file]) => disagreements(program!, file, trace))).toEqual([]);
  });
});
