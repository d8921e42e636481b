import type { JsonObject } from "../../engine/common/json.js";
import { must } from "../../engine/common/must.js";
import { documentError } from "../../engine/vllm/documents.js";
import { differingAspects } from "./observe.js";
import type { Verdict } from "./verdict.js";
import type { Release } from "./versions.js";

export interface WrongWitness {
  readonly document: JsonObject;
  readonly why: string;
}

/** Witnesses whose JSON does not show a difference when both versions evaluate it. */
export function wrongWitnesses({ differed }: Verdict, releases: readonly Release[]): readonly WrongWitness[] {
  return differed.packs.flatMap((pack) =>
    pack.effects.flatMap((effect) => {
      const document = JSON.parse(JSON.stringify(effect.witness)) as JsonObject;
      const targets = effect.at.length > 0 ? effect.at : [differed.head.target];
      const known = releases.filter(({ target }) => targets.includes(target));
      if (documentError(document) !== null)
        return [{ document, why: `the schema refuses it: ${must(documentError(document), "document error").message}` }];
      const shows = known.some(({ base, head }) => {
        const scopes = pack.kind === "set" ? [{}] : [{ pack: pack.pack }, {}];
        return scopes.some((scope) => {
          if (scope.pack !== undefined && !(base.linked.packs.has(scope.pack) && head.linked.packs.has(scope.pack)))
            return false;
          return differingAspects(base.run(document, scope), head.run(document, scope)).length > 0;
        });
      });
      return known.length === 0 || shows
        ? []
        : [{ document, why: `no difference for ${pack.pack}: ${JSON.stringify(effect.outcome)}` }];
    }),
  );
}
