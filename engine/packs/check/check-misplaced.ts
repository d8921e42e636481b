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
            "`deployment` comes from a manifest, and only policies can read it",
            'write a pack with `"kind": "policy"`, or read another field',
          ),
        ];
  const ofIncludes = pack.rules.flatMap(({ then }) =>
    then.flatMap((action) => {
      const name = kindOf(action).includes(action);
      if (name === null || packs.get(name)?.pack.kind !== "policy") return [];
      const message = `\`${name}\` is a policy, which cannot be included`;
      const hint = "remove it: `fettle audit` applies every loaded policy";
      return [finding(pack, "misplaced-policy", `${action.at}/include`, message, hint)];
    }),
  );
  return [...ofRead, ...ofIncludes];
}
