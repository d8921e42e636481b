import { describe, expect, it } from "vitest";
import { readFactFiles } from "../../engine/vllm/fact-files.js";
import { parseReleaseFacts, saveReleaseFacts } from "../../engine/vllm/prelinked-facts.js";
import { factsOfRelease, type ListedReleaseFacts, type ReleaseFacts } from "../../engine/vllm/release-facts.js";

const files = readFactFiles();

describe("what a build saves of a release", () => {
  it.each(files.releases.releases)("is what the files say about %s", (release) => {
    const facts = factsOfRelease(files, release);
    const { sizes, ...saved } = parseReleaseFacts(saveReleaseFacts(facts));
    expect(listed(saved, facts)).toEqual(JSON.parse(JSON.stringify(listed(facts, facts))));
    expect(sizes.every((size) => size > 0)).toBe(true);
    expect(saved.architectures.has("NoSuchModel")).toBe(false);
    expect(saved.classDefaults.get("no-such-type")).toBeUndefined();
  });
});

/** With the entries of its tables, by the names that are known. */
function listed(facts: ReleaseFacts, { architectures, classDefaults }: ListedReleaseFacts) {
  return {
    ...facts,
    architectures: [...architectures.keys()].map((name) => [name, facts.architectures.get(name)]),
    classDefaults: [...classDefaults.keys()].map((name) => [name, facts.classDefaults.get(name)]),
  };
}
