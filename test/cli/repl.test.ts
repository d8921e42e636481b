import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { captureStreams } from "../../engine/cli/mcp/captured-streams.js";
import { serving } from "../../engine/vllm/serving.js";
import { completeLine } from "../../engine/cli/repl/complete.js";
import { historyFile, historySize, readHistory, writeHistory } from "../../engine/cli/repl/history.js";
import { isUnfinished } from "../../engine/cli/repl/input-text.js";
import { Conversation } from "../../engine/cli/repl/conversation.js";
import { answerLine } from "../../engine/cli/repl/commands.js";
import { ReplSession } from "../../engine/cli/repl/session.js";
import { run } from "../../engine/cli/run.js";
import { FettleError } from "../../engine/index.js";
import { plain } from "../../engine/report/terminal/style.js";
import { loadProgram, type Program } from "../../engine/workspace/load-program.js";
import { folderWith } from "./fettle.js";

const pack = {
  ...{
    pack: "acme/memory",
    hook: "vllm_config",
    facts: { length: "model_config.max_model_len", twice: "$length * 2" },
  },
  conditions: { large: { fact: "length", operator: "greaterThan", value: 65536 } },
  rules: [
    {
      ...{ id: "few", why: "Memory.", when: { condition: "large" } },
      then: [{ set: "scheduler_config.max_num_seqs", value: 64 }],
    },
  ],
};
const other = { ...pack, pack: "acme/other", conditions: {}, facts: { length: "1", alone: "2" }, rules: [] };
const files = { "acme/memory.pack.json": pack, "acme/other.pack.json": other };
const document = { model_config: { max_model_len: 131072 }, scheduler_config: { max_num_seqs: 256 } };
const folder = folderWith({
  "document.json": JSON.stringify(document),
});
const state = mkdtempSync(path.join(tmpdir(), "fettle-state-"));
afterAll(() => rmSync(state, { recursive: true }));

const { program } = await loadProgram({ files });
const session = (name: string | null = null) =>
  new ReplSession({ program: program as Program, document, built: null }, name, { colors: plain, columns: null });

/** Types lines about the document. */
async function type(lines: readonly string[], name: string | null = null) {
  const { streams, output, notes } = captureStreams();
  const conversation = new Conversation(session(name), streams, serving.release());
  for (const line of lines) if (!(await conversation.answer(line))) break;
  await conversation.finish();
  return { mistakes: conversation.mistakes, output: output(), notes: notes() };
}

test("lines come from standard input", async () => {
  const { streams, output, notes } = captureStreams();
  const input = {
    async *[Symbol.asyncIterator]() {
      yield new TextEncoder().encode("model_config.max_model_len\n1 +\n.exit\n2\n");
    },
  };
  const code = await run(["repl", path.join(folder, "document.json")], { ...streams, input });
  expect([code, output(), notes()]).toEqual([1, "131072\n", expect.stringContaining("  1 +\n     ^\nerror: ")]);
});

test("expressions show values, conditions show their parts, and names of a pack stand for either", async () => {
  const condition = '{ "fact": "twice", "operator": "lessThan", "value": 3 }';
  const lines = ["model_config.max_model_len / 2", "large", "twice", "$twice + 1", condition, "model_config.dtype"];
  expect(await type(lines)).toEqual({
    ...{ mistakes: 0, notes: "" },
    output: [
      "65536",
      "✓ large",
      "  ✓ length > 65536  (is 131072)",
      ...["262144", "262145", "✗ twice < 3  (is 262144)", "absent", ""],
    ].join("\n"),
  });
});

test("rules run over the document, which can be changed, and why tells what they did", async () => {
  const seqs = "scheduler_config.max_num_seqs";
  const lines = [
    seqs,
    ".run",
    seqs,
    ".before",
    seqs,
    `.why ${seqs}`,
    ".set model_config.max_model_len 8",
    ".run",
    seqs,
  ];
  const { mistakes, output } = await type(lines);
  expect(mistakes).toBe(0);
  expect(output.match(/^\d+$/gm)).toEqual(["256", "64", "256", "256"]);
  expect(output).toContain("acme/memory/few  256 → 64");
  expect((await type([".set lora_config.max_loras 2 * 2", "lora_config.max_loras"])).output).toBe("4\n");
  expect((await type([`.unset ${seqs}`, seqs])).output).toBe("absent\n");
});

test("a mistake is one diagnostic with a caret, and the next line is answered", async () => {
  const { mistakes, output, notes } = await type([
    "model_config.max_model_lne",
    "1 +",
    ".set model_config.dtype half",
    "2",
  ]);
  expect([mistakes, output]).toEqual([3, "2\n"]);
  expect(notes).toContain("  model_config.max_model_lne\n               ^\nerror: `model_config` has no field");
  expect(notes).toContain("  .set model_config.dtype half\n                          ^\nerror: ");
  expect(notes).toContain('put text in quotes, as in `"half"`');
  const broken = await type(['{ "all": [', '{ "fact": "twice", "operator": "graterThan", "value": 1 } ] }', "length"]);
  expect(broken.notes).toContain("did you mean `greaterThan`?");
  expect(broken.notes).toContain("error: 2 packs have `length`");
  expect((await type(["length", ".pack acme/other", "length"], "acme/memory")).output).toBe("131072\n1\n");
  expect((await type([".hepl", ".set model_config.dtype"])).notes).toMatch(/did you mean `.help`[^]*needs PATH VALUE/);
  expect((await type(["1", ".exit", "2"])).output).toBe("1\n");
  expect((await type(["(1 +"])).notes).toContain("error: ");
});

test("completion knows commands, paths, facts, conditions, functions and operators", () => {
  const at = (line: string) => completeLine(line, session().scope, document, serving.release())[0];
  expect(at(".w")).toEqual([".why "]);
  expect(at(".why scheduler_config.max_num_se")).toEqual(["scheduler_config.max_num_seqs"]);
  expect(at(".pack acme/")).toEqual(["acme/memory", "acme/other"]);
  expect(at("alo")).toEqual(["alone"]);
  expect(at("1 + $tw")).toEqual(["$twice"]);
  expect(at("$average(model_config.max_model")).toEqual(["model_config.max_model_len"]);
  expect(at('{ "fact": "length", "operator": "lessThanI')).toEqual(["lessThanInclusive"]);
  expect(completeLine("a + twi", session("acme/other").scope, document, serving.release())[0]).toEqual([]);
});

test("history is bounded, private, and kept under XDG_STATE_HOME", async () => {
  const file = historyFile({ XDG_STATE_HOME: state });
  expect(file).toBe(path.join(state, "fettle/repl-history"));
  expect(readHistory(file)).toEqual([]);
  const lines = Array.from({ length: historySize + 5 }, (_, index) => `line ${index}`);
  expect(await writeHistory(file, lines)).toBe(true);
  expect(readHistory(file)).toEqual(lines.slice(0, historySize));
  expect([statSync(file).mode & 0o777, statSync(path.dirname(file)).mode & 0o777]).toEqual([0o600, 0o700]);
  expect(await writeHistory(path.join(file, "below"), lines)).toBe(false);
  expect(readFileSync(file, "utf8")).toContain("line 1\n");
  const elsewhere = path.join(state, "dotfiles");
  symlinkSync(file, elsewhere);
  expect(await writeHistory(elsewhere, ["by its link"])).toBe(true);
  expect([readHistory(elsewhere), readHistory(file)]).toEqual([["by its link"], ["by its link"]]);
  expect(readdirSync(path.dirname(file))).toEqual(["repl-history"]);
});

test.skipIf(process.platform === "win32")("a pipe or device in the place of the history is left alone", async () => {
  const [pipe, device] = [path.join(state, "pipe"), path.join(state, "device")];
  execFileSync("mkfifo", [pipe]);
  symlinkSync("/dev/zero", device);
  for (const file of [pipe, device]) {
    expect(readHistory(file)).toEqual([]);
    expect(await writeHistory(file, ["a"])).toBe(false);
  }
});

test("whatever is typed is answered or told", () => {
  const piece = fc.constantFrom(
    ...["large", "length", "$twice", "model_config", ".", "+", "(", ")", "{", "}", "[", "]", '"', "'", ":", ",", "1"],
    ...['"all"', '"fact"', '"operator"', '"value"', '"equal"', "constructor", "__proto__", ".set ", ".why ", ".unset "],
    ...[".run", " ", "$sum", "$error", "`", "\\", "?", "model_config.dtype", "null", "~", "\u0000", "\u{1f600}"],
  );
  fc.assert(
    fc.property(fc.array(fc.array(piece, { maxLength: 8 }), { maxLength: 4 }), (lines) => {
      const asked = session("acme/memory");
      for (const line of lines.map((parts) => parts.join(""))) {
        isUnfinished(line);
        completeLine(line, asked.scope, asked.document, serving.release());
        try {
          expect(typeof answerLine(line, asked)).toBe("string");
        } catch (error) {
          expect(error).toBeInstanceOf(FettleError);
          expect((error as FettleError).diagnostics).toHaveLength(1);
        }
      }
    }),
    { numRuns: 300 },
  );
});
