import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FettleError, type Diagnostic } from "../common/diagnostic.js";
import { modelHome } from "../../test/model-home.js";
import { locateModel } from "./locate-model.js";

let home: ReturnType<typeof modelHome>;
beforeAll(() => {
  const files = [
    "ok/config.json",
    "gguf/m.Q4.gguf",
    "weights/model-00001.safetensors",
    "mistral/params.json",
    "deployment.yaml",
    "serve.sh",
    "m.gguf",
    "empty/x.txt",
    "home/hub/models--acme--m/snapshots/abc/config.json",
  ];
  home = modelHome(Object.fromEntries(files.map((file) => [file, {}])));
});
afterAll(() => home.remove());

const at = (name: string) => path.join(home.folder, name);

describe("a model", () => {
  it.each(["ok", "ok/config.json", "empty"])("that is %s here is taken as it is named", (name) => {
    expect(locateModel(at(name))).toBe(at(name));
  });

  it("may be an id in the cache of Hugging Face", () => {
    expect(locateModel("acme/m")).toBe(at("home/hub/models--acme--m/snapshots/abc"));
  });

  it.each([
    ["gguf", /has GGUF files/, /the model that they were converted from/],
    ["m.gguf", /is a GGUF file/, /the model that it was converted from/],
    ["weights", /has weights but no config.json/, /hf download ORG\/NAME config.json --local-dir/],
    ["weights/model-00001.safetensors", /is a weights file/, /next to it/],
    ["mistral", /Mistral format/, /hf download/],
    ["deployment.yaml", /is a manifest/, /`fettle upgrade FILE`/],
    ["serve.sh", /script/, /`fettle upgrade FILE`/],
  ])("that is %s is answered with what to do", (name, message, hint) => {
    const found = firstDiagnostic(() => locateModel(at(name)));
    expect(found.message).toMatch(message);
    expect(found.hint).toMatch(hint);
  });

  it("that is nowhere says how to get the one file", () => {
    expect(() => locateModel("acme/other")).toThrow(
      /neither a local folder nor in the Hugging Face cache[^]*`hf download acme\/other config.json`/,
    );
  });
});

function firstDiagnostic(run: () => unknown): Diagnostic {
  try {
    run();
  } catch (error) {
    if (error instanceof FettleError) return error.diagnostics[0]!;
  }
  throw new Error("expected a diagnostic");
}
