import { failWith } from "../actions/fail.js";
import { writeLog } from "../actions/log.js";
import { removePath, writePath } from "../actions/write.js";
import { readPath } from "../base/path.js";

/** What generated code calls, as `h`. */
export const helpers = { readPath, writePath, removePath, writeLog, failWith };
