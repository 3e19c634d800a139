/** From the lines of a session file to threads, and within a thread to the steps that paths are made of. */
import { getFilled } from "./json-access.ts";
import type { Line } from "./claude-code-lines.ts";
import { leafPaths, parentsOf, type TreePath } from "./message-tree.ts";

/** Lines that belong together: a main thread (of one session, or several that continue each other) or a sidechain. */
export interface Thread {
  readonly lines: Line[];
  readonly sidechain: string | undefined;
}

/**
 * One assistant message with all its lines and the tool results that answer it, or one user line. Results of
 * parallel calls hang off different lines of one message; folded like this, they are no branches.
 */
export interface Step {
  readonly lines: Line[];
  readonly parent: number;
}

export interface Steps {
  readonly steps: readonly Step[];
  readonly paths: readonly TreePath[];
  /** For each line's uuid, the step it belongs to or, for a line that is no speech, the one it follows. */
  readonly stepAt: ReadonlyMap<string, number>;
  /** No line names a parent that is there: the lines were taken in file order. */
  readonly unlinked: boolean;
}

/** Threads in the order of their first lines. Sessions whose main lines link to each other share one thread. */
export function threadsOf(lines: readonly Line[]): Thread[] {
  const sessionOf = new Map(lines.map((line) => [line.uuid, line.session]));
  const joined = new Map<string, string>();
  const find = (session: string): string => {
    const passed: string[] = [];
    let at = session;
    for (let up = joined.get(at); up !== undefined; up = joined.get(at)) {
      passed.push(at);
      at = up;
    }
    for (const each of passed) joined.set(each, at);
    return at;
  };
  for (const line of lines) {
    const other =
      line.parent === undefined || line.sidechain !== undefined ? undefined : sessionOf.get(line.parent);
    if (other === undefined) continue;
    const a = find(other);
    const b = find(line.session);
    if (a !== b) joined.set(b, a);
  }
  const threads = new Map<string, Thread>();
  for (const line of lines) {
    const key = JSON.stringify([find(line.session), line.sidechain ?? null]);
    const thread = threads.get(key) ?? { lines: [], sidechain: line.sidechain };
    threads.set(key, thread);
    thread.lines.push(line);
  }
  return [...threads.values()];
}

/** Folds a thread's lines into steps and finds the paths through them. */
export function stepsOf(thread: Thread): Steps {
  const { lines } = thread;
  const first = new Map<string, number>();
  lines.forEach((line, index) => {
    if (!first.has(line.uuid)) first.set(line.uuid, index);
  });
  const unlinked = !lines.some((line) => line.parent !== undefined && first.has(line.parent));
  const parentOf = (line: Line, index: number): string | undefined => {
    const found = line.parent === undefined ? undefined : first.get(line.parent);
    if (found !== undefined) return String(found);
    // Compaction starts a new chain that goes on where the old one stopped.
    if (index > 0 && (unlinked || line.continues)) return String(index - 1);
    // A sidechain's first line may hang off the main thread, which is no gap.
    return line.parent === undefined || thread.sidechain !== undefined ? undefined : "missing";
  };
  const nodes = lines.map((line, index) => ({ id: String(index), parent: parentOf(line, index) }));
  const { parent, order, orphan } = parentsOf(nodes);
  const steps: Step[] = [];
  const at = lines.map(() => -1);
  const gaps = new Set<number>();
  for (const index of order) {
    const line = lines[index];
    if (line === undefined) continue;
    const up = parent[index] ?? -1;
    const above = up < 0 ? -1 : (at[up] ?? -1);
    at[index] = place(line, above, steps);
    if (orphan.has(index)) gaps.add(at[index] ?? -1);
  }
  for (const step of steps) step.lines.sort((a, b) => a.record.row - b.record.row);
  const stepAt = new Map([...first].map(([uuid, index]) => [uuid, at[index] ?? -1]));
  const tree = steps.map((step, index) => {
    const missing = gaps.has(index) && step.parent < 0 ? "missing" : undefined;
    return { id: String(index), parent: step.parent < 0 ? missing : String(step.parent) };
  });
  return { steps, paths: [...leafPaths(tree)], stepAt, unlinked };
}

/** Puts a line into the step above it or into a new one; returns the step that the line belongs to or follows. */
function place(line: Line, above: number, steps: Step[]): number {
  if (line.kind === "link" || line.kind === "meta") return above;
  const step = steps[above];
  const first = step?.lines[0];
  if (step !== undefined && first?.kind === "assistant") {
    const id = getFilled(line.value["message"], "id");
    const same =
      line.kind === "assistant" && id !== undefined && id === getFilled(first.value["message"], "id");
    if (same || line.answersTool) {
      step.lines.push(line);
      return above;
    }
  }
  steps.push({ lines: [line], parent: above });
  return steps.length - 1;
}
