import { LogicEngine } from "json-logic-engine";
import { drive } from "../../driver/drive.js";
import { toJsonLogic } from "./json-logic.js";

/** Conditions compiled to JavaScript; `exists` is the engine's own operation. */
export async function make() {
  const engine = new LogicEngine();
  return drive((condition) => engine.build(toExists(toJsonLogic(condition))));
}

function toExists(logic) {
  if (Array.isArray(logic)) return logic.map(toExists);
  if (typeof logic !== "object" || logic === null) return logic;
  if ("has" in logic) return { exists: logic.has.split(".") };
  return Object.fromEntries(Object.entries(logic).map(([operation, parts]) => [operation, toExists(parts)]));
}
