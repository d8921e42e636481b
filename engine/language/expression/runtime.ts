import { add, divide, multiply, negate, remainder, subtract } from "./runtime/arithmetic.js";
import { array, count, pathArray, range } from "./runtime/arrays.js";
import { begin, cell, once } from "./runtime/budget.js";
import { equal, greater, greaterOrEqual, includes, less, lessOrEqual, unequal } from "./runtime/comparison.js";
import { at, where } from "./runtime/filter.js";
import { call } from "./runtime/functions.js";
import { object } from "./runtime/objects.js";
import {
  first,
  fromArray,
  items,
  last,
  lastKept,
  lastStep,
  member,
  name,
  nameKept,
  next,
  only,
  onlyKept,
  read1,
  read2,
  read3,
  read4,
  step,
} from "./runtime/path.js";
import { plain, plainRead } from "./runtime/plain.js";
import { context, enter, seal, sealKept, unwrap } from "./runtime/sequence.js";
import { concat, string } from "./runtime/stringify.js";
import { boolean, coalesce, not, orElse, present, truth, type } from "./runtime/truth.js";

/** The runtime of closures and generated code: plain functions without dependencies. */
export const runtime = Object.freeze({
  add,
  subtract,
  multiply,
  divide,
  remainder,
  negate,
  less,
  lessOrEqual,
  greater,
  greaterOrEqual,
  equal,
  unequal,
  includes,
  truth,
  orElse,
  coalesce,
  present,
  concat,
  array,
  pathArray,
  range,
  object,
  call,
  string,
  boolean,
  not,
  type,
  count,
  first,
  next,
  last,
  lastKept,
  only,
  onlyKept,
  fromArray,
  items,
  member,
  name,
  nameKept,
  step,
  lastStep,
  read1,
  read2,
  read3,
  read4,
  at,
  where,
  context,
  enter,
  seal,
  sealKept,
  unwrap,
  begin,
  cell,
  once,
  plain,
  plainRead,
});

export type Runtime = typeof runtime;
