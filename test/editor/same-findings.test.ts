import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Diagnostic } from "vscode-languageserver";
import { Session } from "../../engine/editor/session.js";
import { check } from "../../engine/index.js";
import { folderWith } from "../cli/fettle.js";
import { isLong } from "../long.js";

const condition = { fact: "length", operator: "greaterThan", value: 65536 };
const pack = {
  ...{ pack: "acme/memory", hook: "vllm_config", facts: { length: "model_config.max_model_len" } },
  conditions: { large: condition },
  rules: [
    { id: "few", why: "Memory.", when: { condition: "large" }, then: [{ set: "cache_config.block_size", value: 16 }] },
    { id: "off", why: "No.", when: { not: condition }, then: [{ log: "info", code: "off", message: "{length}" }] },
  ],
};
const cases = {
  pack: "acme/memory",
  cases: [{ name: "short", document: { model_config: { max_model_len: 1 } }, expect: { logs: [] } }],
};
const files = {
  "rules/vllm/vllm.set.json": '{ "set": "vllm", "target": "vllm@0.33.0", "stages": [] }\n',
  "rules/acme/memory.pack.json": JSON.stringify(pack, null, 2),
  "rules/acme/memory.cases.json": JSON.stringify(cases, null, 2),
};
const typed = ["rules/acme/memory.pack.json", "rules/acme/memory.cases.json"] as const;

/** An edit: at a place, letters are removed, and others typed. */
const edit = fc.record({
  file: fc.constantFrom(...typed),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.constantFrom(0, 0, 1, 5, 40),
  inserted: fc.constantFrom("", "x", '"', "{", "},", "null", "large", ' "a": 1,', "model_config.dtype", "\n"),
  undo: fc.boolean(),
});

test("after any edits, an editor shows what fettle check finds", async () => {
  let told = 0;
  const property = fc.asyncProperty(fc.array(edit, { minLength: 3, maxLength: 6 }), async (edits) => {
    const [open, disk] = [folderWith(files), folderWith(files)];
    const shown = new Map<string, readonly Diagnostic[]>();
    const session = new Session(open, {
      publish: (uri, found) => void shown.set(uri, found),
      checked() {},
      tell() {},
      fault(error) {
        throw error;
      },
    });
    const texts: Record<string, string> = { ...files };
    for (const { file, at, removed, inserted, undo } of edits) {
      const before = texts[file] ?? "";
      const place = Math.floor(at * before.length);
      const after = `${before.slice(0, place)}${inserted}${before.slice(place + removed)}`;
      for (const text of undo ? [after, before] : [after]) {
        texts[file] = text;
        session.texts.open(file, text);
        session.changed();
        writeFileSync(path.join(disk, file), text);
        await session.checked();
        const checked = await check({ places: [path.join(disk, "rules")], rules: [path.join(disk, "rules")] });
        for (const name of typed) {
          const inEditor = (shown.get(pathToFileURL(path.join(open, name)).href) ?? []).map(
            ({ code, range, message }) => [code, range.start.line + 1, range.start.character + 1, message],
          );
          const found = checked.diagnostics
            .filter((entry) => entry.file?.endsWith(name) === true)
            .map(({ code, line, column, message, hint }) => [code, line ?? 1, column ?? 1, `${message}\n${hint}`]);
          told += found.length;
          expect(inEditor.map(String).toSorted()).toEqual(
            found.map((entry) => String(entry).replaceAll(disk + path.sep, "")).toSorted(),
          );
        }
      }
    }
  });
  await fc.assert(property, { numRuns: isLong ? 200 : 6 });
  expect(told).toBeGreaterThan(10);
});
