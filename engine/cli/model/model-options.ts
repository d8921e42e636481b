import type { OptionSpec } from "../command.js";

/** Options that describe the machine, which some defaults and rules depend on. */
export const deviceOptions: readonly OptionSpec[] = [
  {
    flags: "--device <name[:count]>",
    help: "the GPUs of a node by name, such as H100:8, or CPU; sets what the next four options say one by one",
    completes: "device",
  },
  { flags: "--gpu-memory <gib>", help: "memory of one GPU in GiB, which some of vLLM's defaults follow" },
  { flags: "--gpu-name <name>", help: "name of the GPU, with `--gpu-memory`" },
  {
    flags: "--platform <kind>",
    help: "kind of device, which some rules look at",
    choices: ["cuda", "rocm", "xpu", "cpu"],
  },
  {
    flags: "--compute-capability <number>",
    help: "compute capability of the GPU, such as 9.0, which some rules look at",
  },
  {
    flags: "--flash-attention <version>",
    help: "newest FlashAttention that is installed and runs on the GPU, which some rules look at",
    choices: ["2", "3", "4"],
  },
];

/** Options of the commands that build a config document from a model. */
export const modelOptions: readonly OptionSpec[] = [
  {
    flags: "--deployment <name>",
    help: "the deployment that is meant, where a manifest is named that has several, such as Deployment/prod/llm",
  },
  {
    flags: "--models <folder>",
    help: "where the config.json of a manifest's model lies by its id; may be repeated (default: beside the manifest, then the cache of Hugging Face)",
    repeatable: true,
    completes: "folder",
  },
  {
    flags: "--transformers <version>",
    help: "the version of transformers that reads the model's files, where it is not the newest that the release allows",
  },
  { flags: "--model-name <id>", help: "the model's id, where config.json lies somewhere else" },
  {
    flags: "--recipe <file>",
    help: "a recipe of vllm-project/recipes; flags after `--` win over it",
    completes: "file",
  },
  {
    flags: "--feature <name>",
    help: "exactly these features of the recipe, as NAME or NAME=MODE; may be repeated",
    repeatable: true,
  },
  { flags: "--variant <name>", help: "a variant of the recipe" },
  { flags: "--hardware <name>", help: "the hardware that the recipe is for, such as h200 or amd" },
  { flags: "--strategy <name>", help: "how the recipe spreads the model over GPUs" },
  ...deviceOptions,
  {
    flags: "--env <name=value>",
    help: "an environment variable of the server; may be repeated",
    repeatable: true,
  },
];
