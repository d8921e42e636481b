import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "../../engine/common/json.js";
import { compareServer } from "../../engine/compare/compare-server.js";
import { compareFields } from "../../engine/compare/differences.js";
import { fetchText } from "../../engine/compare/fetch-text.js";
import { compare } from "../../engine/index.js";
import { compareText } from "../../engine/report/compare/text.js";
import { compareMarkdown } from "../../engine/report/compare/markdown.js";
import { plain } from "../../engine/report/terminal/style.js";
import type { ResolveOptions } from "../../engine/resolve/model-options.js";
import { openRules, type OpenedRules } from "../../engine/resolve/open-rules.js";
import { resolveWith } from "../../engine/resolve/resolve-model.js";
import { serverReader } from "../../engine/vllm/server/server-reader.js";
import { answerOf, logOf, modelFolders, readServers, type Server } from "./servers.js";

const { release, servers } = readServers("0.33.0");
const folderOf = modelFolders(servers);
const target = `vllm@${release}`;
const optionsOf = (server: Server): ResolveOptions => ({
  model: folderOf(server),
  flags: server.argv,
  env: Object.entries(server.env).map(([name, value]) => `${name}=${value}`),
  device: server.device,
  target,
});
const named = (id: string): Server => servers.find((server) => server.id === id)!;

describe("a server that runs as it was started", () => {
  let rules: OpenedRules;
  beforeAll(async () => {
    rules = await openRules({ target });
  });

  test.each(servers)("$id", async (server) => {
    const { evaluated } = await resolveWith(rules, optionsOf(server));
    const document = evaluated.result.document as JsonObject;
    const forms = [answerOf(server, "json"), answerOf(server, "text"), logOf(server, release)];
    const compared = forms.map((text) =>
      compareFields(document, serverReader.read(text, "server").config, serverReader),
    );
    expect(compared.map(({ differences, unknown }) => ({ differences, unknown }))).toEqual(
      forms.map(() => ({ differences: [], unknown: [] })),
    );
    expect(compared.map(({ same }) => same > 90)).toEqual([true, true, true]);
    expect(compared[0]!.same).toBeGreaterThan(250);
  });
});

/** How differences are explained where the deployment is said otherwise than the server runs. */
async function explain(id: string, text: (server: Server) => string, change: ResolveOptions) {
  const server = named(id);
  const compared = await compareServer({ ...optionsOf(server), ...change }, { text: text(server), source: "server" });
  return {
    compared,
    explained: Object.fromEntries(compared.differences.map(({ path, explanation }) => [path, explanation])),
  };
}

const asJson = (server: Server) => answerOf(server, "json");
const asLog = (server: Server) => logOf(server, release);
const batch = "scheduler_config.max_num_seqs";

test("another GPU explains what follows from it", async () => {
  const { explained, compared } = await explain("llama-l4", asJson, { device: undefined });
  expect(explained[batch]).toMatchObject({
    kind: "caused",
    by: [{ kind: "device", name: "GPU", predicted: "NVIDIA H100 80GB HBM3", reported: "NVIDIA L4" }],
  });
  expect(Object.values(explained).map(({ kind }) => kind)).not.toContain("unknown");
  const field = compared.differences.find(({ path }) => path === batch)!;
  expect(field).toMatchObject({ predicted: 1024, reported: 256, certainty: { kind: "assumed" } });
});

test("a variable of the server explains what rules make of it", async () => {
  const { explained } = await explain("llama-breakable", asJson, { env: [] });
  expect(Object.keys(explained).length).toBeGreaterThan(0);
  for (const explanation of Object.values(explained)) {
    const by = [{ kind: "variable", name: "VLLM_USE_BREAKABLE_CUDAGRAPH", predicted: null, reported: true }];
    expect(explanation).toMatchObject({ kind: "caused", by });
  }
});

test("arguments in a log explain what the deployment does not say, and what it says more", async () => {
  const { explained } = await explain("llama-small", asLog, { flags: ["--enforce-eager"] });
  expect(explained).toMatchObject({
    "model_config.max_model_len": { kind: "caused", by: [{ kind: "flag", name: "--max-model-len", reported: 4096 }] },
    "model_config.enforce_eager": {
      kind: "caused",
      by: [{ kind: "flag", name: "--enforce-eager", predicted: true, reported: null }],
    },
  });
  expect(Object.values(explained).map(({ kind }) => kind)).not.toContain("unknown");
});

test("without arguments, the flag from which a value would follow is named", async () => {
  const { explained } = await explain("llama-small", asJson, { flags: ["--max-model-len", "4096"] });
  expect(explained[batch]).toEqual({ kind: "would-follow", flags: ["--max-num-seqs", "64"] });
  const sizes = "compilation_config.max_cudagraph_capture_size";
  expect(explained[sizes]).toEqual({ kind: "would-follow", flags: ["--max-num-seqs", "64"] });
  const { explained: ofDraft } = await explain("llama-ngram", asJson, { flags: [] });
  expect(ofDraft["speculative_config"]).toMatchObject({
    kind: "would-follow",
    flags: ["--speculative-config", expect.anything()],
  });
});

test("another release explains its own defaults", async () => {
  const { explained, compared } = await explain("llama", asJson, { target: "vllm@0.28.0" });
  expect(compared.target).toBe("vllm@0.28.0");
  expect(compared.surroundings).toContainEqual(
    expect.objectContaining({ kind: "release", predicted: "0.28.0", reported: "0.33.0" }),
  );
  expect(Object.keys(explained).length).toBeGreaterThan(0);
  for (const explanation of Object.values(explained)) expect(explanation.kind).toBe("caused");
});

test("what nothing explains is unknown, and a rule of ours is named", async () => {
  const wrong = (server: Server) => {
    const compilation = { ...(server.json["compilation_config"] as JsonObject), cudagraph_mode: 2 };
    return answerOf({ ...server, json: { ...server.json, compilation_config: compilation } }, "json");
  };
  const sections = (server: Server) => {
    const cache = { ...(server.json["cache_config"] as JsonObject), is_attention_free: true };
    return answerOf({ ...server, json: { ...server.json, cache_config: cache } }, "json");
  };
  const { compared } = await explain("llama", wrong, {});
  expect(compared.differences).toMatchObject([
    { path: "compilation_config.cudagraph_mode", rule: { id: expect.stringContaining("core/") }, reported: 2 },
  ]);
  const { explained, compared: other } = await explain("llama", sections, {});
  expect(explained).toEqual({ "cache_config.is_attention_free": { kind: "unknown" } });
  expect(compareText(other, { colors: plain, columns: 100 })).toContain("not explained");
  expect(compareMarkdown(other)).toContain("| `cache_config.is_attention_free` |");
});

describe("an address", () => {
  let http: HttpServer;
  let base = "";
  beforeAll(async () => {
    http = createServer((request, response) => {
      const url = new URL(request.url ?? "/", "http://localhost");
      if (url.pathname === "/large") response.end("x".repeat(5000));
      else if (url.pathname === "/slow") setTimeout(() => response.end("late"), 2000).unref();
      else if (url.pathname === "/away") response.writeHead(302, { location: "http://192.0.2.1/" }).end();
      else if (url.pathname !== "/server_info") response.writeHead(404).end();
      else response.end(answerOf(named("llama"), url.searchParams.get("config_format") === "json" ? "json" : "text"));
    });
    await new Promise<void>((resolve) => void http.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    http.closeAllConnections();
    http.close();
  });

  test("of a server is asked for its configuration in JSON", async () => {
    const compared = await compare({ ...optionsOf(named("llama")), serverInfo: base });
    expect(compared).toMatchObject({ differences: [], server: { form: "json", release } });
    await expect(compare({ serverInf: base } as never)).rejects.toThrow(/did you mean `serverInfo`/);
  });

  test.each([
    ["that is not on this machine", "http://192.0.2.1:8000", /is not on this machine/],
    ["with a redirection", "/away", /cannot be reached/],
    ["without `/server_info`", "/nothing", /answers with 404/],
    ["whose answer is too large", "/large", /is too large/],
    ["that does not answer", "/slow", /did not answer within/],
    ["where nothing listens", "http://127.0.0.1:1", /cannot be reached/],
    ["that is none", "http://", /is not a server address/],
  ])("%s is refused", async (_, place, message) => {
    const address = place.startsWith("/") ? base + place : place;
    await expect(fetchText(address, { milliseconds: 300, mostBytes: 4096 })).rejects.toThrow(message);
  });
});
