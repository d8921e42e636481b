import type { Json, JsonObject } from "../common/json.js";
import { SharedParts } from "../common/shared-parts.js";
import { lastOf } from "../common/must.js";
import { readPath } from "../common/path.js";
import type { ServingRelease } from "../serving/serving-engine.js";
import type { BuildOptions, BuiltDocument } from "../serving/build.js";
import type { Result } from "../generated/result.js";
import type { Program } from "../workspace/load-program.js";

/** A release of the serving engine: its rules, and what builds its documents. */
export interface Release {
  readonly version: string;
  readonly program: Program;
  readonly serving: ServingRelease;
}

/** A deployment: a fixed document, or a model with flags, from which each release builds its own document. */
export type Deployment =
  | { readonly kind: "document"; readonly name: string; readonly document: JsonObject }
  | { readonly kind: "model"; readonly name: string; readonly build: BuildOptions };

/** A deployment run by a release. */
export interface DeploymentRun {
  readonly release: Release;
  /** Before the rules. */
  readonly document: JsonObject;
  /** Null if the document was given. */
  readonly built: BuiltDocument | null;
  /** With a trace if it was asked for. */
  readonly result: Result;
}

/** A value to preserve, and the arguments that set it. */
export interface Pin {
  readonly path: string;
  readonly value: Json;
  readonly args: readonly string[];
}

/** What the documents of all runs share, so that it is checked and compared once. */
export const shared = new SharedParts();

/** Runs a deployment. Pins are set as values of a document, or appended to a model's flags. */
export function runDeployment(
  deployment: Deployment,
  release: Release,
  { pins = [], trace = false }: { readonly pins?: readonly Pin[]; readonly trace?: boolean } = {},
): DeploymentRun {
  const built = deployment.kind === "model" ? buildWith(deployment.build, release, pins) : null;
  const document = built?.document ?? withValues((deployment as Deployment & { kind: "document" }).document, pins);
  return { release, document, built, result: release.program.run(document, { trace, shared }) };
}

function buildWith(build: BuildOptions, { serving }: Release, pins: readonly Pin[]): BuiltDocument {
  const words = [...new Set(pins.map(({ args }) => args))].flat().map((text) => ({ text, kind: "flag" as const }));
  return serving.build({ ...build, args: [...build.args, ...words], shared });
}

function withValues(document: JsonObject, pins: readonly Pin[]): JsonObject {
  if (pins.length === 0) return document;
  const copy = structuredClone(document);
  for (const { path, value } of pins) {
    const keys = path.split(".");
    const parent = readPath(copy, keys.slice(0, -1));
    if (typeof parent === "object" && parent !== null) (parent as Record<string, Json>)[lastOf(keys)] = value;
  }
  return copy;
}
