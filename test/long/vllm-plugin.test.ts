import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";

/**
 * The plugin in a real vLLM whose GPU is faked. FETTLE_VLLM names a virtual environment with vLLM 0.33, FETTLE_SHARED
 * the folder of the harness that fakes the GPU; the environment is not written to: the wheel lies beside it, on
 * PYTHONPATH.
 */
const root = path.resolve(import.meta.dirname, "../..");
const environment = process.env.FETTLE_VLLM ?? path.resolve(root, ".venv-vllm");
const truth = path.join(process.env.FETTLE_SHARED ?? path.resolve(root, "../../shared"), "truth");
const isHere = existsSync(path.join(environment, "bin/python")) && existsSync(path.join(truth, "harness/run.sh"));
if (!isHere) console.log(`the vLLM plugin is not tried: no vLLM in ${environment} (FETTLE_VLLM) or no ${truth}`);

const folder = mkdtempSync(path.join(tmpdir(), "fettle-plugin-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Started {
  readonly ok: boolean;
  readonly error: { readonly type: string; readonly message: string } | null;
  readonly logs: readonly (readonly [level: string, logger: string, message: string])[];
  readonly config: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const python = path.join(environment, "bin/python");
const site = path.join(folder, "site");

/** Builds the wheel and unpacks it beside the environment. */
function install(): void {
  const run = (words: readonly string[]) => {
    const { status, stderr } = spawnSync(words[0]!, words.slice(1), { cwd: root, encoding: "utf8" });
    if (status !== 0) throw new Error(`${words.join(" ")}: ${stderr}`);
  };
  if (existsSync(site)) return;
  const wheels = path.join(folder, "wheels");
  run(["python3", "scripts/python/build.py", wheels]);
  run([
    "python3",
    "-m",
    "pip",
    "install",
    "--quiet",
    "--no-deps",
    "--target",
    site,
    "--find-links",
    wheels,
    "fettle-vllm",
  ]);
}

/** What create_engine_config of the real vLLM gives for `vllm serve MODEL ...argv`. */
function start(argv: readonly string[], packs: string | undefined): Started {
  install();
  const deployments = path.join(folder, "deployments.jsonl");
  const out = path.join(folder, "out.jsonl.gz");
  const deployment = { id: "one", model: path.join(truth, "models/Qwen3-0.6B"), argv, source: "real" };
  writeFileSync(deployments, `${JSON.stringify(deployment)}\n`);
  const env = {
    ...process.env,
    PYTHONPATH: site,
    PYTHONDONTWRITEBYTECODE: "1",
    ...(packs !== undefined && { FETTLE_PACKS: packs }),
  };
  const words = [path.join(truth, "harness/run.sh"), environment, deployments, out];
  const { status, stderr } = spawnSync("sh", words, { cwd: truth, encoding: "utf8", env });
  if (status !== 0) throw new Error(stderr);
  const lines = gunzipSync(readFileSync(out)).toString().trim().split("\n");
  return JSON.parse(lines.at(-1)!) as Started;
}

const packs = path.join(folder, "packs");
mkdirSync(path.join(packs, "acme"), { recursive: true });
cpSync(path.join(import.meta.dirname, "../python/limits.pack.json"), path.join(packs, "acme/limits.pack.json"));

const fromFettle = ({ logs }: Started) => logs.filter(([, logger]) => logger === "vllm.fettle");

describe.skipIf(!isHere)("in the real vLLM (skipped where it or the harness is missing)", () => {
  test("without packs, the plugin does nothing", { timeout: 1_200_000 }, () => {
    const started = start([], undefined);
    expect(started.error).toBeNull();
    expect(fromFettle(started)).toEqual([]);
    expect(started.config.scheduler_config?.max_num_seqs).not.toBe(64);
  });

  test("a folder of packs changes the configuration, and the ledger is logged", { timeout: 1_200_000 }, () => {
    const started = start(["--max-num-seqs", "256"], packs);
    expect(started.error).toBeNull();
    expect(started.config.scheduler_config?.max_num_seqs).toBe(64);
    expect(started.config.attention_config?.backend).toBe("TRITON_ATTN");
    const page = readFileSync(path.join(root, "docs/python.md"), "utf8");
    const shown = /^```text log\n([\s\S]*?)^```/m.exec(page)![1];
    expect(
      fromFettle(started)
        .map(([level, , message]) => `${level} ${message}\n`)
        .join(""),
    ).toBe(shown);
  });

  test("a built module refuses what its rules refuse", { timeout: 1_200_000 }, () => {
    const module = path.join(folder, "rules.py");
    writeFileSync(
      path.join(packs, "acme.set.json"),
      JSON.stringify({ set: "acme", target: "vllm@0.33.0", stages: [{ pack: "acme/limits" }] }),
    );
    const words = ["-m", "fettle_vllm", "build", "--set", "acme", "--rules", packs, "--out", module, "-q"];
    const built = spawnSync(python, words, { encoding: "utf8", env: { ...process.env, PYTHONPATH: site } });
    expect(built.stderr).toBe("");
    const { ok, error } = start(["--dtype", "float16"], module);
    expect(ok).toBe(false);
    expect(error?.message).toContain("float16 is not allowed [acme/limits/no-fp16");
  });
});
