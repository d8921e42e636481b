import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPlayground } from "../scripts/docs/playground/build.js";
import { isLong } from "./long.js";
import { browserPlace, startBrowser } from "./review/chromium.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const title =
  browserPlace === undefined ? "the playground (skipped: no Chromium here; CHROMIUM may name one)" : "the playground";
const address = "http://playground.test/";
const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
/** FETTLE_SCREENSHOTS names a folder for screenshots, to look at. */
const screenshots = process.env["FETTLE_SCREENSHOTS"];

describe.skipIf(browserPlace === undefined)(title, () => {
  let browser: Browser;
  const folder = mkdtempSync(path.join(tmpdir(), "fettle-playground-"));
  const trouble: string[] = [];
  const loaded = new Set<string>();
  beforeAll(async () => {
    await buildPlayground(folder);
    browser = await startBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** The page, from the folder; every other request is trouble, as is any error or violation of its policy. */
  async function open(fragment = "", options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
    const page = await browser.newPage(options);
    page.on("pageerror", (error) => trouble.push(String(error)));
    page.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
    await page.route("**/*", async (route) => {
      const { origin, pathname } = new URL(route.request().url());
      const file = pathname === "/" ? "index.html" : pathname.slice(1);
      if (origin !== new URL(address).origin || !readdirSync(folder).includes(file)) {
        trouble.push(route.request().url());
        await route.abort();
        return;
      }
      loaded.add(file);
      const contentType = types[path.extname(file)] ?? "application/octet-stream";
      await route.fulfill({ contentType, body: readFileSync(path.join(folder, file)) });
    });
    await page.goto(`${address}${fragment}`);
    await page
      .getByRole("status")
      .filter({ hasText: /vLLM|errors/ })
      .waitFor();
    return page;
  }

  async function look(page: Page, name: string): Promise<void> {
    if (screenshots !== undefined)
      await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
  }

  async function violations(page: Page): Promise<readonly string[]> {
    await page.evaluate(axe);
    return page.evaluate(async () => {
      const { axe: found } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      return (await found.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    });
  }

  test("resolves an example, explains a field and compares releases", async () => {
    loaded.clear();
    const page = await open();
    await page.locator("#changes").getByText("vllm/gemma4/").first().waitFor();
    const size = [...loaded].map((file) => gzipSync(readFileSync(path.join(folder, file))).length);
    expect([...loaded]).toContain("playground.js");
    expect(size.reduce((a, b) => a + b)).toBeLessThan(1_000_000);
    await page.locator("#changes").getByRole("button", { name: "attention_config.flash_attn_version" }).first().click();
    await page.locator("#why pre", { hasText: "changed by" }).waitFor();
    expect(await page.locator("#graph svg circle").count()).toBeGreaterThan(1);
    expect(await page.locator("#effective tr").count()).toBeGreaterThan(8);
    await page.getByLabel("Compare with").selectOption("0.19.0");
    await page.locator("#releases table", { hasText: "vllm/gemma4/force-triton" }).waitFor();
    await page.getByLabel("Example").selectOption("Nemotron-H");
    await page.getByRole("status").filter({ hasText: "NemotronHForCausalLM" }).waitFor();
    expect(trouble).toEqual([]);
    await page.close();
  });

  test.skipIf(!isLong)("says what is wrong with what was typed", async () => {
    const page = await open();
    await page.getByLabel("Command line").fill("vllm serve google/gemma-4 --max-modle-len 32k");
    await page.locator("#diagnostics", { hasText: "--max-modle-len" }).waitFor();
    await page.getByLabel("Command line").fill("vllm serve google/gemma-4");
    await page.getByLabel("Field").fill("cache_config.block_sise");
    await page.locator("#why", { hasText: "did you mean `block_size`" }).waitFor();
    await page.getByLabel("config.json").fill("{");
    await page.locator("#diagnostics", { hasText: "json-syntax" }).waitFor();
    expect(trouble).toEqual([]);
    await page.close();
  });

  test.skipIf(!isLong)("edits a rule, shows the difference with a witness, and opens from a link", async () => {
    // What axe adds to a page its policy refuses; the link is opened with the policy.
    const page = await open("", { bypassCSP: true });
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.locator("#edit-found", { hasText: "Change the pack" }).waitFor();
    const before = await page.evaluate("location.hash");
    await replaceInEditor(page, "TRITON_ATTN", "FLASHINFER");
    await page.evaluate(`let last = performance.now(); globalThis.longest = 0; setInterval(() => {
      globalThis.longest = Math.max(globalThis.longest, performance.now() - last);
      last = performance.now();
    }, 10)`);
    await page.locator("#edit-witnesses details").first().waitFor();
    await page.locator("#edit-found", { hasText: "Done: 1 witness" }).waitFor();
    // Checks and searches take seconds, in the worker: the page itself stays responsive.
    expect(await page.evaluate("globalThis.longest")).toBeLessThan(200);
    expect(await page.locator("#edit-witnesses").innerText()).toContain("FLASHINFER");
    await look(page, "edited");
    expect(await violations(page)).toEqual([]);
    await expect.poll(() => page.evaluate("location.hash")).not.toBe(before);
    const fragment = await page.evaluate("location.hash");
    await page.close();
    const again = await open(String(fragment));
    await again.locator("#edit-witnesses", { hasText: "FLASHINFER" }).waitFor();
    // The effect comes first, before the effective configuration.
    expect(await again.locator(".outputs section h2").first().innerText()).toBe("Changed rules");
    await again.locator("#edit-texts ins, #edit-texts .after", { hasText: "FLASHINFER" }).first().waitFor();
    await look(again, "shared");
    await replaceInEditor(again, `"operator": "isSet"`, `"operator": "isSett"`);
    await again.locator("#edit-found", { hasText: "unknown-operator" }).waitFor();
    expect(await again.locator(".cm-lintRange-error").count()).toBeGreaterThan(0);
    expect(trouble).toEqual([]);
    await again.close();
  });

  test.skipIf(!isLong)("adds a pack with cases, and saves both", async () => {
    const page = await open();
    await page.getByLabel("New pack").fill("acme/limits");
    await page.getByRole("button", { name: "Create" }).click();
    await page.locator("#edit-cases", { hasText: "0 of 2 cases pass" }).waitFor();
    await page.getByRole("button", { name: "Add a rule" }).click();
    await page.locator("#edit-cases", { hasText: "`new-rule` fires in no case" }).waitFor();
    await page.getByRole("button", { name: "Add as a case" }).first().click();
    await page.locator("#edit-cases", { hasText: "1 of 3 cases pass" }).waitFor();
    expect(
      await page.getByRole("button", { name: "limits.cases.json", exact: true }).getAttribute("aria-pressed"),
    ).toBe("true");
    await look(page, "own-pack");
    for (const kind of ["pack", "cases"]) {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: `Save limits.${kind}.json` }).click(),
      ]);
      expect(JSON.parse(readFileSync(await download.path(), "utf8"))).toMatchObject({ pack: "acme/limits" });
    }
    await page.reload();
    await page.locator("#edit-cases", { hasText: "1 of 3 cases pass" }).waitFor();
    await page.getByRole("button", { name: "Undo all changes" }).click();
    await page.locator("#edit-found", { hasText: "Change the pack" }).waitFor();
    expect(trouble).toEqual([]);
    await page.close();
  });

  test.each(isLong ? (["light", "dark"] as const) : (["light"] as const))(
    "has no fault that axe finds and fits a phone, %s",
    async (colorScheme) => {
      const page = await open("", { colorScheme, bypassCSP: true, viewport: { width: 390, height: 800 } });
      await page.locator("#changes li").first().waitFor();
      expect(await violations(page)).toEqual([]);
      for (const width of [320, 390, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
        if (width !== 320) await look(page, `${colorScheme}-${width}`);
      }
      expect(trouble).toEqual([]);
      await page.close();
    },
  );
});

/** Pastes the shipped pack over what is in the editor, with one text replaced. */
async function replaceInEditor(page: Page, from: string, to: string): Promise<void> {
  const pack = readFileSync(new URL("../rules/vllm/gemma4.pack.json", import.meta.url), "utf8");
  await page.locator(".cm-content").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(pack.replaceAll(from, to));
}
