import type { Diagnostic } from "../../common/diagnostic.js";
import { pointer } from "../../common/path.js";
import type { Pack } from "../../generated/pack.js";
import { checkFields } from "./check-fields.js";
import { inclusionsOf, type Inclusion } from "./check-includes.js";
import { finding } from "./finding.js";
import { PartMemory } from "../link-memory.js";
import { linkEveryRule, linkingAt, type Linking, type Surroundings } from "../link-pack.js";
import type { LinkedPack } from "../linked.js";
import type { Read } from "../read-packs.js";
import { worstCase } from "./worst-case.js";

/** A pack with its findings in isolation and the packs it includes. */
export interface CheckedPack {
  readonly pack: LinkedPack;
  /** Unresolved and unused names. */
  readonly names: readonly Diagnostic[];
  /** Unknown fields and invalid values. */
  readonly fields: readonly Diagnostic[];
  readonly inclusions: readonly Inclusion[];
  /** Worst-case steps of the pack alone; infinite if there are too many. */
  readonly steps: number;
}

/** Checks a pack. A sound pack is linked on first access of its rules, unless further checks need it. */
export function checkPack(
  read: Read<Pack>,
  around: Surroundings,
  isSound: (pack: Pack) => boolean,
  memory = new PartMemory(),
): CheckedPack {
  const inclusions = inclusionsOf(read.content, around.target);
  const { steps, fault } = memory.ofPart(read, "worst case", () => worstCase(read));
  if (fault !== null) {
    const { content: pack, source, file } = read;
    return {
      pack: { kind: "pack", name: pack.pack, file, source, pack, rules: [] },
      names: [fault],
      fields: [],
      inclusions,
      steps,
    };
  }
  const link = () =>
    linkingAt(
      memory.ofPart(read, "linking", () => linkEveryRule(read, around)),
      around.target,
    );
  if (!around.isThorough(read.file) && memory.ofPart(read, "soundness", () => isSound(read.content)))
    return { pack: linkedLater(read, link), names: [], fields: [], inclusions, steps };
  const linking = link();
  const { pack, diagnostics, unused } = linking;
  return {
    pack,
    names: [
      ...diagnostics,
      ...unused.facts.map((name) => unusedName("fact", name, read)),
      ...unused.conditions.map((name) => unusedName("condition", name, read)),
    ],
    fields: checkFields(linking, around.fields, around.operators),
    inclusions,
    steps,
  };
}

function linkedLater({ content, source, file }: Read<Pack>, link: () => Linking): LinkedPack {
  let rules: LinkedPack["rules"] | undefined;
  return {
    kind: "pack",
    name: content.pack,
    file,
    source,
    pack: content,
    get rules() {
      return (rules ??= link().pack.rules);
    },
  };
}

function unusedName(what: "fact" | "condition", name: string, read: Read<Pack>): Diagnostic {
  const at = pointer([`${what}s`, name]);
  return finding(read, `unused-${what}`, at, `unused ${what} \`${name}\``, "remove it", {
    severity: "warning",
    what: "key",
  });
}
