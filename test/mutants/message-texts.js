import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

/** Arguments that hold text for people, by the function or class that takes them. */
const textArguments = new Map(
  Object.entries({
    Error: [0],
    LimitError: [0],
    OperatorError: [0],
    ExpressionError: [1],
    Refusal: [1, 2],
    diagnostic: [1],
    report: [2, 3],
    must: [1],
  }),
);

/** Properties and variables that hold text for people. */
const textNames = new Set(["message", "hint", "what", "rest"]);

const nameOf = (node) => (node.type === "MemberExpression" ? node.property.name : node.name);

function isMessageText({ node, key, parent, parentPath }) {
  if (parent === null) return false;
  switch (parent.type) {
    case "CallExpression":
    case "NewExpression":
      return textArguments.get(nameOf(parent.callee))?.includes(parent.arguments.indexOf(node)) ?? false;
    case "ObjectProperty":
      return key === "value" && textNames.has(parent.key.name);
    case "VariableDeclarator":
      return key === "init" && textNames.has(parent.id.name);
    case "ConditionalExpression":
    case "LogicalExpression":
      return key !== "test" && isMessageText(parentPath);
    default:
      return false;
  }
}

/** Leaves message texts without mutants, wherever they stand as literals; what computes or chooses them is mutated. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "message-texts", {
    shouldIgnore(path) {
      const isText = path.node.type === "StringLiteral" || path.node.type === "TemplateLiteral";
      return isText && isMessageText(path) ? "text of a message" : undefined;
    },
  }),
];
