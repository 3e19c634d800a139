/** Tells when a file may have changed: by the platform's events where they work, by the clock everywhere. */
import { watch } from "node:fs";
import type { FSWatcher } from "node:fs";
import { basename, dirname } from "node:path";

/** Changes within this many ms are told once. */
const QUIET_MS = 30;

/**
 * Calls `onMaybeChanged` after events on `file` and every `pollMs`. Watches its directory, as the file may not
 * exist yet or be replaced. Never throws; returns what stops it.
 */
export function watchFile(file: string, onMaybeChanged: () => void, pollMs: number): () => void {
  return watchIn(dirname(file), basename(file), onMaybeChanged, pollMs);
}

/** The same for any file directly in `folder`, which may not exist yet. */
export function watchFolder(folder: string, onMaybeChanged: () => void, pollMs: number): () => void {
  return watchIn(folder, undefined, onMaybeChanged, pollMs);
}

function watchIn(
  folder: string,
  name: string | undefined,
  onMaybeChanged: () => void,
  pollMs: number,
): () => void {
  let watcher: FSWatcher | undefined;
  let quiet: NodeJS.Timeout | undefined;
  const drop = (): void => {
    watcher?.close();
    watcher = undefined;
  };
  const start = (): void => {
    try {
      watcher = watch(folder, { persistent: false }, (_event, changed) => {
        if (changed !== null && name !== undefined && changed !== name) return;
        quiet ??= setTimeout(() => {
          quiet = undefined;
          onMaybeChanged();
        }, QUIET_MS);
      });
      watcher.on("error", drop);
    } catch {
      // No such directory yet, or no watches left: the poll tries again.
      watcher = undefined;
    }
  };
  start();
  const poll = setInterval(() => {
    if (!watcher) start();
    onMaybeChanged();
  }, pollMs);
  poll.unref();
  return () => {
    clearInterval(poll);
    clearTimeout(quiet);
    drop();
  };
}
