import { lend, owns, release } from "../actions/evaluation.js";
import { noteAdded } from "../actions/key-order.js";
import { giveValue } from "../actions/message.js";
import { copyOf, removePath, writePath } from "../actions/write.js";
import { isObject } from "../base/json.js";
import { readPath } from "../base/path.js";
import { showValue } from "../lang/template.js";

/** What generated code calls, as `h`. */
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
