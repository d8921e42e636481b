import type { Path } from "../common/path.js";
import type { MessageNode } from "./actions/message.js";
import type { ValueNode } from "./node.js";

/** Writes the operands of a Python statement. `e` is the evaluation; `_set`, `_fail` and others are the runtime's. */
export interface PythonEmitter {
  text(text: string): string;
  /** A tuple of names. */
  path(path: Path): string;
  value(value: ValueNode): string;
  /** The parts of a message: texts, and names of placeholders with their values. */
  message(message: MessageNode): string;
}
