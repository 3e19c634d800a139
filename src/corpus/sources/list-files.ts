/** The files of a corpus: one file, a folder's, or those of a folder that fit a pattern. */
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { globMatcher } from "./glob.ts";
import { comparePaths } from "./natural-order.ts";

export interface CorpusFile {
  /** Absolute. */
  readonly path: string;
  /** Relative to the folder, with "/" between its parts; the file's name for a single file. */
  readonly name: string;
}

export interface ListedFiles {
  /** In the corpus's order. */
  readonly files: readonly CorpusFile[];
  /** Names of files that are of a kind that holds no conversations, as README.md. */
  readonly passed: readonly string[];
  /** What could not be looked into. */
  readonly unreadable: readonly { readonly name: string; readonly reason: string }[];
}

/** What in a folder counts as conversations. Content decides what it really is. */
const KNOWN = /\.(?:jsonl|ndjson|json|parquet|eval)$/i;
const PACKED = /\.(?:gz|zst|zstd)$/i;
const IGNORED_FOLDERS: ReadonlySet<string> = new Set(["node_modules", "__pycache__", "__MACOSX"]);
/** Data sets tell about themselves in files of these names. */
const ABOUT: ReadonlySet<string> = new Set([
  "dataset_info.json",
  "dataset_infos.json",
  "state.json",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
]);

/** Files that one corpus may have. */
export const MAX_FILES = 20_000;

/**
 * Lists `paths` (absolute) in their order, the files of a folder in path order. Hidden files and folders are left
 * out; links are followed, each folder once. With a `pattern`, files of a folder are those that fit it, whatever
 * their extension. Throws the file system's error for a path that isn't there.
 */
export async function listFiles(
  paths: readonly string[],
  pattern: string | undefined,
  signal: AbortSignal,
): Promise<ListedFiles> {
  const walk = new Walk(pattern, signal);
  for (const path of paths) {
    if ((await stat(path)).isDirectory()) await walk.folder(path);
    else walk.add([{ path, name: basename(path) }]);
  }
  return walk;
}

class Walk implements ListedFiles {
  readonly files: CorpusFile[] = [];
  readonly passed: string[] = [];
  readonly unreadable: { name: string; reason: string }[] = [];
  readonly #fits: ((path: string) => boolean) | undefined;
  readonly #seen = new Set<string>();

  constructor(
    pattern: string | undefined,
    private readonly signal: AbortSignal,
  ) {
    this.#fits = pattern === undefined ? undefined : globMatcher(pattern);
  }

  add(files: readonly CorpusFile[]): void {
    if (this.files.length + files.length > MAX_FILES)
      throw new RangeError(
        `These are more than ${MAX_FILES} files. Join them to larger ones, or open a part.`,
      );
    this.files.push(...files);
  }

  async folder(root: string): Promise<void> {
    const found: CorpusFile[] = [];
    const open: CorpusFile[] = [{ path: root, name: "" }];
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      this.signal.throwIfAborted();
      await this.#one(folder, found, open);
    }
    this.passed.sort(comparePaths);
    this.add(found.sort((a, b) => comparePaths(a.name, b.name)));
  }

  async #one(folder: CorpusFile, found: CorpusFile[], open: CorpusFile[]): Promise<void> {
    try {
      const real = await realpath(folder.path);
      // A link may lead up again, or to a folder that was visited under another name.
      if (this.#seen.has(real)) return;
      this.#seen.add(real);
      for (const entry of await readdir(folder.path, { withFileTypes: true })) {
        if (entry.name.startsWith(".")) continue;
        const path = join(folder.path, entry.name);
        const name = folder.name === "" ? entry.name : `${folder.name}/${entry.name}`;
        const kind = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry;
        if (kind === undefined) this.unreadable.push({ name, reason: "This link leads nowhere." });
        else if (kind.isDirectory()) {
          if (!IGNORED_FOLDERS.has(entry.name)) open.push({ path, name });
        } else if (kind.isFile()) {
          if (this.#wanted(name, entry.name)) found.push({ path, name });
          else this.passed.push(name);
        }
      }
    } catch (error) {
      if (this.signal.aborted) throw error;
      if (folder.name === "") throw error;
      this.unreadable.push({ name: folder.name, reason: "This folder can't be read." });
    }
  }

  #wanted(path: string, name: string): boolean {
    if (this.#fits !== undefined) return this.#fits(path);
    return KNOWN.test(name.replace(PACKED, "")) && !ABOUT.has(name) && !name.startsWith("_");
  }
}
