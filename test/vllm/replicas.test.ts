import { describe, expect, it } from "vitest";
import { loadServeFacts } from "../../engine/vllm/facts.js";
import { toServeArgs } from "../../engine/vllm/args/to-serve-args.js";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import { readPath } from "../../engine/common/path.js";
import { load } from "./build.js";

function build(release: string, args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const environment = Object.entries(variables).map(([name, value]) => ({
    field: `variables.${name}`,
    value,
    text: name,
  }));
  const built = buildDocument({
    hfConfig: load("llama"),
    model: "org/llama",
    args,
    environment,
    facts: loadServeFacts(release),
  });
  return { ...built, at: (path: string) => readPath(built.document, path.split(".")) };
}

/** Rank, number of replicas here, external and hybrid balancing. */
function replicas(release: string, ...args: string[]) {
  const { at } = build(release, args);
  const fields = ["data_parallel_rank", "data_parallel_size_local", "data_parallel_external_lb"];
  return [...fields, "data_parallel_hybrid_lb"].map((field) => at(`parallel_config.${field}`));
}

describe("replicas of a node", () => {
  it("are all of them where there is one node", () => {
    expect(replicas("0.29.0", "-dp", "4")).toEqual([0, 4, false, false]);
    expect(replicas("0.29.0", "-dp", "4", "--data-parallel-rank", "3")).toEqual([3, 1, true, false]);
  });

  it("start at the rank that a flag states, balanced between nodes", () => {
    const local = ["-dp", "4", "--data-parallel-size-local", "2", "--data-parallel-start-rank"];
    expect(replicas("0.29.0", ...local, "2")).toEqual([2, 2, false, true]);
    expect(replicas("0.29.0", ...local, "2", "--headless")).toEqual([2, 2, false, false]);
    expect(replicas("0.28.0", ...local, "0")).toEqual([0, 2, false, true]);
    expect(replicas("0.27.1", ...local, "0")).toEqual([0, 2, false, false]);
  });

  it("are spread over the nodes in order", () => {
    const nodes = ["-dp", "4", "-tp", "2", "--nnodes", "2", "--node-rank", "1"];
    expect(replicas("0.29.0", ...nodes)).toEqual([2, 2, false, false]);
    expect(replicas("0.29.0", ...nodes, "--data-parallel-external-lb")).toEqual([2, 1, true, false]);
    expect(replicas("0.29.0", "-tp", "4", "--nnodes", "2", "--node-rank", "1")).toEqual([0, 1, false, false]);
    const stated = [...nodes, "--data-parallel-external-lb", "--data-parallel-rank", "3"];
    expect(replicas("0.30.0", ...stated)).toEqual([2, 1, true, false]);
    expect(replicas("0.31.0", ...stated)).toEqual([3, 1, true, false]);
  });

  it("hold ranks of prefill context parallelism from 0.30 on", () => {
    const nodes = ["-dp", "2", "-pcp", "2", "--nnodes", "2", "--node-rank", "1"];
    expect(replicas("0.33.0", ...nodes)).toEqual([1, 1, false, false]);
  });
});

it("a server that takes tokens only loads no tokenizer", () => {
  const field = "model_config.skip_tokenizer_init";
  expect(build("0.24.0", ["--tokens-only"]).at(field)).toBe(true);
  expect(build("0.24.0", ["--no-tokens-only"]).at(field)).toBe(false);
});

describe("chosen GPUs", () => {
  const field = "parallel_config.assigned_physical_gpu_ids";
  const chosen = (ids: string, visible?: string) =>
    build("0.24.0", ["--device-ids", ids], visible === undefined ? {} : { CUDA_VISIBLE_DEVICES: visible }).at(field);

  it("are numbers, or UUIDs as they were written", () => {
    expect(chosen("2, 3")).toEqual([2, 3]);
    expect(chosen("GPU-00,GPU-01")).toEqual(["GPU-00", "GPU-01"]);
    expect(build("0.24.0", []).at(field)).toBeNull();
  });

  it("count those that CUDA_VISIBLE_DEVICES shows", () => {
    expect(chosen("1,0", "4,5")).toEqual([5, 4]);
    expect(chosen("1", "GPU-00,GPU-01")).toEqual(["GPU-01"]);
    expect(chosen("2", "4,5")).toEqual([2]);
    expect(chosen("GPU-00", "4,5")).toEqual(["GPU-00"]);
    expect(chosen("1", "")).toEqual([1]);
  });

  it("are pinned in one value", () => {
    const { document } = build("0.33.0", []);
    const changes = [{ path: field, after: [2, 3] }];
    expect(toServeArgs({ document, changes }).args).toEqual(["--device-ids", "2,3"]);
    expect(toServeArgs({ document, changes: [{ path: field, after: [] }] }).args).toEqual([]);
  });
});
