import type { FieldTerm, Tag } from "../term.js";
import type { Domain } from "../term.js";
import { writeNumber } from "./doubles.js";
import type { AboutFields, Names } from "./names.js";

const isTag = (tag: Tag, name: string): string => `((_ is ${tag}) ${name})`;

/** Constraints on a field by the schema and the structure of JSON. */
export function constrain(field: FieldTerm, about: AboutFields, names: Names, slots: number | undefined): string[] {
  const name = names.ref(field);
  const lines = allow(name, field.domain, names);
  // Structures at two places are distinct.
  if (field.domain.tags.has("array")) lines.push(`(=> ${isTag("array", name)} (= (a ${name}) ${field.id}))`);
  if (field.domain.tags.has("object")) lines.push(`(=> ${isTag("object", name)} (= (o ${name}) ${field.id}))`);
  if (field.of !== null) {
    const isInside = isTag(field.via === "items" ? "array" : "object", names.ref(field.of));
    lines.push(`(=> (not ${isTag("absent", name)}) ${isInside})`);
    const filled = about.get(field.of)?.find(({ kind }) => kind === "filled");
    if (filled !== undefined && field.via === "object")
      lines.push(`(=> (not ${isTag("absent", name)}) ${names.ref(filled)})`);
  }
  if (slots !== undefined) {
    lines.push(`(<= 0 ${name}len)`);
    // More items than the question distinguishes add nothing, unless they are counted.
    if (!about.get(field)?.some(({ kind }) => kind === "length")) lines.push(`(<= ${name}len ${slots})`);
    for (let index = 0; index < slots; index++) {
      const item = `${name}i${index}`;
      lines.push(`(not ${isTag("absent", item)})`, ...allow(item, field.domain.items, names));
    }
  }
  return lines.map((line) => `(assert ${line})`);
}

function allow(name: string, { tags, values, isInteger, bounds }: Domain, { constant }: Names): string[] {
  const lines = [`(or ${[...tags].map((tag) => isTag(tag, name)).join(" ")})`];
  if (values !== null)
    lines.push(`(or ${[undefined, ...values].map((value) => `(= ${name} ${constant(value)})`).join(" ")})`);
  if (isInteger) lines.push(`(=> ${isTag("number", name)} (is_int (n ${name})))`);
  for (const { side, strict, value } of bounds) {
    const compare = `(${side === "least" ? ">" : "<"}${strict ? "" : "="} (n ${name}) ${writeNumber(value)})`;
    lines.push(`(=> ${isTag("number", name)} ${compare})`);
  }
  return lines;
}

/** A string that does not begin with a number is not numeric, or blank, which JavaScript converts to 0. */
export function constrainText(field: FieldTerm): string[] {
  const name = `f${field.id}`;
  const text = `(s ${name})`;
  return [
    `(declare-const ${name}numeric Bool)`,
    `(declare-const ${name}nan Bool)`,
    `(declare-const ${name}number Real)`,
    `(assert (and (= ${name}numeric (isNumeric ${text})) (= ${name}nan (isNaN ${text})) (= ${name}number (asNumber ${text}))))`,
    `(assert (=> (and (not (isNumeric ${text})) (not (isNaN ${text}))) (= (asNumber ${text}) 0.0)))`,
  ];
}

/** The numeric properties of a named string. */
export function describeText(text: string, index: string): string[] {
  const number = Number(text);
  const isNumeric = !Number.isNaN(Number.parseFloat(text));
  const lines = [
    `(assert (= (isNumeric ${index}) ${isNumeric}))`,
    `(assert (= (isNaN ${index}) ${Number.isNaN(number)}))`,
  ];
  if (Number.isNaN(number)) return lines;
  const beyond = `(${number < 0 ? "- " : "+ "}1${"0".repeat(400)}.0)`;
  return [...lines, `(assert (= (asNumber ${index}) ${Number.isFinite(number) ? writeNumber(number) : beyond}))`];
}
