import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { compareDeployment } from "../../compare/compare.js";
import { compareReports, type CompareFormat } from "../../report/formats.js";
import type { Command, ExitCode } from "../command.js";
import { resolveOptionsOf } from "../model/given-options.js";
import { modelOptions } from "../model/model-options.js";
import { printDiagnostics } from "../output/print-diagnostics.js";

export const command: Command = {
  arguments: "[model]",
  description:
    "Compares the configuration of a running server with the one predicted for a deployment, and explains each field that differs: by the release, GPU, environment variables or flags of the server, or by a flag that would cause it. Exits with 1 if a field differs. MODEL and the flags after `--` are those of `fettle resolve`.",
  options: [
    {
      flags: "--server-info <place>",
      help: "configuration of the server: JSON from `/server_info` or a startup log, as a file, `-` for standard input, or a URL such as http://127.0.0.1:8000",
      completes: "file",
    },
    { flags: "--allow-remote", help: "allow an address that is not on this machine" },
    { flags: "--format <format>", help: "output format", choices: Object.keys(compareReports) },
    ...modelOptions,
  ],
  examples: [
    {
      line: "fettle compare ./gemma-4 --server-info http://127.0.0.1:8000 -- --max-model-len 32k",
      what: "a server on this machine that runs with VLLM_SERVER_DEV_MODE=1",
    },
    {
      line: "kubectl logs deploy/llm | fettle compare llm.yaml --server-info -",
      what: "the log of a server in a cluster",
    },
  ],
  takesServeFlags: true,
  async run(invocation): Promise<ExitCode> {
    const { args, options, streams } = invocation;
    const serverInfo = options.text("server-info");
    if (serverInfo === undefined) {
      const hint = "add `--server-info` with a file or the address of the server";
      throw new FettleError([diagnostic("usage", "no server given", { hint })]);
    }
    const allowsRemote = options.has("allow-remote");
    const compared = await compareDeployment({ ...resolveOptionsOf(invocation, args[0]), serverInfo, allowsRemote });
    printDiagnostics(compared.findings, streams, options.has("quiet"));
    const report = await compareReports[(options.text("format") ?? "text") as CompareFormat]();
    await streams.write(report(compared, streams));
    return compared.differences.length > 0 || !compared.startsAsPredicted ? 1 : 0;
  },
};
