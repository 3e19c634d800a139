/**
 * The suggestions of one corpus: a record and a file of lines per run. A rerun is a new run beside the first;
 * nothing that a run said is ever changed. Memory: an index, not the suggestions.
 */
import { isUtf8 } from "node:buffer";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ConversationRef, Suggestion } from "../core/extraction/annotation.ts";
import type { RunRecord } from "../core/extraction/extractor.ts";
import { appendLines } from "./append-lines.ts";
import { writeFileAtomic } from "./atomic-write.ts";
import type { FileSystemPort } from "./file-system.ts";
import { errorCode, nodeFileSystem } from "./file-system.ts";
import type { CorpusPaths } from "./paths.ts";
import { parseRunRecord } from "./run-record.ts";
import { readBytes, scanLines } from "./scan-lines.ts";
import type { ConversationResult } from "./suggestion-lines.ts";
import { formatResult, parseResult } from "./suggestion-lines.ts";

/** A run record or a line that can't be read: it stays on disk. */
export interface SuggestionProblem {
  /** The run's id; for a damaged record, the name of its file. */
  readonly run: string;
  readonly file: string;
  /** 1-based among the lines that aren't empty; 0 = the whole file. */
  readonly line: number;
  readonly reason: string;
}

interface Place {
  readonly run: string;
  readonly hash: string;
  readonly start: number;
  readonly length: number;
}

const MAX_LINE_BYTES = 64 << 20;

/** Reads all runs of a corpus. Throws only the file system's errors other than "not there". */
export async function openSuggestions(
  paths: CorpusPaths,
  fs: FileSystemPort = nodeFileSystem,
): Promise<SuggestionsStore> {
  const store = new SuggestionsStore(paths, fs);
  await store.reload();
  return store;
}

export class SuggestionsStore {
  readonly #paths: CorpusPaths;
  readonly #fs: FileSystemPort;
  #runs = new Map<string, RunRecord>();
  #problems: SuggestionProblem[] = [];
  /** By conversation id, in the order of runs (by start), then lines. */
  #places = new Map<string, Place[]>();
  #turn: Promise<unknown> = Promise.resolve();

  /** Use `openSuggestions`. */
  constructor(paths: CorpusPaths, fs: FileSystemPort) {
    this.#paths = paths;
    this.#fs = fs;
  }

  /** By start, then id. */
  get runs(): readonly RunRecord[] {
    return [...this.#runs.values()];
  }

  get problems(): readonly SuggestionProblem[] {
    return this.#problems;
  }

  /** Whether the run has looked at this version of the conversation: a resumed run leaves it out. */
  has(run: string, conversation: ConversationRef): boolean {
    const places = this.#places.get(conversation.id) ?? [];
    return places.some((place) => place.run === run && place.hash === conversation.hash);
  }

  /** Every version of a conversation that the run has looked at. */
  *conversationsOf(run: string): Generator<ConversationRef> {
    for (const [id, places] of this.#places) {
      for (const place of places) if (place.run === run) yield { id, hash: place.hash };
    }
  }

  /**
   * What the runs (default: all) say of a conversation, all versions of its text, oldest run first. Of a version
   * that a run looked at twice, the first line counts. A result whose line is no longer where it was is left out
   * (git changed the file: `reload`).
   */
  async of(conversationId: string, runs?: readonly string[]): Promise<ConversationResult[]> {
    const wanted = (this.#places.get(conversationId) ?? []).filter(
      (place) => !runs || runs.includes(place.run),
    );
    const results = await Promise.all(wanted.map((place) => this.#readAt(place)));
    return results.flatMap((result) => (result?.conversation.id === conversationId ? [result] : []));
  }

  /** Writes the record, durable when it resolves. A run is begun once: throws a RangeError if its id is known. */
  startRun(run: RunRecord): Promise<void> {
    return this.#exclusive(() => this.#start(run));
  }

  /** Notes when the run ended. `at`: ISO 8601 UTC. Throws a RangeError for an unknown run. */
  finishRun(run: string, at: string): Promise<RunRecord> {
    return this.#exclusive(async () => {
      const record = { ...this.#known(run), finishedAt: at };
      await this.#writeRecord(record);
      return record;
    });
  }

  /**
   * Adds what a run says of some conversations; durable when it resolves, each conversation whole or not at all
   * after a crash. Throws a RangeError for an unknown run or a suggestion that
   * isn't of this run and conversation or breaks a limit, else the file system's error.
   */
  append(run: string, results: readonly ConversationResult[]): Promise<void> {
    return this.#exclusive(() => this.#append(run, results));
  }

  /** Reads everything anew, e.g. after git changed it. */
  reload(): Promise<void> {
    return this.#exclusive(async () => {
      this.#runs = new Map();
      this.#problems = [];
      this.#places = new Map();
      const records: RunRecord[] = [];
      for (const name of await listFiles(this.#paths.runsFolder, ".json")) {
        const file = join(this.#paths.runsFolder, name);
        const parsed = parseRunRecord(await readFile(file, "utf8"));
        if (parsed.status === "ok") records.push(parsed.record);
        else
          this.#problems.push({ file, run: name.slice(0, -".json".length), line: 0, reason: parsed.reason });
      }
      records.sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1));
      for (const record of records) {
        this.#runs.set(record.id, record);
        await this.#index(record.id);
      }
    });
  }

  async #start(run: RunRecord): Promise<void> {
    if (this.#runs.has(run.id) || (await this.#fs.stat(this.#paths.run(run.id)))) {
      throw new RangeError("a run of this id exists");
    }
    await this.#writeRecord(run);
  }

  async #append(run: string, results: readonly ConversationResult[]): Promise<void> {
    this.#known(run);
    const lines = results.map((result) => checkedLine(run, result));
    const starts = await appendLines(this.#paths.suggestions(run), lines, this.#fs);
    if (!starts) return this.#indexAgain(run, results);
    for (const [i, { conversation }] of results.entries()) {
      const [start, line] = [starts[i], lines[i]];
      if (start === undefined || line === undefined) continue;
      this.#place(conversation, { run, hash: conversation.hash, start, length: Buffer.byteLength(line) });
    }
  }

  /** Another window wrote to the same run at the same time: what stands where is read from the file. */
  async #indexAgain(run: string, results: readonly ConversationResult[]): Promise<void> {
    for (const [id, places] of this.#places) {
      this.#places.set(
        id,
        places.filter((place) => place.run !== run),
      );
    }
    this.#problems = this.#problems.filter((problem) => problem.run !== run);
    await this.#index(run);
    if (results.every(({ conversation }) => this.has(run, conversation))) return;
    throw Object.assign(new Error("the suggestions were not saved"), { code: "ESWALLOWED" });
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #index(run: string): Promise<void> {
    const file = this.#paths.suggestions(run);
    if (!(await this.#fs.stat(file))) return;
    const handle = await this.#fs.open(file, "r");
    let line = 0;
    try {
      await scanLines(handle, MAX_LINE_BYTES, ({ bytes, start, length, ended }) => {
        line++;
        const parsed = bytes && isUtf8(bytes) ? parseResult(bytes.toString("utf8"), run) : undefined;
        if (parsed?.status === "result") {
          const { conversation } = parsed.result;
          this.#place(conversation, { run, hash: conversation.hash, start, length });
          return;
        }
        const newer = parsed?.status === "newer";
        const why = newer ? "written by a newer version" : (parsed?.reason ?? "too long or not UTF-8");
        this.#problems.push({ file, run, line, reason: ended ? why : `the last line is cut short: ${why}` });
      });
    } finally {
      await handle.close();
    }
  }

  #place(conversation: ConversationRef, place: Place): void {
    if (this.has(place.run, conversation)) return;
    const places = this.#places.get(conversation.id);
    if (places) places.push(place);
    else this.#places.set(conversation.id, [place]);
  }

  async #readAt({ run, start, length }: Place): Promise<ConversationResult | undefined> {
    const bytes = await readBytes(this.#paths.suggestions(run), start, length, this.#fs);
    const parsed = bytes && parseResult(bytes.toString("utf8"), run);
    return parsed?.status === "result" ? parsed.result : undefined;
  }

  async #writeRecord(run: RunRecord): Promise<void> {
    await writeFileAtomic(this.#paths.run(run.id), `${JSON.stringify(run, null, 2)}\n`, this.#fs);
    this.#runs.set(run.id, run);
  }

  #known(run: string): RunRecord {
    const record = this.#runs.get(run);
    if (!record) throw new RangeError("no such run");
    return record;
  }
}

function sortKeyOf(run: RunRecord): string {
  return `${run.startedAt ?? ""} ${run.id}`;
}

/** What we could not read again must not be written. */
function checkedLine(run: string, result: ConversationResult): string {
  const { conversation, suggestions } = result;
  const belongs = (one: Suggestion): boolean =>
    one.run === run && one.conversation.id === conversation.id && one.conversation.hash === conversation.hash;
  if (!suggestions.every(belongs)) throw new RangeError("a suggestion of another run or conversation");
  const line = formatResult(result);
  const parsed = parseResult(line, run);
  if (parsed.status === "bad") throw new RangeError(`a suggestion breaks a limit: ${parsed.reason}`);
  return line;
}

/** Names, sorted; none if there is no such folder. */
async function listFiles(folder: string, extension: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(extension)).sort();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}
