import type { ServerReader } from "../../serving/server-reader.js";
import { asWritten } from "./as-written.js";
import { comparable } from "./comparable.js";
import { isCompared } from "./compared-fields.js";
import { readServerInfo } from "./server-info.js";

export const serverReader: ServerReader = { read: readServerInfo, isCompared, comparable, asWritten };
