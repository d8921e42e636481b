import type { Json, JsonObject } from "../../common/json.js";
import { forbiddenKeys } from "../../common/path.js";
import { readJson } from "../../common/read-json.js";
import { closeBrace, colon, comma, openBrace, quote, scanValue } from "../../common/scan-json.js";
import { SharedParts } from "../../common/shared-parts.js";
import type { ReadDocument } from "../output/print-result.js";

/** A section of an earlier line: its text with the key, and what was found out about it. */
interface Section {
  readonly key: string;
  /** A copy: blocks may be overwritten. */
  readonly bytes: Buffer;
  readonly value: Json;
  readonly isCanonical: boolean;
}

/** The sections under one key, the newest first. */
interface Remembered {
  readonly sections: Section[];
  hits: number;
  misses: number;
}

const sectionsPerKey = 4;
const mostKeys = 100;
const longestSection = 16_384;
/** Sections under a key that never repeat are not worth being looked for. */
const patience = 16;
/** Lines after which it is decided whether to look for repeated sections in the next lines. */
const trial = 200;
const pause = 5000;
/** A part of the 1,000 levels that a document may have, so that a section fits into any document. */
const deepestSection = 100;

/**
 * Documents of a fleet repeat each other's sections. Those that are byte for byte as in an earlier line are not
 * scanned, parsed and checked again (bench: `documents of 9 KB`). Stops looking for a while where few are.
 */
export class RepeatedSections {
  /** The values of remembered sections. */
  readonly shared = new SharedParts();
  readonly #remembered = new Map<string, Remembered>();
  /** The sections of the line before, in its order, which the next line mostly has as well. */
  #before: readonly Section[] = [];
  #lines = 0;
  #bytes = 0;
  #repeated = 0;
  #isPaused = false;

  /** Reads an ASCII line; null if it has to be read as a whole, or would be wrong. */
  read(line: Buffer, text: string): ReadDocument | null {
    if (!this.#isWorthwhile()) return null;
    this.#bytes += line.length;
    if (line[0] !== openBrace) return null;
    const document: Record<string, Json> = {};
    const [sections, entries]: [Section[], number[]] = [[], []];
    let isCanonical = true;
    for (let at = 1; line[at] === quote; at++) {
      const section = this.#asBefore(sections.length, line, at) ?? this.#find(line, text, at);
      if (section === null || Object.hasOwn(document, section.key)) return null;
      document[section.key] = section.value;
      isCanonical &&= section.isCanonical;
      sections.push(section);
      entries.push(at, (at += section.bytes.length));
      if (line[at] === comma) continue;
      if (line[at] !== closeBrace || at !== line.length - 1) return null;
      this.#before = sections;
      return { document: document as JsonObject, text, scan: { isCanonical, entries } };
    }
    return null;
  }

  #isWorthwhile(): boolean {
    const line = this.#lines++;
    if (line === (this.#isPaused ? pause : trial)) {
      this.#isPaused = !this.#isPaused && this.#repeated * 4 < this.#bytes;
      [this.#lines, this.#bytes, this.#repeated] = [1, 0, 0];
      if (this.#isPaused) this.#remembered.clear();
    }
    return !this.#isPaused;
  }

  #asBefore(index: number, line: Buffer, at: number): Section | null {
    const section = this.#before[index];
    if (section === undefined || !isAt(section, line, at)) return null;
    this.#repeated += section.bytes.length;
    return section;
  }

  #find(line: Buffer, text: string, at: number): Section | null {
    const keyEnd = text.indexOf('"', at + 1);
    const key = text.slice(at + 1, keyEnd);
    if (line[keyEnd + 1] !== colon || !isPlain(key)) return null;
    const remembered = this.#remembered.get(key);
    const known = remembered?.sections.find((section) => isAt(section, line, at));
    if (remembered === undefined || known === undefined) return this.#readNew(key, line, text, at);
    remembered.hits++;
    this.#repeated += known.bytes.length;
    return known;
  }

  #readNew(key: string, line: Buffer, text: string, at: number): Section | null {
    const start = at + key.length + 3;
    const { end, keys, depth, isCanonical } = scanValue(line, start);
    if (depth > deepestSection || end - at > longestSection) return null;
    const read = readJson(text.slice(start, end), null, keys);
    if (!read.ok) return null;
    const section = { key, bytes: Buffer.from(line.subarray(at, end)), value: read.source.value, isCanonical };
    this.#remember(section);
    return section;
  }

  #remember(section: Section): void {
    const remembered = this.#remembered.get(section.key) ?? { sections: [], hits: 0, misses: 0 };
    if (remembered.misses++ >= patience && remembered.hits === 0) return void (remembered.sections.length = 0);
    if (this.#remembered.size >= mostKeys && !this.#remembered.has(section.key)) return;
    this.#remembered.set(section.key, remembered);
    this.shared.add(section.value);
    remembered.sections.unshift(section);
    if (remembered.sections.length > sectionsPerKey) remembered.sections.pop();
  }
}

function isAt({ bytes }: Section, line: Buffer, at: number): boolean {
  const after = line[at + bytes.length];
  return (after === comma || after === closeBrace) && line.compare(bytes, 0, bytes.length, at, at + bytes.length) === 0;
}

/** Whether a key is written as it is, and printed where it stands: numbers would come first. */
function isPlain(key: string): boolean {
  return /^[A-Za-z_][\w-]*$/.test(key) && !forbiddenKeys.has(key);
}
