/** Many small durable writes as few larger ones. */

/**
 * What is given while a write is under way goes into the next one, in order. Resolves when the item was written;
 * rejects with the error of the write that it was in.
 * @param write durable when it resolves
 */
export function groupCommit<T>(
  write: (items: readonly T[]) => Promise<void>,
): (items: readonly T[]) => Promise<void> {
  let waiting: { items: readonly T[]; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let isWriting = false;
  const flush = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await write(group.flatMap(({ items }) => items));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    isWriting = false;
  };
  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (!isWriting) void flush();
    });
}
