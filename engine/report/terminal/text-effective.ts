import type { Json } from "../../common/json.js";
import { escapeControls } from "../../common/printable.js";
import { showValue } from "../../common/show-value.js";
import type {
  EffectiveConfiguration,
  EffectiveDevice,
  EffectiveSetting,
  EffectiveValue,
} from "../../explain/effective.js";
import { isUntilLoaded } from "../../explain/certainty.js";
import type { OverviewTopic } from "../../serving/overview.js";
import type { Style } from "./style.js";
import { certaintyMarks } from "./text-document.js";

function text(value: Json | undefined): string {
  return typeof value === "string" ? escapeControls(value) : showValue(value);
}

/** Renders the effective configuration, one topic on each line: its value, its origin, and the requested value. */
export function effectiveLines(
  configuration: EffectiveConfiguration,
  overview: readonly OverviewTopic[],
  style: Style,
): readonly string[] {
  const rows = effectiveRows(configuration, overview);
  const width = {
    name: Math.max(...rows.map(({ name }) => name.length)),
    value: Math.max(...rows.map(({ value }) => value.length)),
  };
  return [
    ...(configuration.device === null ? [] : [deviceLine(configuration.device, style)]),
    ...rows.map((row) => {
      const { colors } = style;
      const mark = row.asked.length > 0 ? colors.yellow("!") : colors.dim(row.mark);
      const name = row.name.padEnd(width.name);
      const value = row.value.padEnd(width.value);
      const asked = row.asked.map((flag) => colors.yellow(`overrides ${flag}`));
      return `${mark} ${name}  ${colors.bold(value)}  ${[colors.dim(row.origin), ...asked].join(", ")}`.trimEnd();
    }),
  ];
}

/** One rendered topic. */
export interface Row {
  readonly name: string;
  readonly value: string;
  readonly origin: string;
  readonly mark: string;
  /** The flags that were replaced. */
  readonly asked: readonly string[];
}

/** Describes each topic; omits those that do not need a line. */
export function effectiveRows(
  { settings }: EffectiveConfiguration,
  overview: readonly OverviewTopic[],
): readonly Row[] {
  return overview.flatMap((topic) => {
    const setting = settings.find((one) => one.topic === topic.topic);
    return setting === undefined ? [] : (rowOf(topic, setting) ?? []);
  });
}

function rowOf({ title, describe }: OverviewTopic, { values }: EffectiveSetting): Row | null {
  const untilLoaded = values.map(({ certainty }) => isUntilLoaded(certainty));
  const shown = describe(
    values.map(({ value }) => value),
    untilLoaded,
  );
  if (shown.length === 0) return null;
  const told = values.filter(({ value }, index) => value !== null || untilLoaded[index] === true);
  const kinds = new Set(told.map(({ certainty }) => certainty.kind));
  return {
    name: title,
    value: shown.join(", "),
    origin: originsText(told),
    mark: certaintyMarks[kinds.has("unknown") ? "unknown" : kinds.has("assumed") ? "assumed" : "known"],
    asked: values.flatMap(({ asked }) => (asked === null ? [] : [escapeControls(asked.origin.text)])),
  };
}

/** Renders the origins of a line's values, each once; defaults only if there is nothing else. */
function originsText(values: readonly EffectiveValue[]): string {
  const origins = [...new Set(values.map(({ origin }) => originText(origin)))].filter((origin) => origin !== "");
  const special = origins.filter((origin) => origin !== "default");
  return (special.length === 0 ? origins : special).join("; ");
}

function originText(origin: EffectiveValue["origin"]): string {
  if (origin === null) return "";
  if (origin.kind === "default") return "default";
  return origin.kind === "recipe" ? `recipe: ${escapeControls(origin.text)}` : escapeControls(origin.text);
}

function deviceLine(device: EffectiveDevice, { colors }: Style): string {
  const { name, memoryGiB, count, platform, isAssumed } = device;
  const called = platform === "cpu" ? "CPU" : (name ?? platform);
  if (called === null) return colors.yellow("device unknown: name it with `--device`; values marked ? depend on it");
  const many = count === null ? "" : `${text(count)} × `;
  const size = memoryGiB === null ? "" : `, ${text(memoryGiB)} GiB`;
  const what = `${many}${text(called)}${size}`;
  return isAssumed
    ? colors.yellow(`assumed device: ${what}; values marked ~ depend on it (set it with \`--device\`)`)
    : `device: ${what}`;
}
