import { readFileSync } from "node:fs";
import { diagnostic, type Diagnostic } from "../../engine/common/diagnostic.js";
import { jsonEqual, type Json, type JsonObject } from "../../engine/common/json.js";
import { readPath } from "../../engine/common/path.js";
import type {
  BuildOptions,
  BuiltDocument,
  FieldFlag,
  FlagTable,
  FleetModel,
  Origin,
  ServeArgs,
  ServedEngine,
  ServeFlag,
  ServingEngine,
  ServingRelease,
  Setting,
} from "../../engine/index.js";
import { ember, schema } from "./ember.js";

const common = { aliases: [], none: false, letters: null, names: null, schema: null, secret: false };
const batch: FieldFlag = { ...common, flag: "--batch", kind: "integer", values: null, field: "limits.batch" };
const mode: FieldFlag = { ...common, flag: "--mode", kind: "enum", values: ["fast", "safe"], field: "limits.mode" };

/** The first release has one flag, the second has two. */
function tableOf(release: string): FlagTable {
  const flags: readonly FieldFlag[] = release === "1.0.0" ? [batch] : [batch, mode];
  const byName = new Map<string, ServeFlag>(flags.map((flag) => [flag.flag, flag]));
  const spellings = new Map(flags.map((flag) => [flag.flag, { flag, positive: true }]));
  const absent = new Map(release === "1.0.0" ? [["--mode", "Ember 1.1.0 added it"]] : []);
  return { flags, byName, spellings, absent, byField: new Map(flags.map((flag) => [flag.field, flag])) };
}

function readArgs(table: FlagTable, args: Parameters<ServingRelease["readArgs"]>[0]): ServeArgs {
  const words = args.map((word) => (typeof word === "string" ? word : word.text));
  const [settings, diagnostics]: [Setting[], Diagnostic[]] = [[], []];
  for (let at = 0; at < words.length; at += 2) {
    const [name = "", text = ""] = words.slice(at, at + 2);
    const flag = table.flags.find((entry): entry is FieldFlag => entry.flag === name);
    const value = flag?.kind === "integer" ? Number(text) : text;
    if (flag === undefined)
      diagnostics.push(diagnostic("unknown-flag", `unknown flag \`${name}\``, { hint: "remove it" }));
    else settings.push({ flag, value, origin: { kind: "flag", text: `${name} ${text}` }, leaves: null });
  }
  return { model: null, settings, otherFlags: [], diagnostics };
}

function build(table: FlagTable, { hfConfig, args }: BuildOptions): BuiltDocument {
  const { settings, diagnostics } = readArgs(table, args);
  const given = new Map(settings.map(({ flag, value }) => [flag.field, value]));
  const limits = { batch: given.get("limits.batch") ?? null, mode: given.get("limits.mode") ?? null };
  const [kind = null] = (hfConfig["architectures"] ?? []) as readonly Json[];
  const origins: Record<string, Origin> = { "network.kind": { kind: "hf-config", text: "config.json" } };
  origins["limits.mode"] = { kind: "default", text: "default of Ember", isConstant: true };
  for (const { flag, origin } of settings) origins[flag.field] = origin;
  return {
    document: { network: { kind, spec: hfConfig, decoder: hfConfig["decoder"] ?? null }, limits },
    openInputs: limits.batch === null ? { "limits.batch": "--batch" } : {},
    originAt: (path) => origins[path] ?? null,
    ...{ origins, settings, diagnostics, otherFlags: [], missingDraft: null },
  };
}

const writeFlag = ({ flag }: ServeFlag, value: Json) => (value === null ? null : [flag, String(value)]);

function openRelease(target: string): ServingRelease {
  const flags = tableOf(target);
  return {
    ...{
      adapter: ember,
      target,
      releases: ember.releases,
      schema,
      flags,
      provisional: [],
      records: [],
      capabilities: [],
      members: {},
      overview: [{ topic: "batch", title: "batch", fields: ["limits.batch"], describe: ([batch]) => [String(batch)] }],
      writeFlag,
    },
    readArgs: (args) => readArgs(flags, args),
    build: (options) => build(flags, options),
    pin({ changes }) {
      const pins = changes.flatMap(({ path, after }) => {
        const flag = flags.byField.get(path);
        const args = flag === undefined || after === undefined ? null : writeFlag(flag, after);
        return flag === undefined || after === undefined || args === null
          ? []
          : [{ flag, value: after, args, paths: [path] }];
      });
      const unpinned = changes.filter(({ path }) => !pins.some(({ paths }) => paths.includes(path)));
      return {
        ...{ pins, args: pins.flatMap(({ args }) => args) },
        pinned: pins.flatMap(({ paths, args }) => paths.map((path) => ({ path, args }))),
        unpinned: unpinned.map(({ path }) => ({ path, reason: "no flag sets it" })),
      };
    },
    differingFields: (document) =>
      [...flags.byField.keys()].flatMap((path) => {
        const value = readPath(document, path.split(".")) as Json;
        return jsonEqual(value, null) ? [] : [{ path, after: value }];
      }),
    variables: () => new Map(),
    checkVariables: () => [],
    configFileReader: async () => null,
    other: (version) => releaseOf(version),
  };
}

const [oldest, newest] = ["1.0.0", "1.1.0"].map(openRelease) as [ServingRelease, ServingRelease];
const releaseOf = (version = "1.1.0") => (version.startsWith("1.0") ? oldest : newest);

/** A deployment of Ember is a file `{ "model": config, "args": [] }`. */
const serving: ServingEngine = {
  release: releaseOf,
  documentSchema: () => schema,
  readModelFolder: async () => ({ names: [], contents: {} }),
  readDraftFolder: async () => ({ names: [], contents: {} }),
  async *readFleet(places) {
    for (const place of places) {
      const read = JSON.parse(readFileSync(place, "utf8")) as {
        readonly model: JsonObject;
        readonly args: readonly string[];
      };
      const args = read.args.map((text) => ({ text, kind: "flag" as const }));
      const device = { product: null, count: null, platform: null };
      const stated = {
        workload: null,
        container: null,
        image: null,
        replicas: null,
        release: null,
        unknownImage: null,
      };
      const entry: FleetModel = {
        ...{
          kind: "model",
          name: place,
          file: place,
          line: 1,
          hfConfig: read.model,
          model: "m",
          files: null,
          folder: null,
        },
        ...{ ...stated, args, device, environment: {}, needs: null, warnings: [] },
      };
      yield entry;
    }
  },
  async *readDocuments(places) {
    for await (const entry of serving.readFleet(places)) {
      if (entry.kind !== "model") continue;
      const { name, hfConfig, args } = entry;
      yield { kind: "document", name, document: newest.build({ hfConfig, model: "m", args }).document };
    }
  },
};

/** Ember with what builds its documents. */
export const served: ServedEngine = { ...ember, serving };
