import type { LinkedPacks } from "../packs/linked.js";
import { firstOf } from "../common/must.js";
import { domainOf, openAt } from "./smtlib/domain.js";
import { leavingSchema } from "./encode/leaving-schema.js";
import { relevantShares } from "./encode/relevant-shares.js";
import { makeTerms, type Terms } from "./terms.js";

/** Creates terms in which runs of these programs can be encoded and compared. */
export function termsFor(...programs: readonly LinkedPacks[]): Terms {
  return makeTerms(firstOf(programs).engine, domainOf(firstOf(programs).engine.schema()), relevantShares(programs));
}

/**
 * Creates terms where some fields may have any value. This is a superset of documents, so only proofs are meaningful,
 * not witnesses.
 */
export function termsOpened(opened: readonly string[], ...programs: readonly LinkedPacks[]): Terms {
  const { engine } = firstOf(programs);
  return makeTerms(
    engine,
    openAt(
      domainOf(engine.schema()),
      opened.map((path) => path.split(".")),
    ),
    relevantShares(programs),
  );
}

/**
 * Creates terms for runs that begin in the middle of an evaluation of one of `all`, which may have left values that the
 * schema forbids: any value is possible where their packs do that.
 */
export function termsBetween(all: readonly LinkedPacks[], ...programs: readonly LinkedPacks[]): Terms {
  return termsOpened(
    all.flatMap((linked) => leavingSchema(linked)),
    ...programs,
  );
}
