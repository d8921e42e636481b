import { spend } from "./budget.js";
import type { Visit } from "./path.js";
import { isList, sequence, type List, type Value } from "./sequence.js";
import { truth } from "./truth.js";

/** `[2]`, `[-1]`: selects by position, from the end if negative. A selected array becomes its items. */
export function at(value: Value, index: number): Value {
  const list: List = isList(value) ? value : [value];
  const item = list[index < 0 ? list.length + index : index];
  if (item === undefined) return sequence([]);
  return isList(item) ? item : sequence([item]);
}

/** Selects the items for which the test holds; numeric results are positions. */
export function where(value: Value, test: Visit): Value {
  const list: List = isList(value) ? value : [value];
  spend(list.length);
  const found: Value[] = [];
  for (let index = 0; index < list.length; index++) {
    const answer = test(list[index]);
    if (typeof answer === "number") pick(list, index, answer, found);
    else if (isList(answer) && answer.every((entry) => typeof entry === "number")) {
      spend(answer.length);
      for (const position of answer) pick(list, index, position as number, found);
    } else if (truth(answer)) found.push(list[index]);
  }
  return sequence(found);
}

function pick(list: List, index: number, position: number, found: Value[]): void {
  const whole = Math.floor(position);
  if ((whole < 0 ? list.length + whole : whole) === index) found.push(list[index]);
}
