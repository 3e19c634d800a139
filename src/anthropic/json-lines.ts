/** Lines of JSON out of a body that comes in pieces of any size. */

/** Characters of a line beyond which it is no result of a batch: an answer has at most some 600,000. */
export const MAX_LINE = 16_000_000;

/** The body ended inside a line, or a line has no end. */
export class BrokenLines extends Error {}

/**
 * Keeps one line in memory. Empty lines are passed over; a line that is no JSON comes as undefined.
 * @throws {BrokenLines} at the end of a body whose last line is no JSON, since it was cut off; at a line without end
 */
export async function* jsonLines(
  body: AsyncIterable<Uint8Array>,
  maxLine = MAX_LINE,
): AsyncGenerator<unknown, void, undefined> {
  const decoder = new TextDecoder();
  /** The pieces of the line that has no end yet; joined once, so that many small pieces stay cheap. */
  let open: string[] = [];
  let length = 0;
  for await (const bytes of body) {
    const [first = "", ...rest] = decoder.decode(bytes, { stream: true }).split("\n");
    open.push(first);
    length += first.length;
    for (const next of rest) {
      const line = open.join("");
      open = [next];
      length = next.length;
      if (line.trim() !== "") yield parse(line);
    }
    if (length > maxLine) throw new BrokenLines("a line without end");
  }
  const last = open.join("") + decoder.decode();
  if (last.trim() === "") return;
  const value = parse(last);
  if (value === undefined) throw new BrokenLines("cut off");
  yield value;
}

function parse(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return value;
  } catch {
    return undefined;
  }
}
