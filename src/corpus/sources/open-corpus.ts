/** Opens a corpus of any size: one file, a folder of files, or those that fit a pattern. */
import { FormatError, type OpenOptions } from "../../core/formats/format.ts";
import { openRowIndex } from "../index/open-row-index.ts";
import type { IndexWorker, OpenRowIndex } from "../index/row-index.ts";
import { DEFAULT_LIMITS, type CorpusLimits } from "./corpus-limits.ts";
import { FileHandles } from "./file-handles.ts";
import { FilesCorpus } from "./files-corpus.ts";
import { listFiles } from "./list-files.ts";

export interface CorpusToOpen {
  /** Absolute; files and folders, in this order. */
  readonly paths: readonly string[];
  /** For folders: only files whose path in the folder fits. `*`, `?`, `**`, `{a,b}`. */
  readonly pattern?: string | undefined;
  /** Folder for indexes and copies; made when it isn't there. */
  readonly cacheFolder: string;
  /** "Open as…", for all files. */
  readonly options?: OpenOptions | undefined;
  readonly limits?: Partial<CorpusLimits> | undefined;
  /** Instead of the index of src/corpus/index (for tests). */
  readonly openIndex?: OpenRowIndex | undefined;
  /** Starts a helper thread of the metadata pass. */
  readonly spawn?: (() => IndexWorker) | undefined;
  /** Gets sentences for the log, without conversation text. */
  readonly log?: ((message: string) => void) | undefined;
}

/**
 * Lists the files and prepares the first one that opens, as far as that can be done at once; `Corpus.index` does the
 * rest. Throws a `FormatError` when there is no file of conversations, or none of them opens; the file system's error
 * when a path can't be read.
 */
export async function openCorpus(corpus: CorpusToOpen, signal: AbortSignal): Promise<FilesCorpus> {
  const listed = await listFiles(corpus.paths, corpus.pattern, signal);
  if (listed.files.length === 0) {
    const others = listed.passed.length === 0 ? "" : ` ${listed.passed.length} other files were passed over.`;
    const fitting = corpus.pattern === undefined ? "" : " that fits the pattern";
    throw new FormatError("no-conversations", `There is no file of conversations here${fitting}.${others}`);
  }
  const files = new FilesCorpus(listed, {
    cacheFolder: corpus.cacheFolder,
    options: corpus.options ?? {},
    limits: { ...DEFAULT_LIMITS, ...corpus.limits },
    handles: new FileHandles(),
    openIndex: corpus.openIndex ?? openRowIndex,
    spawn: corpus.spawn,
    log: corpus.log ?? (() => undefined),
  });
  try {
    await files.begin(signal);
    return files;
  } catch (error) {
    await files.close();
    throw error;
  }
}
