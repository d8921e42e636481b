/** A fault in the encoder: text of one of its files that is replaced. */
export interface EncoderFault {
  /** The name of a file below engine/solver. */
  readonly file: string;
  readonly title: string;
  readonly search: string;
  readonly replace: string;
}

const inFile = (
  file: string,
  ...faults: readonly (readonly [title: string, search: string, replace: string])[]
): EncoderFault[] => faults.map(([title, search, replace]) => ({ file, title, search, replace }));

/** Faults that the agreement of encoder and engine has to notice. */
export const encoderFaults: readonly EncoderFault[] = [
  ...inFile(
    "encode-program.ts",
    ["rules are reached after a failure", "const reached = terms.and(where, state.alive);", "const reached = where;"],
    ["a rule fires where it failed before", "fired: terms.and(fires, state.alive)", "fired: fires"],
    ["a failure does not end the evaluation", "state.alive = terms.and(state.alive, terms.not(meant));", ""],
    [
      "a failure behind another counts",
      "const met = terms.and(state.alive, meant);",
      "const met = terms.and(where, when);",
    ],
    [
      "an absent value can be written",
      'fault(is(terms, "absent", value), "fettle/absent-value", "missing", action.path),',
      "",
    ],
    [
      "a missing parent comes before an absent value",
      '"fettle/absent-value", "missing", action.path)',
      '"fettle/missing-parent", "missing", action.path)',
    ],
    [
      "a missing parent is of another kind",
      '"fettle/missing-parent", "missing", action.path)',
      '"fettle/missing-parent", "type", action.path)',
    ],
    [
      "a failure names no path",
      '"fettle/missing-parent", "missing", action.path)',
      '"fettle/missing-parent", "missing")',
    ],
    ["nothing is written to items", 'terms.or(is(terms, "object", parent), isItem)', 'is(terms, "object", parent)'],
    ["items can be removed", "fails([fault(isItem,", "fails([fault(terms.no,"],
    ["what a log reads cannot fail", "logs.push({ rule: rule.id", "state.alive = terms.yes; logs.push({ rule: rule.id"],
    [
      "what fails is said without reading its message",
      "readMessage(runner, action.message, fails);\n      return fails(",
      "return fails(",
    ],
    [
      "absent is not null in a message",
      'either(terms, is(terms, "absent", value), terms.constant(null), value)',
      "value",
    ],
    [
      "only the first match of a stage counts",
      "isOne(terms, model, architectures)",
      "isOne(terms, model, architectures.slice(0, 1))",
    ],
    [
      "a stage does not look at architectures",
      "const where = stage.architectures === null ? terms.yes",
      "const where = true ? terms.yes",
    ],
    [
      "a stage does not look at its condition",
      "stage.when === null ? where : terms.and(where, judge(",
      "true ? where : terms.and(where, judge(",
    ],
    [
      "an included pack runs wherever its rule is reached",
      "return runPack(runner, fromMap(runner.linked.packs, action.pack), where);",
      "return runPack(runner, fromMap(runner.linked.packs, action.pack), terms.yes);",
    ],
  ),
  ...inFile(
    "write-field.ts",
    ["an array has every item", 'terms.not(is(terms, "absent", get(terms, list, name)))', "terms.yes"],
    [
      "a write happens wherever its rule is reached",
      "either(terms, where, either(terms, isItem, inList[part], written[part]), state[part])",
      "either(terms, isItem, inList[part], written[part])",
    ],
    ["items are written beside their array", "either(terms, isItem, inList[part], written[part])", "written[part]"],
  ),
  ...inFile(
    "sharing.ts",
    [
      "a write to the text config is not seen in hf_config",
      "if (!isBelow(path, text)) return document;",
      "return document;",
    ],
    [
      "a write to hf_config is not seen in the text config",
      "return storeAt(terms, document, text, config);",
      "return document;",
    ],
    ["sharing never ends", "if (ended.length === 0) return shared;", "return shared;"],
    [
      "sharing ends where an equal value is written",
      "return either(terms, alike(terms, at(terms, document, path), value), shared, next);",
      "return next;",
    ],
    [
      "sharing is only with hf_config itself",
      "shares.find((share) => partOf(section, alias, share) === section[alias.field])",
      "shares.slice(0, 1).find((share) => partOf(section, alias, share) === section[alias.field])",
    ],
    [
      "the text config is its own where it is shared",
      "either(terms, test, part, otherwise), own as Value)",
      "either(terms, terms.and(test, terms.no), part, otherwise), own as Value)",
    ],
  ),
  ...inFile(
    "encode-condition.ts",
    ["a part is looked at where the answer is known", "open = terms.and(open, isAll ? holds : terms.not(holds));", ""],
    [
      "`any` stops like `all`",
      "open = terms.and(open, isAll ? holds : terms.not(holds));",
      "open = terms.and(open, holds);",
    ],
    [
      "`any` of nothing never holds",
      "isAll || found.length === 0 ? terms.and(...found)",
      "isAll ? terms.and(...found)",
    ],
    [
      "the last part of `all` is dropped",
      "isAll || found.length === 0 ? terms.and(...found)",
      "isAll || found.length === 0 ? terms.and(...found.slice(0, 2))",
    ],
    [
      "`not` holds like what is in it",
      "noted(context, node, where, terms.not(judge(context, node.of, where, computed)))",
      "noted(context, node, where, judge(context, node.of, where, computed))",
    ],
    [
      "an expression that nothing computed before does not fail",
      '"expression" in side && computed.has(side.expression) ? [] : faults',
      '"expression" in side ? [] : faults',
    ],
    ["the fact of a comparison cannot fail", "[...fact.faults, ...value.faults,", "[...value.faults,"],
    ["the value of a comparison cannot fail", "[...fact.faults, ...value.faults,", "[...fact.faults,"],
    ["operators never fail", "{ when: fails, code", "{ when: terms.no, code"],
    [
      "an operator fails before its sides do",
      '[...fact.faults, ...value.faults, { when: fails, code: terms.constant("fettle/operator"), kind: terms.constant("type") }]',
      '[{ when: fails, code: terms.constant("fettle/operator"), kind: terms.constant("type") }, ...fact.faults, ...value.faults]',
    ],
    [
      "what is not modeled does not hold",
      "return { holds: choose(terms, isOpen, holds, verdict.holds)",
      "return { holds: verdict.holds",
    ],
  ),
  ...inFile(
    "operators.ts",
    ["structures are never one object", "return terms.or(scalars, terms.and(structures, found));", "return scalars;"],
    ["what is unset is absent", '["absent", "null"], fact', '["absent"], fact'],
    [
      "`in` does not search texts",
      "choose(terms, isText, inText, someItem(",
      "choose(terms, terms.no, inText, someItem(",
    ],
    ["`in` never fails", 'fails: terms.not(isOneOf(terms, ["string", "array"], list.value))', "fails: terms.no"],
    [
      "`in` fails for texts",
      'isOneOf(terms, ["string", "array"], list.value)',
      'isOneOf(terms, ["array"], list.value)',
    ],
    [
      "what is no array does not contain",
      'terms.and(is(terms, "array", list.value), terms.not(found))',
      "terms.not(found)",
    ],
    ["lessThan holds for equal numbers", "lessThan: order(true, false)", "lessThan: order(false, false)"],
    [
      "greaterThanInclusive is strict",
      "greaterThanInclusive: order(false, true)",
      "greaterThanInclusive: order(true, true)",
    ],
    [
      "`swap` swaps nothing",
      'if (first === "swap") return inner(value, fact);',
      'if (first === "swap") return inner(fact, value);',
    ],
    [
      "`not` forgets failures",
      "return { holds: context.terms.not(holds), fails };",
      "return { holds: context.terms.not(holds), fails: context.terms.no };",
    ],
    ["every item means some", "return every ? terms.not(holds) : holds;", "return holds;"],
    [
      "every item of what is no array",
      "every ? terms.and(isArray, terms.not(found)) : found",
      "every ? terms.not(found) : found",
    ],
    [
      "items of values need not be an array",
      "const unfit = mustBeArray ? terms.not(isArray) : terms.no;",
      "const unfit = terms.no;",
    ],
  ),
  ...inFile(
    "identity.ts",
    [
      "an item is like its array",
      'item?.of.kind === "place" && item.of.mapped === terms.no && isOutside ? terms.no : null',
      "terms.yes",
    ],
    [
      "the text config is never one object with hf_config",
      "return terms.or(...meeting.map((share) => isShared(terms, shared, share)));",
      "return terms.no;",
    ],
    [
      "arrays on the way make no new array",
      'mapped: terms.or(...around.map((value) => is(terms, "array", value)))',
      "mapped: terms.no",
    ],
  ),
  ...inFile(
    "equality.ts",
    ["structures are one where they are alike", "terms.and(equal, terms.not(isStructure(terms, one)))", "equal"],
    ["fields of other kinds are never the same", "if (apart) return terms.no;", "return terms.no;"],
    ["arrays are never alike", 'both("array") === terms.no ? terms.no : arraysAlike(terms, one, other)', "terms.no"],
    ["objects are never alike", 'both("object") === terms.no ? terms.no : objectsAlike(terms, one, other)', "terms.no"],
    ["an object may have more keys", "return terms.and(only, ...keys.map(", "return terms.and(...keys.map("],
    [
      "an object without keys is like any",
      "if (keys.length === 0) return terms.not(filled(terms, left));",
      "if (keys.length === 0) return terms.yes;",
    ],
    [
      "a value is compared outside of its case",
      "choose(terms, over.test, part(over.then, over.test)",
      "choose(terms, over.test, part(over.otherwise, over.test)",
    ],
  ),
  ...inFile(
    "values.ts",
    ["a written key hides the others", "part.key === key ? part.value : get(terms, part.of, key)", "part.value"],
    ["the item behind is replaced", "items.with(Number(index), written)", "items.with(items.length - 1, written)"],
    [
      "an item beside that which was written is that, too",
      "key === written.index ? written.item : get(terms, written.list, key)",
      "written.item",
    ],
    ["a key that is written twice keeps its first value", "return store(terms, of.of, key, value);", "return of;"],
    [
      "items cannot be read by their number",
      'either(terms, is(terms, "array", of), lookUp(terms, of, key), otherwise) : otherwise',
      "otherwise : otherwise",
    ],
    [
      "paths of expressions do not look into items",
      'part.kind === "field" ? field(terms, part, key, "items") : project()',
      "get(terms, part, key)",
    ],
  ),
  ...inFile(
    "expression.ts",
    [
      "`and` looks at both sides",
      'const goesOn = node.operator === "and" ? left : terms.not(left);',
      "const goesOn = terms.yes;",
    ],
    [
      "`or` is `and`",
      "terms.and(left, right) : terms.or(left, right)",
      "terms.and(left, right) : terms.and(left, right)",
    ],
    [
      "a condition gives its other branch",
      "return either(terms, test, then, otherwise);",
      "return either(terms, test, otherwise, then);",
    ],
    [
      "`??` takes null for absent",
      'node.when === "absent" ? terms.not(is(terms, "absent", of))',
      'node.when === "absent" ? terms.not(isOneOf(terms, ["absent", "null"], of))',
    ],
    ["absent equals absent", "terms.and(both, node.operator", "terms.and(terms.yes, node.operator"],
    ["arithmetic on texts does not fail", 'fail(scope, unfit(left, isLeft), "T2001");', ""],
    ["the right side is to blame", '"T2002"', '"T2001"'],
    ["numbers never grow too large", 'fail(scope, overflow, "D1001", "limit");', ""],
    ["the negative of a text does not fail", '"D1002");', '"D1002x");'],
    ["numbers compare with texts", 'fail(scope, mixed, "T2009");', ""],
    ["what is not comparable is compared", '"T2010");', '"T2009");'],
    ["`<=` is `<`", 'node.operator === "<" || node.operator === ">"', "true"],
    ["`>` is `<`", 'node.operator.startsWith("<") ? [left, right] : [right, left]', "[left, right]"],
    [
      "`$exists` of null",
      '"exists") return bool(terms.not(is(terms, "absent",',
      '"exists") return bool(terms.not(is(terms, "null",',
    ],
  ),
  ...inFile(
    "select.ts",
    [
      "the last position is not that of the only item",
      "filter.index === 0 || filter.index === -1 ? value : absent",
      "filter.index === 0 ? value : absent",
    ],
    ["a filter selects everything", "value = either(terms, isSelected, value, absent);", ""],
  ),
  ...inFile(
    "some.ts",
    ["no text counts as true", 'terms.and(is(terms, "string", value), other("")),', ""],
    ["0 counts as true", 'terms.and(is(terms, "number", value), other(0)),', 'is(terms, "number", value),'],
    ["no object counts as true", "filled(terms, value),", ""],
  ),
  ...inFile(
    "numbers.ts",
    [
      "null is not 0 in order",
      'terms.or(is(terms, "null", value), identical(terms, value, terms.constant(false)))',
      "identical(terms, value, terms.constant(false))",
    ],
    [
      "texts are no numbers in order",
      'terms.and(terms.or(is(terms, "number", fact), isText), counted)',
      'terms.and(is(terms, "number", fact), counted)',
    ],
    [
      "texts without a number are counted",
      'terms.and(terms.or(is(terms, "number", fact), isText), counted)',
      "counted",
    ],
    ["arrays have no text", 'const isArray = is(terms, "array", value);', "const isArray = terms.no;"],
    [
      "an array is compared as a number with a structure",
      'isOneOf(terms, ["string", "array", "object"], value),',
      'is(terms, "string", value),',
    ],
    [
      "adding nothing",
      'isNeutral(right, operator === "+" || operator === "-" ? 0 : 1)',
      'isNeutral(right, operator === "+" ? 0 : 1)',
    ],
  ),
  ...inFile(
    "calls.ts",
    [
      "an absent value counts as one",
      'either(terms, is(terms, "absent", value), terms.constant(0), terms.constant(1))',
      "terms.constant(1)",
    ],
    [
      "`$min` is `$max`",
      "extreme(terms, argument, encode, (left, right) => below(terms, false, left, right))",
      "extreme(terms, argument, encode, (left, right) => below(terms, false, right, left))",
    ],
    ["numbers need not be numbers", 'code: "T0410" }, open', 'code: "T0411" }, open'],
  ),
  ...inFile(
    "behavior.ts",
    [
      "logs are not compared",
      "...fields, ...sharing, ...logs, ...failures, ...rest]",
      "...fields, ...sharing, ...failures, ...rest]",
    ],
    ["failures are not compared", "terms.and(terms.not(sameEnd), none(failures))", "terms.no"],
    ["sharing is not compared", "...fields, ...sharing, ...logs", "...fields, ...logs"],
    ["fields of failed runs are compared", "terms.and(bothOk, fieldDiffers(", "terms.and(terms.yes, fieldDiffers("],
  ),
  ...inFile("sequence.ts", [
    "only the first of a sequence is compared",
    "const length = Math.max(one.length, other.length);",
    "const length = Math.min(1, one.length, other.length);",
  ]),
  // A fault that turns something around would be undone by the next round, and never end.
  ...inFile(
    "reduce.ts",
    ["one case is left", "return either(terms, test, value(of.then), value(of.otherwise));", "return value(of.then);"],
    ["what is settled is turned around", "settled ? terms.yes : terms.no;", "settled ? terms.no : terms.yes;"],
  ),
  ...inFile(
    "propagate.ts",
    ["constants are equal", "return fact.constant.value === sides[1].value;", "return true;"],
    ["a part of what is there is absent", "around !== null && around.tag !== (leaf", "around !== null && (leaf"],
  ),
  ...inFile(
    "chain.ts",
    ["only the last write is compared", "keys.add(next.key); open.push(next.of);", "keys.add(next.key);"],
    [
      "only the writes of one case are compared",
      'if (next.kind === "if") open.push(next.then, next.otherwise); if (next.kind !== "store") continue;',
      'if (next.kind === "if") open.push(next.otherwise); if (next.kind !== "store") continue;',
    ],
    [
      "a chain begins with one of its cases",
      'else if (next.kind === "if") open.push(next.then, next.otherwise);',
      'else if (next.kind === "if") open.push(next.otherwise);',
    ],
    [
      "a write is lost where cases are split",
      "return over(terms, splitChain(terms, value.of), value.key, value.value);",
      "return splitChain(terms, value.of);",
    ],
  ),
  ...inFile(
    "made-arrays.ts",
    ["an appended nothing is kept", 'is(terms, "absent", right), left, made', 'is(terms, "null", right), left, made'],
    ["what is not an array becomes one", 'either(terms, is(terms, "array", of), made, of)', "made"],
    ["distinct items are as many", "isWhole: false", "isWhole: true"],
    ["all sources are spread", 'isSpread: kinds[index] === "spread"', "isSpread: true"],
  ),
  ...inFile(
    "some.ts",
    ["absent sources are items", 'terms.and(terms.not(is(terms, "absent", value)), test(value))', "test(value)"],
    ["what is no array is no item", "some(terms, value, test), single)", "some(terms, value, test), terms.no)"],
  ),
  ...inFile("unknown-expression.ts", ["no function fails", "return taking.has(node.name) && ", "return "]),
  ...inFile("cases-of.ts", ["all cases hold", "other === way ? terms.yes : terms.no", "terms.yes"]),
];
