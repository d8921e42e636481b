import { kindOf } from "../../language/actions/index.js";
import type { Diagnostic } from "../../common/diagnostic.js";
import { placesOf } from "./check-hooks.js";
import { finding } from "./finding.js";
import type { LinkedPack } from "../linked.js";

/** Reports behavior packs that read what only policies can see, or include a policy. */
export function checkMisplaced(pack: LinkedPack, packs: ReadonlyMap<string, LinkedPack>): readonly Diagnostic[] {
  if (pack.pack.kind === "policy") return [];
  const read = placesOf(pack).find(({ path: [section] }) => section === "deployment");
  const ofRead =
    read === undefined
      ? []
      : [
          finding(
            pack,
            "misplaced-policy",
            read.at,
            "`deployment` is what a manifest says, which only policies see",
            'write a pack with `"kind": "policy"`, or look at another field',
          ),
        ];
  const ofIncludes = pack.rules.flatMap(({ then }) =>
    then.flatMap((action) => {
      const name = kindOf(action).includes(action);
      if (name === null || packs.get(name)?.pack.kind !== "policy") return [];
      const message = `\`${name}\` is a policy, which changes nothing: it cannot be included`;
      const hint = "leave it out: `fettle audit` holds deployments to every policy that is loaded";
      return [finding(pack, "misplaced-policy", `${action.at}/include`, message, hint)];
    }),
  );
  return [...ofRead, ...ofIncludes];
}
