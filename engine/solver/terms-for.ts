import type { LinkedPacks } from "../packs/linked.js";
import { readDocumentSchema } from "../compiler/document-schema.js";
import { domainOf, openAt } from "./smtlib/domain.js";
import { leavingSchema } from "./encode/leaving-schema.js";
import { relevantShares } from "./encode/relevant-shares.js";
import { makeTerms, type Terms } from "./terms.js";

/** The terms in which runs of these programs can be encoded, and compared with each other. */
export function termsFor(...programs: readonly LinkedPacks[]): Terms {
  return makeTerms(domainOf(readDocumentSchema()), relevantShares(programs));
}

/** The same where some fields may hold anything: more than documents do, so that only what is proved means something. */
export function termsOpened(opened: readonly string[], ...programs: readonly LinkedPacks[]): Terms {
  return makeTerms(
    openAt(
      domainOf(readDocumentSchema()),
      opened.map((path) => path.split(".")),
    ),
    relevantShares(programs),
  );
}

/**
 * The same for runs that begin in the middle of an evaluation of one of `all`, which may have left values behind that no
 * document comes with: where their packs do that, anything may stand.
 */
export function termsBetween(all: readonly LinkedPacks[], ...programs: readonly LinkedPacks[]): Terms {
  return termsOpened(
    all.flatMap((linked) => leavingSchema(linked)),
    ...programs,
  );
}
