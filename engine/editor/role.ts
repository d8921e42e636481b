import type { FileKind, Keys } from "./syntax.js";

/** The role of a string in a rule file. */
export type Role =
  /** The definition of a fact's or condition's name. */
  | "fact-definition"
  | "condition-definition"
  | "rule-definition"
  | "pack-definition"
  | "code-definition"
  /** A fact's name, or a path. */
  | "reference"
  | "fact"
  | "condition"
  | "pack"
  | "set"
  /** A log's or failure's code including its pack's name. */
  | "code"
  | "path"
  | "operator"
  /** Compared with the sibling fact, or written to the sibling field. */
  | "compared"
  | "written"
  | "expression"
  | "message"
  | "architecture"
  | "release";

const condition =
  /^(?:rules\/#\/when|rules\/#\/then\/#\/require|conditions\/[^/]+|stages\/#\/when|claims\/#\/(?:given|then))(?:\/(?:all|any)\/#|\/not)*$/;

const places: Readonly<Record<FileKind, readonly (readonly [RegExp, Role])[]>> = {
  pack: [
    [/^pack$/, "pack-definition"],
    [/^facts\/[^/]+$/, "expression"],
    [/^match\/architectures\/#(?:\/architecture)?$/, "architecture"],
    [/^rules\/#\/id$/, "rule-definition"],
    [/^rules\/#\/then\/#\/(?:set|unset)$/, "path"],
    [/^rules\/#\/then\/#\/value(?:\/|$)/, "written"],
    [/^rules\/#\/then\/#\/jsonata$/, "expression"],
    [/^rules\/#\/then\/#\/fact$/, "fact"],
    [/^rules\/#\/then\/#\/(?:code|fail)$/, "code-definition"],
    [/^rules\/#\/then\/#\/(?:message|forbid|warn)$/, "message"],
    [/^rules\/#\/then\/#\/include$/, "pack"],
  ],
  cases: [
    [/^pack$/, "pack"],
    [/^cases\/#\/target$/, "release"],
    [/^cases\/#\/expect\/removed\/#$/, "path"],
    [/^cases\/#\/expect\/error\/path$/, "path"],
    [/^cases\/#\/expect\/(?:logs\/#|error)\/code$/, "code"],
  ],
  claims: [
    [/^pack$/, "pack"],
    [/^accept\/#\/(?:overwrite|again)$/, "path"],
  ],
  set: [
    [/^extends$/, "set"],
    [/^target$/, "release"],
    [/^stages\/#\/pack$/, "pack"],
  ],
};

/** Returns the role of the string at these keys, or null if it is free text or defined by its schema. */
export function roleAt(kind: FileKind, keys: Keys, isKey: boolean): Role | null {
  const parts = keys.map((key) => (typeof key === "number" ? "#" : key.replaceAll("/", "~1")));
  if (isKey) {
    if (kind === "pack" && parts.length === 2 && parts[0] === "facts") return "fact-definition";
    if (kind === "pack" && parts.length === 2 && parts[0] === "conditions") return "condition-definition";
    return kind === "cases" && parts.length === 5 && parts[3] === "changes" ? "path" : null;
  }
  const place = parts.join("/");
  const [last, above] = [parts.at(-1), parts.slice(0, -1).join("/")];
  if (condition.test(above) && kind !== "cases") {
    if (last === "fact") return "reference";
    if (last === "operator" || last === "condition") return last;
    if (last === "value") return "compared";
  }
  if (last === "fact" && parts.at(-2) === "value" && condition.test(parts.slice(0, -2).join("/"))) return "reference";
  if (last === "#" && parts.at(-2) === "value" && condition.test(parts.slice(0, -2).join("/"))) return "compared";
  return places[kind].find(([pattern]) => pattern.test(place))?.[1] ?? null;
}
