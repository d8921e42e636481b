import { nameOf, readText, type Input } from "../workspace/read-input.js";
import type { ResolveOptions } from "../resolve/model-options.js";
import { compareServer } from "./compare-server.js";
import type { Compared } from "./compared.js";
import { fetchText, isAddress } from "./fetch-text.js";

export interface CompareOptions extends ResolveOptions {
  /** The response of `/server_info` or a start-up log, as a file, `-` or a URL. */
  readonly serverInfo: string;
  /** Whether to allow URLs of other machines. */
  readonly allowsRemote?: boolean | undefined;
}

/**
 * Compares the predicted configuration of a deployment with a running server.
 *
 * @throws FettleError if the deployment or the server's output cannot be read.
 */
export async function compareDeployment({ serverInfo, allowsRemote, ...options }: CompareOptions): Promise<Compared> {
  const text = isAddress(serverInfo)
    ? await fetchText(serverInfo, { allowsRemote: allowsRemote === true })
    : await readText(serverInfo, options.streams ?? nothing);
  return compareServer(options, { text, source: nameOf(serverInfo) });
}

/** Empty standard input, the default. */
const nothing: Input = { input: (async function* () {})() };
