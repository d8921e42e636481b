import { originInside, type OtherFlag, type Setting } from "../../serving/given.js";
import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { lastOf } from "../../common/must.js";
import { fillIn, openSection, setField, type Draft } from "../config/draft.js";
import type { ServeFacts } from "../facts.js";
import type { Origin } from "../../serving/origin.js";
import { asOther } from "./read-serve-args.js";
import { whyUnused, withoutEffect } from "./without-effect.js";

/** Flags equivalent to a key of their section: vLLM accepts one of the two, not both. */
const exclusive = new Set([
  "attention_config.backend",
  "compilation_config.cudagraph_capture_sizes",
  "compilation_config.max_cudagraph_capture_size",
  "kernel_config.enable_flashinfer_autotune",
  "speculative_config.method",
  "speculative_config.model",
  "speculative_config.num_speculative_tokens",
]);

/** Values of these flags that leave the section's own value unchanged. */
const leavesAsIs: Readonly<Record<string, Json>> = {
  "kernel_config.moe_backend": "auto",
  "structured_outputs_config.reasoning_parser": "",
  "structured_outputs_config.reasoning_parser_plugin": "",
};

export interface Applied {
  /** Flags that have no effect. */
  readonly otherFlags: readonly OtherFlag[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Writes settings into the document: whole sections first, then single fields, regardless of their order. */
export function applySettings(draft: Draft, settings: readonly Setting[], facts: ServeFacts): Applied {
  const otherFlags: OtherFlag[] = [];
  const diagnostics: Diagnostic[] = [];
  const sections = settings.filter(isSection);
  for (const setting of sections) applySection(draft, setting, facts);
  const report = (setting: Setting, note: string): void => {
    otherFlags.push(asOther(setting, note));
    const message = `\`${setting.origin.text}\` has no effect: ${note}`;
    const hint = remedy(setting.flag.field ?? "");
    diagnostics.push(
      diagnostic("flag-without-effect", message, { severity: "warning", hint, flag: setting.flag.flag }),
    );
  };
  const inSections = new Map(sections.map((setting) => [setting.flag.field, setting]));
  for (const setting of settings.filter((entry) => !isSection(entry))) {
    const path = setting.flag.field;
    if (setting.value === null) continue;
    const [whole, key] = [inSections.get(path.split(".").slice(0, -1).join(".")), lastOf(path.split("."))];
    if (isObject(whole?.value) && key in whole.value) {
      if (exclusive.has(path) && whole.value[key] !== null) diagnostics.push(bothGiven(setting, whole, key));
      if (setting.value === leavesAsIs[path]) continue;
    }
    const note = withoutEffect(path, facts);
    if (note !== null) {
      report(setting, note);
      continue;
    }
    if (path.startsWith("speculative_config."))
      openSection(draft, "speculative_config", facts.schema, facts.target, setting.origin);
    if (setField(draft, path, structuredClone(setting.value), setting.origin)) continue;
    report(setting, whyUnused(path));
  }
  return { otherFlags, diagnostics };
}

function isSection(setting: Setting): boolean {
  return setting.flag.kind === "config" || setting.flag.field === "lora_config";
}

function applySection(draft: Draft, setting: Setting, facts: ServeFacts): void {
  const path = setting.flag.field;
  const isOff = setting.value === null || setting.value === false;
  if (isOff) return;
  openSection(draft, path, facts.schema, facts.target, setting.origin);
  if (!isObject(setting.value)) return;
  const originOf = (inner: string): Origin => originInside(setting, inner);
  fillIn(draft, path, structuredClone(setting.value) as JsonObject, facts.schema, facts.target, originOf);
}

function bothGiven(setting: Setting, whole: Setting, key: string): Diagnostic {
  const message = `\`${setting.origin.text}\` and \`${key}\` in \`${whole.flag.flag}\` are mutually exclusive`;
  return diagnostic("start-refused", message, { hint: "remove one: vLLM refuses to start with both" });
}

function remedy(path: string): string {
  return path.startsWith("lora_config.") ? "add `--enable-lora`, or remove the flag" : "remove the flag";
}
