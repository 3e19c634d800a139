import { hashText } from "../conversation/hash.ts";
import { quoteId, TaxonomyError, type TaxonomyProblem } from "./problem.ts";
import type { Taxonomy, TaxonomyNode, TaxonomySource } from "./taxonomy.ts";

/** Nodes that make a taxonomy, and what was wrong with those left out. */
export interface CheckedNodes {
  /** In the order given. */
  readonly nodes: readonly TaxonomyNode[];
  readonly problems: readonly TaxonomyProblem[];
}

/**
 * Keeps the nodes that can stand in a taxonomy: ids unique (the first one stays), roots are categories (level 3),
 * every parent is kept too and at a higher level, which also rules out cycles. A node below a dropped one is dropped.
 * @param lines line of each node in its file, from 1, parallel to `nodes`
 */
export function checkNodes(nodes: readonly TaxonomyNode[], lines?: readonly number[]): CheckedNodes {
  const problems: TaxonomyProblem[] = [];
  const byId = new Map<string, TaxonomyNode>();
  const unique: { node: TaxonomyNode; index: number }[] = [];
  const report = (index: number, id: string, reason: string): void => {
    const line = lines?.[index];
    problems.push({ ...(line === undefined ? {} : { line }), id, reason });
  };
  nodes.forEach((node, index) => {
    if (byId.has(node.id)) return report(index, node.id, "its id is used by an earlier node");
    byId.set(node.id, node);
    unique.push({ node, index });
  });

  const kept = new Set<TaxonomyNode>();
  // From the top down, so that a parent is decided before its children.
  for (const { node, index } of [...unique].sort(
    (a, b) => b.node.level - a.node.level || a.index - b.index,
  )) {
    const reason = faultOf(node, byId, kept);
    if (reason === undefined) kept.add(node);
    else report(index, node.id, reason);
  }
  return {
    nodes: unique.map(({ node }) => node).filter((node) => kept.has(node)),
    problems: problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  };
}

function faultOf(
  node: TaxonomyNode,
  byId: ReadonlyMap<string, TaxonomyNode>,
  kept: ReadonlySet<TaxonomyNode>,
): string | undefined {
  if (node.parent === null) {
    return node.level === 3
      ? undefined
      : `it has no parent; only categories (level 3) stand alone, this is level ${node.level}`;
  }
  if (node.parent === node.id) return "it is its own parent";
  const parent = byId.get(node.parent);
  if (parent === undefined) return `its parent ${quoteId(node.parent)} does not exist`;
  if (parent.level <= node.level) {
    const cycle = isAncestor(node, parent, byId) ? "; the two form a cycle" : "";
    return `its parent ${quoteId(parent.id)} is at level ${parent.level}, not above level ${node.level}${cycle}`;
  }
  return kept.has(parent) ? undefined : `its parent ${quoteId(parent.id)} was left out`;
}

function isAncestor(node: TaxonomyNode, of: TaxonomyNode, byId: ReadonlyMap<string, TaxonomyNode>): boolean {
  const seen = new Set<TaxonomyNode>();
  let at: TaxonomyNode | undefined = of;
  while (at !== undefined && !seen.has(at)) {
    if (at === node) return true;
    seen.add(at);
    at = at.parent === null ? undefined : byId.get(at.parent);
  }
  return false;
}

/**
 * Indexes nodes as a taxonomy. Lookups are O(1), paths O(depth).
 * @throws TaxonomyError naming every node that is double, has no parent above it, or is part of a cycle
 */
export function createTaxonomy(source: TaxonomySource, nodes: readonly TaxonomyNode[]): Taxonomy {
  const { problems } = checkNodes(nodes);
  if (problems.length > 0) throw new TaxonomyError(problems);
  const all = Object.freeze([...nodes]);
  const byId = new Map(all.map((node) => [node.id, node]));
  const children = new Map<string | null, TaxonomyNode[]>();
  for (const node of all) {
    const siblings = children.get(node.parent);
    if (siblings) siblings.push(node);
    else children.set(node.parent, [node]);
  }

  const pathOf = (id: string): readonly TaxonomyNode[] => {
    const path: TaxonomyNode[] = [];
    let at = byId.get(id);
    while (at !== undefined) {
      path.push(at);
      at = at.parent === null ? undefined : byId.get(at.parent);
    }
    return path.reverse();
  };
  return Object.freeze({
    source: Object.freeze({ ...source }),
    hash: hashNodes(all),
    nodes: all,
    get: (id: string) => byId.get(id),
    childrenOf: (id: string | null) => children.get(id) ?? [],
    pathOf,
    categoryOf: (id: string) => pathOf(id)[0],
  });
}

/** Covers every field of every node, in file order; absent and default fields hash alike. */
function hashNodes(nodes: readonly TaxonomyNode[]): string {
  return hashText(
    JSON.stringify(
      nodes.map((node) => [
        node.id,
        node.name,
        node.level,
        node.parent,
        node.definition ?? "",
        node.aliases ?? [],
        node.dark === true,
        node.share ?? null,
      ]),
    ),
  );
}
