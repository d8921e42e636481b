import { SymbolKind, type DocumentSymbol } from "vscode-languageserver";
import type { ASTNode } from "vscode-json-languageservice";
import { nodeAt, rangeOf, type Keys, type Syntax } from "./syntax.js";

/** The named parts of a rule file: facts, conditions, rules; cases; claims; stages. */
export function symbolsOf(syntax: Syntax): DocumentSymbol[] {
  const symbol = (name: string, kind: SymbolKind, whole: ASTNode, named: ASTNode): DocumentSymbol => {
    const [range, selectionRange] = [rangeOf(syntax, whole), rangeOf(syntax, named)];
    return { name: name === "" ? "(no name)" : name, kind, range, selectionRange };
  };
  const members = (key: string, kind: SymbolKind): DocumentSymbol[] => {
    const node = nodeAt(syntax, [key]);
    if (node?.type !== "object") return [];
    return node.properties.map((property) => symbol(property.keyNode.value, kind, property, property.keyNode));
  };
  const items = (keys: Keys, nameKeys: readonly string[], kind: SymbolKind): DocumentSymbol[] => {
    const node = nodeAt(syntax, keys);
    if (node?.type !== "array") return [];
    return node.items.flatMap((item) => {
      if (item.type !== "object") return [];
      const named = nameKeys
        .map((key) => item.properties.find(({ keyNode }) => keyNode.value === key)?.valueNode)
        .find((value) => value?.type === "string");
      return [symbol(named?.type === "string" ? named.value : "", kind, item, named ?? item)];
    });
  };
  switch (syntax.kind) {
    case "pack":
      return [
        ...members("facts", SymbolKind.Variable),
        ...members("conditions", SymbolKind.Boolean),
        ...items(["rules"], ["id"], SymbolKind.Function),
      ];
    case "cases":
      return items(["cases"], ["name"], SymbolKind.Event);
    case "claims":
      return items(["claims"], ["id"], SymbolKind.Property);
    case "set":
      return items(["stages"], ["pack", "dispatch"], SymbolKind.Module);
  }
}
