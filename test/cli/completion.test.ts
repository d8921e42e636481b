import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { completeWords } from "../../engine/cli/completion/complete-words.js";
import { commands } from "../../engine/cli/commands.js";
import { completionScripts } from "../../engine/cli/completion/completion-script.js";
import { bin, fettle, fixtures } from "./fettle.js";

/** What may stand at the end of the words after `fettle`. */
async function complete(...words: string[]): Promise<readonly string[]> {
  const { candidates, places } = await completeWords(words, commands);
  return [...candidates.map(({ value }) => value), ...(places === null ? [] : [`:${places}`])];
}

describe("words", () => {
  test("commands, their options, and values of options", async () => {
    expect(await complete("res")).toEqual(["resolve"]);
    expect(await complete("")).toEqual(expect.arrayContaining(["resolve", "repl", "debug", "help", "--help", "--set"]));
    expect(await complete("help", "wh")).toEqual(["why"]);
    expect(await complete("resolve", "--fo")).toEqual(["--format"]);
    expect(await complete("apply", "--jo")).toEqual(["--jobs"]);
    expect(await complete("resolve", "--format", "j")).toEqual(["json", "json-patch"]);
    expect(await complete("resolve", "--format=j")).toEqual(["--format=json", "--format=json-patch"]);
    expect(await complete("resolve", "--format", "=", "j")).toEqual(["json", "json-patch"]);
    expect(await complete("resolve", "--format", "json", "gem")).toEqual([":file"]);
    expect(await complete("apply", "--rules", "ow")).toEqual([":folder"]);
    expect(await complete("--set", "acme", "li")).toEqual(["list"]);
    expect(await complete("completion", "z")).toEqual(["zsh"]);
    expect(await complete("nothing", "")).toEqual([]);
    expect(await complete("init", "x", "")).toEqual([]);
  });

  test("packs, sets, releases, devices, architectures and paths", async () => {
    expect(await complete("show", "vllm/gemma4")).toContain("vllm/gemma4");
    expect(await complete("show", "vllm/gemma4", "")).toEqual([]);
    expect(await complete("test", "x", "vllm/qwen3-5")).toContain("vllm/qwen3-5");
    expect(await complete("apply", "--pack", "core/")).toContain("core/attention-backend");
    const policies = await complete("audit", "--policy", "");
    expect(policies).toEqual(expect.arrayContaining(["policies", "policies/memory"]));
    expect(policies.filter((name) => !name.startsWith("policies"))).toEqual([]);
    expect(await complete("list", "--rules", fixtures, "--set", "ac")).toEqual(["acme"]);
    expect(await complete("resolve", "--target", "0.33")).toEqual(["0.33.0"]);
    expect(await complete("upgrade", "--from", "lat")).toEqual(["latest"]);
    expect(await complete("resolve", "--device", "H")).toEqual(["H100", "H200"]);
    expect(await complete("new", "pack", "a/b", "--architecture", "Gemma4ForC")).toContain("Gemma4ForCausalLM");
    expect(await complete("why", "atten")).toEqual(["attention_config."]);
    expect(await complete("why", "attention_config.mla")).toEqual(["attention_config.mla_prefill_backend"]);
    expect(await complete("why", "attention_config.backend", "x")).toEqual([":file"]);
  });

  test("flags of vLLM and their values, of the release", async () => {
    expect(await complete("resolve", "x", "--", "--kv-cache-d")).toContain("--kv-cache-dtype");
    expect(await complete("resolve", "x", "--", "--kv-cache-dtype", "fp8_e4")).toEqual(["fp8_e4m3"]);
    expect(await complete("resolve", "x", "--", "--no-enable-prefix")).toContain("--no-enable-prefix-caching");
    expect(await complete("resolve", "x", "--", "--max-model-len", "")).toEqual([]);
    const all = await complete("why", "a", "x", "--", "--");
    const old = await complete("why", "--target", "0.17.0", "a", "x", "--", "--");
    expect([all.length > 100, all.length === old.length]).toEqual([true, false]);
    expect(await complete("list", "--", "")).toEqual([]);
  });
});

describe("scripts", () => {
  /** What a shell makes of a script and a line; null where the shell is not installed. */
  const inShell = (shell: string, args: readonly string[], script: string): string[] | null => {
    const main = bin();
    const program =
      shell === "fish"
        ? `function fettle; ${process.execPath} ${main} $argv; end`
        : `fettle() { ${process.execPath} ${main} "$@"; }`;
    const done = spawnSync(shell, [...args, "-c", `${program}\n${script}`], { cwd: fixtures, encoding: "utf8" });
    if (done.error !== undefined) return null;
    expect({ status: done.status, stderr: done.stderr }).toEqual({ status: 0, stderr: "" });
    return done.stdout.trim().split("\n");
  };

  test("of bash", () => {
    const { out } = fettle(["completion", "bash"]);
    const ask = (...words: string[]) => {
      const set = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}`;
      return inShell("bash", ["--norc", "-u"], `${out}\n${set}; _fettle; printf '%s\\n' "\${COMPREPLY[@]}"`);
    };
    expect(ask("fettle", "resolve", "--format", "j")).toEqual(["json", "json-patch"]);
    expect(ask("fettle", "resolve", "gem")).toEqual(["gemma"]);
    expect(ask("fettle", "apply", "--rules", "ow")).toEqual(["own"]);
    expect(ask("fettle", "why", "attention_config.mla")).toEqual(["attention_config.mla_prefill_backend"]);
  });

  test("of zsh", () => {
    const stubs = "compdef() { :; }; _describe() { print -l -- ${(P)4}; }; _files() { print files; }";
    const ask = (...words: string[]) => {
      const set = `words=(${words.map((word) => `'${word}'`).join(" ")}); CURRENT=${words.length}`;
      return inShell("zsh", ["-f"], `${stubs}\n${completionScripts.zsh}\n${set}; _fettle`);
    };
    const found = ask("fettle", "resolve", "--format", "j");
    if (found === null) return;
    expect(found).toEqual(["json", "json-patch"]);
    expect(ask("fettle", "resolve", "gem")).toEqual(["files"]);
    expect(ask("fettle", "completion", "")).toEqual(["bash", "zsh", "fish"]);
  });

  test("of fish", () => {
    const ask = (line: string) => inShell("fish", ["-N"], `${completionScripts.fish}\ncomplete -C '${line}'`);
    const found = ask("fettle resolve --format j");
    if (found === null) return;
    expect(found.map((line) => line.split("\t")[0])).toEqual(["json", "json-patch"]);
    expect(ask("fettle resolve gem")).toEqual([expect.stringMatching(/^gemma/)]);
  });
});
