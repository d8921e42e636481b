import { getLanguageService, type JSONSchema, type LanguageService } from "vscode-json-languageservice";
import { memoize } from "../common/memoize.js";
import type { ServingEngine } from "../serving/serving-engine.js";
import { readSchemas as readCases } from "../generated/schema-cases.js";
import { readSchemas as readClaims } from "../generated/schema-claims.js";
import { readSchemas as readPack } from "../generated/schema-pack.js";
import { readSchemas as readPolicy } from "../generated/schema-policy.js";
import { readSchemas as readSet } from "../generated/schema-set.js";
import type { JsonObject } from "../common/json.js";

/**
 * Completion and hover of keys and enumerated values, by the schemas of rule files; in a case's document by the
 * document's own.
 */
export const schemaService = memoize((engine: ServingEngine): LanguageService => {
  const [pack] = readPack();
  const schemas = [
    { kind: "pack", schema: pack },
    { kind: "policy", schema: readPolicy()[0] },
    { kind: "cases", schema: withDocument(readCases()[0]) },
    { kind: "claims", schema: readClaims()[0] },
    { kind: "set", schema: readSet()[0] },
  ];
  const service = getLanguageService({ schemaRequestService: async () => JSON.stringify(pack) });
  service.configure({
    validate: false,
    schemas: [
      { uri: "fettle:///config.schema.json", fileMatch: [], schema: nameless(engine.documentSchema()) },
      ...schemas.map(({ kind, schema }) => ({
        uri: `fettle:///${kind}.schema.json`,
        fileMatch: [`*.${kind}.json`],
        schema: nameless(schema ?? {}),
      })),
    ],
  });
  return service;
});

function withDocument(cases: JsonObject | undefined): JsonObject {
  const copy = structuredClone(cases) as { $defs: { case: { properties: Record<string, unknown> } } };
  copy.$defs.case.properties["document"] = { $ref: "config.schema.json" };
  return copy as unknown as JsonObject;
}

/** Removes `$id`, so that references resolve against the URI given here. */
function nameless({ $id: _, ...schema }: JsonObject): JSONSchema {
  return schema as JSONSchema;
}
