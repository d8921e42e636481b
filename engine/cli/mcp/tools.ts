import { z } from "zod";

/** A tool for agents: a command with its result as JSON. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Readonly<Record<string, z.ZodType>>;
  /** Converts valid input to command-line arguments. */
  words(input: Readonly<Record<string, unknown>>): readonly string[];
}

/** An argument must not be parsed as an option, which could write a file. */
const argument = z.string().regex(/^[^-]/, "must not begin with a dash");
const list = (about: string) => z.array(argument).optional().describe(about);
const text = (about: string) => z.string().optional().describe(about);

const shared = {
  target: text("vLLM release, such as 0.33.0, 0.33 or latest"),
  rules: list("folders with your own rules (default: from fettle.config.json, else `rules`)"),
};
const ofMachine = { device: text("GPUs of a node, such as H100:8") };
const ofModel = {
  ...ofMachine,
  flags: z
    .array(z.string())
    .optional()
    .describe("`vllm serve` flags, one argument per item: ['--max-model-len', '32k']"),
  recipe: text("a recipe's YAML file"),
};

/** Formats options as single `--name=value` arguments, so that no value is parsed as another option. */
function optionsIn(input: Readonly<Record<string, unknown>>, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [input[name] ?? []].flat().map((value) => `--${name}=${String(value)}`));
}

function argumentsIn(input: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  return [input[name] ?? []].flat().map(String);
}

const json = "--format=json";
const common = ["set", "target", "rules"];

export const tools: readonly Tool[] = [
  {
    name: "resolve",
    title: "Resolve a configuration",
    description:
      "Shows the configuration that vLLM resolves for a model and its flags, the rules that changed it and why, logs, failures and warnings.",
    input: {
      model: argument.describe(
        "a model's config.json, the folder that holds it, or an id in the cache of Hugging Face",
      ),
      ...ofModel,
      ...shared,
    },
    words: (input) => [
      ...["resolve", json, ...optionsIn(input, ["recipe", "device", ...common]), ...argumentsIn(input, "model")],
      ...["--", ...argumentsIn(input, "flags")],
    ],
  },
  {
    name: "why",
    title: "Explain one field",
    description:
      "Explains one field of the configuration: its value and origin, each rule that changed it, and each that could have, with the condition that stopped it.",
    input: {
      path: argument.describe("a dotted path, such as attention_config.backend"),
      source: argument.describe("a config document, a model's config.json, or the folder that holds it"),
      ...ofModel,
      ...shared,
    },
    words: (input) => [
      ...["why", json, ...optionsIn(input, ["recipe", "device", ...common])],
      ...[...argumentsIn(input, "path"), ...argumentsIn(input, "source")],
      ...(input["flags"] === undefined ? [] : ["--", ...argumentsIn(input, "flags")]),
    ],
  },
  {
    name: "compare",
    title: "Compare with a running server",
    description:
      "Compares the configuration of a running vLLM server with the one predicted for a deployment, and explains each field that differs.",
    input: {
      model: argument.describe("the model as for resolve, or a manifest that serves it"),
      server: argument.describe(
        "the server's `/server_info` as JSON or its startup log, in a file, or its address on this machine",
      ),
      ...ofModel,
      ...shared,
    },
    words: (input) => [
      ...["compare", json, `--server-info=${argumentsIn(input, "server").join("")}`],
      ...[...optionsIn(input, ["recipe", "device", ...common]), ...argumentsIn(input, "model")],
      ...["--", ...argumentsIn(input, "flags")],
    ],
  },
  {
    name: "check",
    title: "Check rules",
    description: "Finds mistakes in packs, cases, claims and sets, each with its location and a hint on how to fix it.",
    input: { places: list("files and folders (default: the project's own rules)"), ...shared },
    words: (input) => ["check", json, ...optionsIn(input, common), ...argumentsIn(input, "places")],
  },
  {
    name: "test",
    title: "Run test cases",
    description: "Runs the cases of packs and reports those that fail, and rules and branches that no case covers.",
    input: { packs: list("names, files or folders of packs (default: all)"), ...shared },
    words: (input) => ["test", json, ...optionsIn(input, common), ...argumentsIn(input, "packs")],
  },
  {
    name: "upgrade",
    title: "Compare two releases",
    description:
      "Shows what another release of vLLM changes for deployments: fields, logs, failures and flags, the cause of each, and the flags that preserve current behavior.",
    input: {
      places: z.array(argument).min(1).describe("files and folders with deployments"),
      from: text("current release, such as 0.32"),
      to: text("release to upgrade to (default: the newest known)"),
      models: list("folders that hold each model's config.json under its id"),
      ...ofMachine,
      ...shared,
    },
    words: (input) => [
      ...["upgrade", json, ...optionsIn(input, ["from", "to", "models", "device", ...common])],
      ...argumentsIn(input, "places"),
    ],
  },
  {
    name: "audit",
    title: "Audit deployments",
    description:
      "Checks deployments against launch checks and policies, each at its own release: reports those that do not start or violate a policy.",
    input: {
      places: z.array(argument).min(1).describe("files and folders with deployments"),
      policy: list("policies or vendors of policies (default: all loaded policies)"),
      models: list("folders that hold each model's config.json under its id"),
      ...ofMachine,
      ...shared,
    },
    words: (input) => [
      ...["audit", json, ...optionsIn(input, ["policy", "models", "device", ...common])],
      ...argumentsIn(input, "places"),
    ],
  },
];
