import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { lastOf } from "../../common/must.js";
import type { YamlDocument } from "./yaml-documents.js";

/** ConfigMaps of a fleet, by `namespace/name`; one without a namespace is visible from every namespace. */
export type ConfigMaps = ReadonlyMap<string, Readonly<Record<string, string>>>;

export function keyOf(namespace: string | null, name: string): string {
  return `${namespace ?? ""}/${name}`;
}

/** Collects the ConfigMaps of documents. */
export function configMapsOf(documents: readonly YamlDocument[]): ConfigMaps {
  return new Map(
    documents.flatMap(({ value }) => {
      const metadata = value["metadata"];
      if (value["kind"] !== "ConfigMap" || !isObject(metadata) || typeof metadata["name"] !== "string") return [];
      const namespace = typeof metadata["namespace"] === "string" ? metadata["namespace"] : null;
      return [[keyOf(namespace, metadata["name"]), textsOf(value["data"])] as const];
    }),
  );
}

export interface ReadEnvironment {
  readonly values: Readonly<Record<string, string>>;
  readonly warnings: readonly Diagnostic[];
}

/**
 * The environment of a container: `envFrom` first, then `env` or Compose's `environment`, each as a list or a mapping.
 */
export function environmentOf(
  container: JsonObject,
  configMaps: ConfigMaps,
  namespace: string | null,
  place: { readonly file: string | null; readonly line: number },
): ReadEnvironment {
  const warnings: Diagnostic[] = [];
  const find = (name: string) => configMaps.get(keyOf(namespace, name)) ?? configMaps.get(keyOf(null, name));
  const missing = (name: string): void => {
    const hint = "pass its manifest together with this one, or set the values with `--env`";
    const message = `the ConfigMap \`${name}\` is not among the inputs`;
    warnings.push(diagnostic("unknown-config-map", message, { ...place, severity: "warning", hint }));
  };
  const values: Record<string, string> = {};
  const written: Record<string, string> = {};
  for (const source of listOf(container["envFrom"])) {
    const reference = isObject(source) ? source["configMapRef"] : null;
    if (!isObject(reference) || typeof reference["name"] !== "string") continue;
    const found = find(reference["name"]);
    const prefix = isObject(source) && typeof source["prefix"] === "string" ? source["prefix"] : "";
    if (found === undefined && reference["optional"] !== true) missing(reference["name"]);
    for (const [name, value] of Object.entries(found ?? {})) values[prefix + name] = value;
  }
  for (const key of ["env", "environment"]) {
    const stated = container[key] ?? null;
    for (const entry of listOf(stated)) {
      const [name, value] = typeof entry === "string" ? splitEntry(entry) : namedEntry(entry);
      if (name === null) continue;
      const reference = typeof value === "object" ? configMapKey(value) : null;
      const text = isSecret(value)
        ? secret
        : reference === null
          ? textOf(value)
          : (find(reference.name)?.[reference.key] ?? null);
      if (reference !== null && text === null) missing(reference.name);
      if (text !== null) {
        written[name] = text;
        values[name] = expand(text, values);
      }
    }
    if (isObject(stated))
      for (const [name, value] of Object.entries(textsOf(stated))) values[name] = expand(value, values);
  }
  return { values, warnings: [...warnings, ...unexpanded(values, { ...values, ...written }, place)] };
}

/** Reports variables whose value still refers to another variable of the container: each circle once, at its first. */
function unexpanded(
  values: Readonly<Record<string, string>>,
  written: Readonly<Record<string, string>>,
  place: { readonly file: string | null; readonly line: number },
): readonly Diagnostic[] {
  const referred = (text = ""): string | null =>
    [...text.matchAll(reference)].map(([, other = ""]) => other).find((other) => Object.hasOwn(values, other)) ?? null;
  const next = (name: string): string | null => referred(written[name]);
  const told = new Set<string>();
  return Object.keys(values).flatMap((name): readonly Diagnostic[] => {
    const chain = [name];
    for (let other = next(name); other !== null && !chain.includes(other); other = next(other)) chain.push(other);
    const other = referred(values[name]);
    if (other === null || told.has(name)) return [];
    const isCircle = next(lastOf(chain)) === name;
    for (const one of isCircle ? chain : [name]) told.add(one);
    const circle = [...chain, name].map((one) => `\`${one}\``).join(" → ");
    const reason = isCircle
      ? `the variables ${circle} refer to each other`
      : `\`${name}\` refers to \`${other}\`, which Kubernetes does not expand there`;
    const hint = isCircle
      ? "set one of them to a literal value"
      : `define \`${name}\` under \`env\`, after \`${other}\`: values of a ConfigMap are taken as they are`;
    return [
      diagnostic("unexpanded-variable", `${reason}, so \`$(${other})\` stays as written`, {
        ...place,
        severity: "warning",
        hint,
      }),
    ];
  });
}

/** A reference to a variable; a second dollar sign escapes it. */
const reference = /(?<!\$)\$\(([A-Za-z_][\w.-]*)\)/g;

/** Kubernetes expands variables defined earlier; references to later ones or cycles stay as written. */
function expand(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(reference, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}

/** Placeholder for a Secret's value, which records that there is one. */
const secret = "***";

function isSecret(value: Json): boolean {
  return isObject(value) && isObject(value["secretKeyRef"]);
}

function namedEntry(entry: Json): readonly [string | null, Json] {
  if (!isObject(entry) || typeof entry["name"] !== "string") return [null, null];
  return [entry["name"], entry["value"] ?? entry["valueFrom"] ?? null];
}

function splitEntry(entry: string): readonly [string | null, Json] {
  const at = entry.indexOf("=");
  return at < 0 ? [null, null] : [entry.slice(0, at), entry.slice(at + 1)];
}

function configMapKey(value: Json): { readonly name: string; readonly key: string } | null {
  const reference = isObject(value) ? value["configMapKeyRef"] : null;
  return isObject(reference) && typeof reference["name"] === "string" && typeof reference["key"] === "string"
    ? { name: reference["name"], key: reference["key"] }
    : null;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: Json): string | null {
  return typeof value === "object" ? null : String(value);
}

/** Scalar entries of a mapping, as strings. */
export function textsOf(value: Json | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).flatMap(([name, entry]) => {
      const text = textOf(entry as Json);
      return text === null ? [] : [[name, text]];
    }),
  );
}
