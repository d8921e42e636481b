import { diagnostic, FettleError } from "../common/diagnostic.js";

export interface FetchOptions {
  /** Whether to allow URLs of other machines. */
  readonly allowsRemote?: boolean;
  readonly milliseconds?: number;
  readonly mostBytes?: number;
}

const usual = { milliseconds: 20_000, mostBytes: 32 * 1024 * 1024 };

/** Whether a place is a URL rather than a file. */
export function isAddress(place: string): boolean {
  return /^https?:\/\//i.test(place);
}

/**
 * Fetches a server's response; the path defaults to `/server_info` in JSON. Refuses other machines unless the caller
 * allows them, and does not follow redirects.
 *
 * @throws FettleError if there is no response, or if it is too large.
 */
export async function fetchText(address: string, options: FetchOptions = {}): Promise<string> {
  const url = addressOf(address);
  const { milliseconds, mostBytes } = { ...usual, ...options };
  if (options.allowsRemote !== true && !isLoopback(url)) {
    const hint = "add `--allow-remote` to query another machine";
    throw refused(`\`${address}\` is not on this machine`, hint);
  }
  const signal = AbortSignal.timeout(milliseconds);
  try {
    const response = await fetch(url, { signal, redirect: "error", headers: { accept: "application/json" } });
    if (!response.ok) throw refused(`\`${url.href}\` answers with ${response.status}`, hintOf(response.status));
    return await readBody(response, mostBytes, address);
  } catch (error) {
    if (error instanceof FettleError) throw error;
    const why = signal.aborted ? `did not answer within ${milliseconds / 1000} s` : "cannot be reached";
    throw refused(
      `\`${url.href}\` ${why}`,
      "name the address that the server listens on, such as http://127.0.0.1:8000",
    );
  }
}

function addressOf(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null) throw refused(`\`${address}\` is not a server address`, "use a URL such as http://127.0.0.1:8000");
  if (url.pathname === "/") url.pathname = "/server_info";
  if (url.pathname.endsWith("/server_info") && !url.searchParams.has("config_format"))
    url.searchParams.set("config_format", "json");
  return url;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function hintOf(status: number): string {
  if (status === 404)
    return "start vLLM with `VLLM_SERVER_DEV_MODE=1` to enable `/server_info`, or use its startup log";
  return status === 401 || status === 403
    ? "save the response in a file: the server requires an API key"
    : "look at its log";
}

async function readBody(response: Response, mostBytes: number, address: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) {
      const hint = `save a response of \`/server_info\` with less than ${mostBytes / 1024 / 1024} MiB`;
      throw refused(`the response of \`${address}\` is too large`, hint);
    }
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function refused(message: string, hint: string): FettleError {
  return new FettleError([diagnostic("bad-server-info", message, { hint })]);
}
