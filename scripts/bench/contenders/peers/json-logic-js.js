import jsonLogic from "json-logic-js";
import { drive } from "../../driver/drive.js";
import { reader } from "../../driver/reads.js";
import { toJsonLogic } from "./json-logic.js";

export async function make() {
  jsonLogic.add_operation("has", function has(path) {
    return reader(path)(this) !== undefined;
  });
  return drive((condition) => {
    const logic = toJsonLogic(condition);
    return (document) => jsonLogic.apply(logic, document);
  });
}
