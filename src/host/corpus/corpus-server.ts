/** The worker's end: one corpus, one table, and an answer to every question. */
import type { Corpus } from "../../corpus/corpus.ts";
import type { CorpusDescription } from "../../corpus/row-reader.ts";
import { TableError } from "../../corpus/table/corpus-table.ts";
import { TableEngine } from "../../corpus/table/engine.ts";
import { corpusRows } from "../../corpus/table/table-rows.ts";
import type {
  CorpusAnswers,
  CorpusAsk,
  CorpusToOpen,
  FromCorpusWorker,
  OpenedCorpus,
  ToCorpusWorker,
} from "./corpus-messages.ts";

/** Problems told in one answer. */
const MAX_PROBLEMS = 1_000;

/** What `worker_threads` has as `parentPort`, as far as it is needed. */
export interface ServerPort {
  on(event: "message", listener: (message: ToCorpusWorker) => void): unknown;
  postMessage(message: FromCorpusWorker, transfer?: readonly ArrayBuffer[]): void;
}

/** A corpus whose rows other threads can read by themselves. */
export interface SharingCorpus {
  describe(): CorpusDescription;
  onBuffer(listener: (part: number, buffer: SharedArrayBuffer, place: number) => void): () => void;
}

export type OpenCorpus = (corpus: CorpusToOpen) => Promise<Corpus & Partial<SharingCorpus>>;

/** Answers the port's questions until it is closed. `describe`: words for what went wrong, without conversation text. */
export function serveCorpus(
  port: ServerPort,
  open: OpenCorpus,
  describe: (thrown: unknown) => string = messageOf,
): void {
  const server = new CorpusServer(open, (message) => port.postMessage(message));
  port.on("message", ({ id, ask }) => {
    server.answer(ask).then(
      (value) => {
        try {
          port.postMessage({ type: "answer", id, value }, transferable(value));
        } catch {
          // Something in it can't be sent; the asker must not wait for it.
          port.postMessage({ type: "failed", id, code: "failed", message: "The answer could not be sent." });
        }
      },
      (thrown: unknown) => {
        const code = thrown instanceof TableError ? thrown.code : "failed";
        port.postMessage({ type: "failed", id, code, message: describe(thrown) });
      },
    );
  });
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : "It failed for an unknown reason.";
}

class CorpusServer {
  private corpus: (Corpus & Partial<SharingCorpus>) | undefined;
  private engine: TableEngine | undefined;
  private shape = "";

  constructor(
    private readonly open: OpenCorpus,
    private readonly post: (message: FromCorpusWorker) => void,
  ) {}

  async answer(ask: CorpusAsk): Promise<CorpusAnswers[CorpusAsk["do"]]> {
    if (ask.do === "open") return this.start(ask.corpus);
    const engine = this.engine;
    if (engine === undefined || this.corpus === undefined)
      throw new TableError("closed", "No corpus is open here.");
    switch (ask.do) {
      case "query":
        return engine.setQuery(ask.query);
      case "window":
        return engine.window(ask.request);
      case "facets":
        return nothing(engine.setFacets(ask.columns));
      case "marks":
        return nothing(engine.setMarks(ask.marks, ask.replace));
      case "blind":
        return nothing(engine.setBlind(ask.reason));
      case "cancel":
        return nothing(engine.cancel());
      case "resume":
        return nothing(engine.resume());
      case "rowAt":
        return engine.rowAt(ask.generation, ask.at);
      case "placeOf":
        return engine.placeOf(ask.row);
      case "read":
        return this.corpus.read(ask.row);
      case "identify":
        return engine.identify(ask.rows);
      case "resolve":
        return engine.resolve(ask.ids);
      case "frame":
        return engine.frame(ask.columns, ask.query);
      case "problems":
        return this.corpus.problems.slice(0, MAX_PROBLEMS);
      case "close":
        this.engine = undefined;
        return nothing(engine.close());
    }
  }

  private async start(toOpen: CorpusToOpen): Promise<OpenedCorpus> {
    if (this.engine !== undefined) throw new TableError("failed", "A corpus is open here already.");
    const corpus = await this.open(toOpen);
    const engine = new TableEngine(corpusRows(corpus));
    this.corpus = corpus;
    this.engine = engine;
    corpus.onBuffer?.((part, buffer, place) => this.post({ type: "buffer", part, buffer, place }));
    this.tellParts(corpus);
    engine.onState((state) => {
      this.tellParts(corpus);
      this.post({ type: "state", state });
    });
    this.post({ type: "state", state: engine.state });
    engine.start();
    return openedOf(corpus);
  }

  /** Parts are added, and get ready, while the index is at work. */
  private tellParts(corpus: Corpus & Partial<SharingCorpus>): void {
    const { parts, progress, format } = corpus;
    const notes = parts.reduce((sum, part) => sum + part.notes.length, 0);
    const shape = [format.id, parts.length, notes, progress.phase === "ready"].join(" ");
    if (shape === this.shape) return;
    this.shape = shape;
    if (corpus.describe !== undefined) this.post({ type: "rows", description: corpus.describe() });
    this.post({ type: "opened", opened: openedOf(corpus) });
  }
}

function openedOf(corpus: Corpus): OpenedCorpus {
  const { format, parts } = corpus;
  return {
    format: { id: format.id, title: format.title },
    parts: parts.map(({ name, firstRow, rows, access, notes }) => ({ name, firstRow, rows, access, notes })),
  };
}

async function nothing(done: Promise<unknown>): Promise<undefined> {
  await done;
  return undefined;
}

/** The big arrays of an answer change hands instead of being copied. */
function transferable(value: CorpusAnswers[CorpusAsk["do"]]): ArrayBuffer[] {
  if (value instanceof Int32Array) return buffersOf([value]);
  if (typeof value !== "object" || !("idHashes" in value)) return [];
  const columns = value.columns.flatMap((column): BigArray[] => {
    if (column.type === "numbers") return [column.numbers];
    return column.type === "lists" ? [column.starts, column.codes] : [column.codes];
  });
  return buffersOf([value.rows, value.idHashes, ...columns]);
}

type BigArray = Int32Array | Uint32Array | Float64Array;

function buffersOf(arrays: readonly BigArray[]): ArrayBuffer[] {
  return arrays.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
}
