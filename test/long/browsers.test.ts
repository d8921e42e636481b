import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { spawnSync } from "node:child_process";
import path from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { browserPlace, startBrowser } from "../review/chromium.js";
import { folderWith } from "../cli/fettle.js";

const root = path.resolve(import.meta.dirname, "../..");

/** What a page does with the library: shipped rules, an expression, and an operator of its own. */
const app = `
import { FettleError, load } from "fettle";
import gemma from "fettle/rules/vllm/gemma4.pack.json";
const own = { pack: "acme/blocks", hook: "vllm_config", facts: { blocks: "$ceil(model_config.max_model_len / 16)" }, rules: [
  { id: "many", when: { fact: "blocks", operator: "multipleOf", value: 2 }, then: [{ log: "info", code: "many", message: "{blocks} blocks" }] },
] };
const files = { "vllm.set.json": { set: "vllm", target: "0.19.0", stages: [{ dispatch: "vllm_config" }] }, "vllm/gemma4.pack.json": gemma, "acme/blocks.pack.json": own };
const document = { model_config: { architecture: "Gemma4ForCausalLM", max_model_len: 64, hf_text_config: { head_dim: 256, global_head_dim: 512 } }, attention_config: {} };
const mayMakeCode = () => { try { return Boolean(new Function("return true")()); } catch { return false; } };
async function run() {
  const fettle = await load({ files, operators: { multipleOf: (fact, value) => fact % value === 0 } });
  const { changes, logs } = fettle.evaluate(document);
  const missing = await load().catch((error) => error);
  return { backend: changes.map(({ after }) => after), logs: logs.map(({ message }) => message), isTold: missing instanceof FettleError, target: fettle.target, mayMakeCode: mayMakeCode() };
}
run().then((result) => (window.result = result), (error) => (window.result = String(error.stack)));
`;

let folder: string;
let server: Server;
let browser: Browser;

beforeAll(async () => {
  folder = folderWith({ "app.js": app, "package.json": '{ "type": "module" }' });
  mkdirSync(path.join(folder, "node_modules/fettle"), { recursive: true });
  mkdirSync(path.join(folder, "out"));
  for (const file of ["package.json", "rules"])
    cpSync(path.join(root, file), path.join(folder, "node_modules/fettle", file), { recursive: true });
  cpSync(inject("builtEngine"), path.join(folder, "node_modules/fettle/dist"), { recursive: true });
  const { dependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies))
    symlinkSync(path.join(root, "node_modules", name), path.join(folder, "node_modules", name));
  server = createServer(({ url = "/" }, response) => {
    response.setHeader("Content-Security-Policy", "default-src 'none'; script-src 'self'");
    const [, bundler, file] = url.split("/");
    if (file === "")
      return response
        .setHeader("Content-Type", "text/html")
        .end('<!doctype html><script type="module" src="app.js"></script>');
    return response
      .setHeader("Content-Type", "text/javascript")
      .end(readFileSync(path.join(folder, "out", bundler!, file!)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  if (browserPlace !== undefined) browser = await startBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  server.close();
});

/** Bundles the page's program into `out/NAME/app.js`. */
const bundlers: Readonly<Record<string, (outdir: string) => Promise<unknown>>> = {
  async esbuild(outdir) {
    const { build } = await import("esbuild");
    await build({
      entryPoints: [path.join(folder, "app.js")],
      bundle: true,
      format: "esm",
      splitting: true,
      platform: "browser",
      outdir,
      logLevel: "error",
    });
  },
  async rolldown(outdir) {
    const { rolldown } = await import("rolldown");
    const built = await rolldown({
      input: path.join(folder, "app.js"),
      platform: "browser",
      logLevel: "warn",
      onLog: (_level, { message }) => void expect.fail(message),
    });
    await built.write({ dir: outdir, format: "es" });
    await built.close();
  },
  async vite(outdir) {
    const { build } = await import("vite");
    await build({
      root: folder,
      logLevel: "error",
      build: {
        outDir: outdir,
        modulePreload: { polyfill: false },
        rollupOptions: {
          input: path.join(folder, "app.js"),
          output: { entryFileNames: "app.js", chunkFileNames: "[name].js" },
        },
      },
      base: "./",
    });
  },
  // Not among the packages of this repository: it would bring a hundred others along.
  async webpack(outdir) {
    const tools = folderWith({ "package.json": "{}" });
    const done = (program: string, ...words: string[]) => {
      const { status, stderr, stdout } = spawnSync(program, words, { cwd: tools, encoding: "utf8" });
      expect({ status, said: status === 0 ? "" : stderr + stdout }).toEqual({ status: 0, said: "" });
    };
    done("npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "webpack@5", "webpack-cli@6");
    const config = {
      mode: "production",
      entry: path.join(folder, "app.js"),
      output: { path: outdir, filename: "app.js", chunkFilename: "[name].js", publicPath: "./" },
    };
    writeFileSync(path.join(tools, "webpack.config.json"), JSON.stringify(config));
    done("npx", "webpack", "--config", "webpack.config.json");
  },
};

describe.skipIf(browserPlace === undefined)(
  `the library in a page that lets no code be made (${browserPlace ?? "skipped: no Chromium here; CHROMIUM may name one"})`,
  () => {
    test.each(Object.keys(bundlers))(
      "bundled by %s",
      async (name) => {
        await bundlers[name]!(path.join(folder, "out", name));
        const page = await browser.newPage();
        const faults: string[] = [];
        page.on("pageerror", (error) => faults.push(error.message));
        page.on("console", (message) => faults.push(message.text()));
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}/`);
        const found = await page.waitForFunction(() => (globalThis as any).result, null, { timeout: 30_000 });
        expect(await found.jsonValue()).toEqual({
          backend: ["TRITON_ATTN"],
          logs: expect.arrayContaining(["4 blocks"]),
          isTold: true,
          target: "vllm@0.19.0",
          mayMakeCode: false,
        });
        expect(faults).toEqual([]);
        await page.close();
      },
      300_000,
    );
  },
);
