import zen from "@gorules/zen-engine";
import { driveFired } from "../../driver/drive-fired.js";
import { zenPacks } from "./zen-packs.js";

/**
 * One decision a pack and one call a pack: a call into native code copies the document, so there are as few as can be.
 */
export async function make() {
  const engine = new zen.ZenEngine();
  return driveFired(({ name }) => {
    const decision = engine.createDecision(toDecision(zenPacks[name]));
    return async (document) => {
      const { result } = await decision.evaluate(document);
      return result.fired.filter((id) => id !== null);
    };
  });
}

function toDecision(expressions) {
  const place = { position: { x: 0, y: 0 } };
  return {
    contentType: "application/vnd.gorules.decision",
    nodes: [
      { id: "in", name: "in", type: "inputNode", ...place },
      {
        id: "rules",
        name: "rules",
        type: "expressionNode",
        content: {
          expressions: Object.entries(expressions).map(([key, value]) => ({ id: key, key, value })),
          passThrough: false,
        },
        ...place,
      },
      { id: "out", name: "out", type: "outputNode", ...place },
    ],
    edges: [
      { id: "a", type: "edge", sourceId: "in", targetId: "rules" },
      { id: "b", type: "edge", sourceId: "rules", targetId: "out" },
    ],
  };
}
