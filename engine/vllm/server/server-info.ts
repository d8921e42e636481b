import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { parseStrictJson } from "../../common/strict-json.js";
import type { ServerInfo } from "../../serving/server-reader.js";
import { parseConfigText, type ConfigText } from "./config-text.js";
import { readServerLog } from "./server-log.js";

/** Parses the response of `/server_info`, in either format, or a start-up log. @throws FettleError */
export function readServerInfo(text: string, file: string): ServerInfo {
  const answer = /^\s*\{/.test(text) ? parseStrictJson(text) : undefined;
  if (isObject(answer) && "vllm_config" in answer) return ofAnswer(answer, file);
  if (text.startsWith("model=")) {
    return { ...nothing, form: "text", ...ofText(text.trimEnd(), file, 1) };
  }
  const log = readServerLog(text);
  if (!log.ok) {
    const { line, column, expected } = log;
    const message = line === null ? "no server configuration found" : `expected ${expected}`;
    const hint = "pass the JSON of `/server_info?config_format=json`, or the server's log from its start";
    throw new FettleError([
      diagnostic("bad-server-info", message, { file, ...(line === null ? {} : { line, column }), hint }),
    ]);
  }
  const { release, args, count } = log;
  const several = diagnostic("bad-server-info", `the log holds ${count} configurations; comparing the last one`, {
    ...{ file, severity: "note", hint: "to compare another one, cut the log after it" },
  });
  const found = ofConfigText(log.config, file);
  return {
    ...{ ...nothing, form: "log", release, args, config: found.config },
    findings: [...found.findings, ...(count > 1 ? [several] : [])],
  };
}

const nothing = { release: null, gpu: null, gpuCount: null, variables: null, args: null, findings: [] };

function ofAnswer(answer: JsonObject, file: string): ServerInfo {
  const { vllm_config: config, vllm_env: variables, system_env: system } = answer;
  const about = { ...nothing, ...machineIn(system), variables: isObject(variables) ? variables : null };
  if (isObject(config)) return { ...about, form: "json", config };
  if (typeof config === "string") return { ...about, form: "text", ...ofText(config, file, null) };
  const hint = "pass the unchanged response of `/server_info?config_format=json`";
  throw new FettleError([
    diagnostic("bad-server-info", "`vllm_config` holds no configuration", { file, path: "/vllm_config", hint }),
  ]);
}

function ofText(text: string, file: string, line: number | null): Pick<ServerInfo, "config" | "findings"> {
  const parsed = parseConfigText(text);
  if (parsed.ok) return ofConfigText(parsed, file);
  const hint = "vLLM 0.17 to 0.33 do not write this form; pass the response of `/server_info?config_format=json`";
  const place = line === null ? { path: "/vllm_config" } : { line, column: parsed.at + 1 };
  throw new FettleError([
    diagnostic("bad-server-info", `expected ${parsed.expected} at character ${parsed.at + 1}`, {
      file,
      ...place,
      hint,
    }),
  ]);
}

function ofConfigText({ fields, unknown }: ConfigText, file: string): Pick<ServerInfo, "config" | "findings"> {
  const config: Record<string, Json> = {};
  for (const [field, value] of fields) {
    const [section, key] = field.split(".");
    if (section === undefined) continue;
    if (key === undefined) config[section] = value;
    else config[section] = { ...(isObject(config[section]) ? config[section] : {}), [key]: value };
  }
  const hint = "they are not compared";
  const message = `no known release has the settings ${unknown.map((name) => `\`${name}\``).join(", ")}`;
  return {
    config,
    findings: unknown.length === 0 ? [] : [diagnostic("bad-server-info", message, { file, severity: "warning", hint })],
  };
}

/** Release and GPUs from the server's environment report. */
function machineIn(system: Json | undefined): Pick<ServerInfo, "release" | "gpu" | "gpuCount"> {
  if (!isObject(system)) return nothing;
  const { vllm_version: version, nvidia_gpu_models: gpus } = system;
  const release = typeof version === "string" ? (/^\d+\.\d+\.\d+/.exec(version)?.[0] ?? null) : null;
  const names = typeof gpus === "string" ? [...gpus.matchAll(/^(?:GPU \d+: )?(\S.*?)(?: \(UUID.*)?$/gm)] : [];
  return { release, gpu: names[0]?.[1] ?? null, gpuCount: names.length === 0 ? null : names.length };
}
