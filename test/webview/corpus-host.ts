/**
 * A host for the corpus page that runs inside the page: rows are made by a function, so ten million cost nothing. It is
 * sent over as text, so it uses nothing from outside itself.
 */
import type { CorpusIntent, CorpusSnapshot, TableRowView } from "../../src/protocol/corpus.ts";

export interface StandInOptions {
  readonly snapshot: CorpusSnapshot;
  /** ms until a window of rows comes. */
  readonly delay: number;
}

declare global {
  interface Window {
    standIn?: (message: { type: string; intent?: number; ask?: CorpusIntent }) => void;
    corpus: {
      snapshot: CorpusSnapshot;
      delay: number;
      /** Answers to rows are kept back while true. */
      hold: boolean;
      held: (() => void)[];
      /** In place of a row's own cells. */
      override: Record<number, string>;
      /** Every intent, in order. */
      asked: CorpusIntent[];
      /** Changes the snapshot and sends it. */
      change: (change: Partial<CorpusSnapshot>, view?: Partial<CorpusSnapshot["view"]>) => void;
    };
  }
}

export function corpusStandIn(options: StandInOptions): void {
  const say = (message: unknown): void => window.postMessage(message);
  const openings = [
    "My landlord wants to keep the whole deposit, what can I do?",
    "Explain gradient descent as if I were twelve",
    "Write a farewell speech for a colleague who leaves after thirty years",
    "Is it wrong to read my daughter's diary if I am worried about her?",
    "Refactor this function so that it no longer needs a global",
    "I feel stuck in my job and my savings are gone",
    "Was the treaty of 1648 really the start of modern states?",
    "Help me plan a vegetarian menu for forty guests",
    "How do I tell my team that the project is cancelled?",
  ];
  const labels = ["clarity", "honesty", "patience", "user autonomy", "technical precision", "empathy"];
  const models = ["sonnet-large", "haiku-small", "opus 4, long context"];
  const state: Window["corpus"] = {
    snapshot: options.snapshot,
    delay: options.delay,
    hold: false,
    held: [],
    override: {},
    asked: [],
    change: (change, view) => {
      const old = state.snapshot;
      state.snapshot = {
        ...old,
        ...change,
        revision: old.revision + 1,
        view: { ...old.view, ...view },
      };
      say({ type: "snapshot", snapshot: state.snapshot });
    },
  };
  window.corpus = state;

  /** Descending sorts turn the file round; a query leaves every tenth row. */
  const rowOf = (at: number): number => {
    const { view, rows } = state.snapshot;
    const step = view.query === "" ? 1 : 10;
    return view.sort[0]?.descending === true ? rows - 1 - at * step : at * step;
  };
  const cellOf = (column: string, row: number): TableRowView["cells"][number] => {
    const pick = (list: readonly string[]): string => list[row % list.length] ?? "";
    switch (column) {
      case "row":
        return { text: (row + 1).toLocaleString("en") };
      case "words": {
        const text = state.override[row] ?? pick(openings);
        const { query } = state.snapshot.view;
        const hit = query === "" ? -1 : text.toLowerCase().indexOf(query.toLowerCase());
        return hit < 0 ? { text } : { text, hits: [[hit, hit + query.length]] };
      }
      case "turns":
        return { text: String(2 + ((row * 7) % 23)) };
      case "meta:model":
        return { text: pick(models) };
      case "meta:language":
        return row % 17 === 0
          ? { text: "", look: "muted" }
          : { text: row % 5 === 0 ? "Português" : "English" };
      case "labels":
        return { text: row % 4 === 0 ? "" : [pick(labels), labels[(row * 3 + 1) % 6]].join(", ") };
      case "status":
        return row % 9 === 2
          ? { text: "done", look: "done" }
          : row % 13 === 5
            ? { text: "skipped", look: "skipped" }
            : row % 21 === 4
              ? { text: "flagged", look: "flagged" }
              : row % 37 === 8
                ? { text: "not read", look: "error" }
                : { text: "open", look: "muted" };
      case "warnings":
        return row % 11 === 3 ? { text: "1", look: "warning" } : { text: "" };
      default:
        return { text: `${column} ${row}` };
    }
  };
  const sendRows = (from: number, count: number, generation: number): void => {
    const { view, columns } = state.snapshot;
    const rows: TableRowView[] = [];
    for (let at = from; at < Math.min(from + count, view.rows); at++) {
      const row = rowOf(at);
      rows.push({ at, row, cells: columns.map(({ id }) => cellOf(id, row)) });
    }
    say({ type: "rows", generation, rows });
  };
  const carryOut = (ask: CorpusIntent): void => {
    const { snapshot } = state;
    const generation = snapshot.view.generation + 1;
    switch (ask.do) {
      case "rows": {
        const answer = (): void => sendRows(ask.from, ask.count, ask.generation);
        if (state.hold) state.held.push(answer);
        else setTimeout(answer, state.delay);
        break;
      }
      case "query": {
        const wrong = ask.text.indexOf("modle:");
        if (wrong >= 0) {
          // As the real one does: the view stays as it was, with its own query.
          const text = "There is no column “modle”.";
          state.change({}, { problem: { text, at: [wrong, wrong + 6] } });
          break;
        }
        const { problem: _problem, ...view } = snapshot.view;
        state.snapshot = { ...snapshot, view };
        const all = ask.text === "" ? snapshot.rows : Math.ceil(snapshot.rows / 10);
        state.change({}, { query: ask.text, rows: ask.text === "nothing" ? 0 : all, generation });
        break;
      }
      case "sort":
        state.change({}, { sort: ask.sort, generation });
        break;
      case "columns": {
        const columns = ask.columns.flatMap((id) => snapshot.available.find((one) => one.id === id) ?? []);
        state.change({ columns }, { generation });
        break;
      }
      case "open":
        state.change({ current: ask.at });
        break;
      default:
        break;
    }
  };
  window.standIn = (message) => {
    if (message.type === "viewLoaded") state.change({});
    if (message.ask === undefined) return;
    const { ask, intent } = message;
    state.asked.push(ask);
    setTimeout(() => {
      carryOut(ask);
      const reply = (): void => say({ type: "reply", intent });
      if (ask.do === "rows" && state.hold) state.held.push(reply);
      else reply();
    }, 0);
  };
}
