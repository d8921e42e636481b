/** One line of a stream of bytes, without its end. */
export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Null where the line is longer than the limit; the rest of it is passed over. */
  readonly bytes: Buffer | null;
}

/**
 * The lines of a stream, in batches of those that one chunk completes, so that what is read can be answered before
 * more is asked for. Holds no more than one line and one chunk.
 */
export async function* readLines(input: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<readonly Line[]> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;
  const keep = (part: Buffer): void => {
    length += part.length;
    if (length <= longest) parts.push(part);
    else parts = [];
  };
  const finish = (): Line => {
    const whole = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    const line = { number: number++, bytes: length > longest ? null : whole };
    [parts, length] = [[], 0];
    return line;
  };
  for await (const data of input) {
    const chunk = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const batch: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      keep(chunk.subarray(start, end));
      batch.push(finish());
      start = end + 1;
    }
    if (start < chunk.length) keep(chunk.subarray(start));
    if (batch.length > 0) yield batch;
  }
  if (length > 0) yield [finish()];
}
