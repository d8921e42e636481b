import { expect, test } from "vitest";
import { fromFragment, playgroundAddress, playgroundLink } from "./playground-link.js";

const files = [
  { file: "deploy/rules/acme/serving.pack.json", status: "changed" },
  { file: "rules/vllm/core/parallel.cases.json", status: "added" },
  { file: "rules/acme/gone.pack.json", status: "removed" },
  { file: "other/acme/elsewhere.pack.json", status: "changed" },
] as const;
const page = "https://rules.example.com/try/";

test("a link holds the changed packs and cases under the playground's names, and the release", async () => {
  const link = await playgroundLink(page, files, (file) => `text of ${file}`, "0.33.0");
  const [address, fragment = ""] = link?.split("#") ?? [];
  expect(address).toBe(page);
  expect(await fromFragment(fragment)).toMatchObject({
    release: "0.33.0",
    config: "",
    edits: {
      "rules/acme/serving.pack.json": "text of deploy/rules/acme/serving.pack.json",
      "rules/vllm/core/parallel.cases.json": "text of rules/vllm/core/parallel.cases.json",
    },
  });
});

test("without such a file, or with too much text, there is no link", async () => {
  expect(await playgroundLink(page, files.slice(2), () => "text", "0.33.0")).toBeNull();
  const noise = () => Array.from({ length: 20_000 }, (_, index) => ((index * 7919) % 9973).toString(36)).join();
  expect(await playgroundLink(page, files, noise, "0.33.0")).toBeNull();
});

test("only pages of the web are playgrounds", () => {
  expect(playgroundAddress(`${page}#old`)).toBe(page);
  for (const text of ["rules.example.com", "javascript:alert(1)", "file:///try", ""])
    expect(() => playgroundAddress(text)).toThrow(/not a valid playground URL/);
});
