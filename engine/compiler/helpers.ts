import { lend, owns, release } from "../language/actions/evaluation.js";
import { noteAdded } from "../language/actions/key-order.js";
import { giveValue } from "../language/actions/message.js";
import { copyOf, removePath, writePath } from "../language/actions/write.js";
import { isObject } from "../common/json.js";
import { readPath } from "../common/path.js";
import { showValue } from "../language/template.js";

/** Helpers that generated code calls, as `h`. */
export const helpers = {
  readPath,
  writePath,
  removePath,
  giveValue,
  copy: copyOf,
  lend,
  noteAdded,
  owns,
  release,
  showValue,
  isSection: isObject,
};
