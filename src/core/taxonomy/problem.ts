/** What is wrong with one node of a taxonomy file. Names ids and lines, never text of a conversation. */
export interface TaxonomyProblem {
  /** Line in the file, from 1, where the row or node starts; absent if the nodes did not come from a file. */
  readonly line?: number;
  /** Id of the node, if it has one. */
  readonly id?: string;
  readonly reason: string;
}

/** Thrown when nodes cannot make a taxonomy. `problems` is never empty. */
export class TaxonomyError extends Error {
  readonly problems: readonly TaxonomyProblem[];

  constructor(problems: readonly TaxonomyProblem[]) {
    super(
      `Not a usable taxonomy: ${problems.slice(0, 5).map(describeProblem).join("; ")}${more(problems.length - 5)}`,
    );
    this.name = "TaxonomyError";
    this.problems = problems;
  }
}

function more(count: number): string {
  return count > 0 ? `; and ${count} more` : "";
}

/** One line for people: `line 12, node "x": its parent "y" does not exist`. */
export function describeProblem(problem: TaxonomyProblem): string {
  const where = [
    ...(problem.line === undefined ? [] : [`line ${problem.line}`]),
    ...(problem.id === undefined ? [] : [`node ${quoteId(problem.id)}`]),
  ];
  return where.length > 0 ? `${where.join(", ")}: ${problem.reason}` : problem.reason;
}

/** A file's own id in quotes, cut to 80 UTF-16 code units and on one line. */
export function quoteId(id: string): string {
  const flat = id.replace(/\s+/gu, " ");
  return JSON.stringify(flat.length > 80 ? `${flat.slice(0, 79)}…` : flat);
}
