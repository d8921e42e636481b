import type { Json } from "../../common/json.js";
import { showValue } from "../../common/show-value.js";
import type { Compared, Difference, Explanation, Surrounding } from "../../compare/compared.js";
import { originText } from "../../explain/origin-of.js";

const longest = 60;
const forms = { json: "/server_info", text: "/server_info as text", log: "start-up log" } as const;

/** Summarizes the comparison in one line. */
export function headline({ differences, same, target: name }: Compared, target = name): string {
  const all = differences.length + same;
  return differences.length === 0
    ? `the server runs as ${target} predicts: ${all} fields compared`
    : `${differences.length} of ${all} fields differ from what ${target} predicts`;
}

export function serverLine({ engine, server: { source, form, release, gpu, gpuCount } }: Compared): string {
  const parts = [
    `${forms[form]} of ${source}`,
    ...(release === null ? [] : [`${engine} ${release}`]),
    ...(gpu === null ? [] : [gpuCount === null || gpuCount === 1 ? gpu : `${gpuCount} × ${gpu}`]),
  ];
  return `server: ${parts.join(", ")}`;
}

/** Describes a difference around the server. */
export function surroundingText({ kind, name, predicted, reported }: Surrounding): string {
  const value = (json: Json) => (kind === "variable" || kind === "flag" ? showValue(json, longest) : String(json));
  switch (kind) {
    case "release":
      return `release ${value(reported)} instead of ${value(predicted)}`;
    case "device":
      return `${name} ${value(reported)} instead of ${predicted === null ? "an unspecified one" : value(predicted)}`;
    case "variable":
      return `${name} is ${value(reported)}${predicted === null ? "" : ` instead of ${value(predicted)}`}`;
    case "flag":
      if (reported === null) return `the server runs without ${name}`;
      return predicted === null
        ? `${name} ${value(reported)}`
        : `${name} ${value(reported)} instead of ${value(predicted)}`;
  }
}

/** Describes the origin of the predicted value; null if nothing set it. */
export function predictedBy({ rule, origin }: Difference, { engine }: Compared): string | null {
  if (rule !== null) return rule.id;
  return origin === null ? null : originText(origin, engine);
}

/** Explains why a field differs. */
export function explanationText(explanation: Explanation): string {
  switch (explanation.kind) {
    case "caused":
      return explanation.by.map(surroundingText).join("; or by ");
    case "caused-together":
      return `together: ${explanation.by.map(surroundingText).join("; ")}`;
    case "would-follow":
      return `would follow from ${explanation.flags.join(" ")}`;
    case "not-said":
      return `depends on ${explanation.inputs.join(", ")}, which neither the deployment nor the server states`;
    case "unknown":
      return "not explained";
  }
}

/** Differences around the server that explain nothing. */
export function idleSurroundings({ surroundings, differences }: Compared): readonly Surrounding[] {
  const used = differences.flatMap(({ explanation }) =>
    explanation.kind === "caused" || explanation.kind === "caused-together" ? explanation.by : [],
  );
  return surroundings.filter((entry) => !used.includes(entry));
}

/** Renders a value of either side. */
export function valueText(value: Json | undefined): string {
  return value === undefined ? "absent" : showValue(value, longest);
}
