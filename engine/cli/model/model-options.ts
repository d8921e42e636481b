import type { OptionSpec } from "../command.js";

/** Options that describe the machine, which some defaults and rules depend on. */
export const deviceOptions: readonly OptionSpec[] = [
  {
    flags: "--device <name[:count]>",
    help: "GPUs of a node, such as H100:8, or CPU; replaces the next four options",
    completes: "device",
  },
  { flags: "--gpu-memory <gib>", help: "memory of one GPU in GiB; some of vLLM's defaults depend on it" },
  { flags: "--gpu-name <name>", help: "name of the GPU; requires `--gpu-memory`" },
  {
    flags: "--platform <kind>",
    help: "platform of the device, which some rules depend on",
    choices: ["cuda", "rocm", "xpu", "cpu"],
  },
  {
    flags: "--compute-capability <number>",
    help: "compute capability of the GPU, such as 9.0; some rules depend on it",
  },
  {
    flags: "--flash-attention <version>",
    help: "newest FlashAttention version that is installed and runs on the GPU, which some rules depend on",
    choices: ["2", "3", "4"],
  },
];

/** Options of the commands that build a config document from a model. */
export const modelOptions: readonly OptionSpec[] = [
  {
    flags: "--deployment <name>",
    help: "deployment to use from a manifest with several, such as Deployment/prod/llm",
  },
  {
    flags: "--models <folder>",
    help: "folder that holds each model's config.json under its id; may be repeated (default: next to the manifest, then the Hugging Face cache)",
    repeatable: true,
    completes: "folder",
  },
  {
    flags: "--transformers <version>",
    help: "transformers version that reads the model's files (default: the one that pip installs with the release)",
  },
  { flags: "--model-name <id>", help: "model id, if the path of config.json does not contain it" },
  {
    flags: "--draft <path>",
    help: "draft model's config.json, or its folder, if it is not where the flags say",
    completes: "file",
  },
  {
    flags: "--recipe <file>",
    help: "recipe from vllm-project/recipes; flags after `--` override it",
    completes: "file",
  },
  {
    flags: "--feature <name>",
    help: "enable exactly these recipe features, as NAME or NAME=MODE; may be repeated",
    repeatable: true,
  },
  { flags: "--variant <name>", help: "variant of the recipe" },
  { flags: "--hardware <name>", help: "hardware for the recipe, such as h200 or amd" },
  { flags: "--strategy <name>", help: "how the recipe distributes the model over GPUs" },
  ...deviceOptions,
  {
    flags: "--env <name=value>",
    help: "environment variable of the server; may be repeated",
    repeatable: true,
  },
  {
    flags: "--installed <package>",
    help: "optional package that is installed; may be repeated (all others are not)",
    repeatable: true,
    choices: ["nixl", "arctic-inference", "lmcache", "none"],
  },
  {
    flags: "--cpu-feature <name>",
    help: "feature of the CPU that a server without GPUs runs on; may be repeated (all others are missing)",
    repeatable: true,
    choices: ["avx512_bf16", "amx", "none"],
  },
];
