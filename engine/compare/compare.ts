import { nameOf, readText, type Input } from "../workspace/read-input.js";
import type { ResolveOptions } from "../resolve/model-options.js";
import { readServerInfo } from "../vllm/server/server-info.js";
import { compareServer } from "./compare-server.js";
import type { Compared } from "./compared.js";
import { fetchText, isAddress } from "./fetch-text.js";

export interface CompareOptions extends ResolveOptions {
  /** The answer of `/server_info` or a start-up log, as a file, `-` or an address. */
  readonly serverInfo: string;
  /** Whether an address of another machine is asked. */
  readonly allowsRemote?: boolean | undefined;
}

/**
 * Compares a deployment as Fettle predicts it with a running server.
 *
 * @throws FettleError where the deployment or what the server says cannot be read.
 */
export async function compareDeployment({ serverInfo, allowsRemote, ...options }: CompareOptions): Promise<Compared> {
  const text = isAddress(serverInfo)
    ? await fetchText(serverInfo, { allowsRemote: allowsRemote === true })
    : await readText(serverInfo, options.streams ?? nothing);
  const source = nameOf(serverInfo);
  return compareServer(options, { info: readServerInfo(text, source), source });
}

/** Standard input, where nobody gave one. */
const nothing: Input = { input: (async function* () {})() };
