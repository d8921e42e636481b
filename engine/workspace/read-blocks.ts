import { firstOf } from "../common/must.js";
/** Complete lines of a stream, the last of which may lack its line break; null represents one line above the limit. */
export type Block = Buffer | null;

/**
 * Splits a stream into blocks of complete lines, one for each chunk that completes a line, so that input can be
 * answered before more is requested. Buffers at most one line and one chunk; the rest of a line above the limit is
 * discarded.
 */
export async function* readBlocks(
  input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  longest: number,
): AsyncGenerator<Block> {
  let parts: Buffer[] = [];
  let length = 0;
  const keep = (part: Buffer): void => {
    length += part.length;
    if (length > longest) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const take = (): Block => {
    const block = length > longest ? null : parts.length === 1 ? firstOf(parts) : Buffer.concat(parts);
    [parts, length] = [[], 0];
    return block;
  };
  for await (const data of input) {
    const chunk = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const [first, last] = [chunk.indexOf(10), chunk.lastIndexOf(10)];
    let start = 0;
    if (first >= 0 && length + first > longest) {
      keep(chunk.subarray(0, first));
      yield take();
      start = first + 1;
    }
    if (last >= start) {
      parts.push(chunk.subarray(start, last + 1));
      yield take();
      start = last + 1;
    }
    keep(chunk.subarray(start));
  }
  if (length > 0) yield take();
}

/** Number of lines in a block. */
export function countLines(block: Block): number {
  if (block === null) return 1;
  let count = 0;
  for (let end = block.indexOf(10); end >= 0; end = block.indexOf(10, end + 1)) count++;
  return block.length === 0 || block.at(-1) === 10 ? count : count + 1;
}
