/** Messages that name their parents, as root-to-leaf paths. Tolerates missing parents and cycles. */

export interface TreeNode {
  readonly id: string;
  /** Id of the message this one answers; undefined for a root. */
  readonly parent?: string | undefined;
}

export interface TreePath {
  /** Indices into the nodes given, root first. */
  readonly nodes: readonly number[];
  /** The first node names a parent that is not there. */
  readonly orphan: boolean;
  /** The first node was part of a circle of parents, which was cut above it. */
  readonly cut: boolean;
}

interface Forest {
  /** Parent's index, or -1. */
  readonly parent: readonly number[];
  readonly orphan: ReadonlySet<number>;
  readonly cut: ReadonlySet<number>;
}

/**
 * One path per leaf, in the order in which a reader going down the tree, first child first, meets the leaves.
 * Every node is on at least one path. Where an id occurs twice, children belong to its first node. Lazy: a
 * comb-shaped tree has paths of quadratic total length, so a caller may stop early.
 */
export function* leafPaths(nodes: readonly TreeNode[]): Generator<TreePath> {
  const forest = plant(nodes);
  const children = nodes.map((): number[] => []);
  const roots: number[] = [];
  forest.parent.forEach((parent, index) => (parent < 0 ? roots : (children[parent] ?? roots)).push(index));
  const waiting = roots.reverse();
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    const below = children[index] ?? [];
    for (let i = below.length - 1; i >= 0; i--) waiting.push(below[i] ?? 0);
    if (below.length === 0) yield pathTo(index, forest);
  }
}

function pathTo(leaf: number, forest: Forest): TreePath {
  const path: number[] = [];
  for (let at = leaf; at >= 0; at = forest.parent[at] ?? -1) path.push(at);
  path.reverse();
  const root = path[0] ?? leaf;
  return { nodes: path, orphan: forest.orphan.has(root), cut: forest.cut.has(root) };
}

/** Finds every node's parent and cuts each circle above the node that stands first in the file. */
function plant(nodes: readonly TreeNode[]): Forest {
  const first = new Map<string, number>();
  nodes.forEach((node, index) => {
    if (!first.has(node.id)) first.set(node.id, index);
  });
  const orphan = new Set<number>();
  const parent = nodes.map((node, index) => {
    if (node.parent === undefined) return -1;
    const found = first.get(node.parent);
    if (found === undefined) orphan.add(index);
    return found ?? -1;
  });
  const cut = new Set<number>();
  const doneIn = nodes.map(() => -1);
  nodes.forEach((_, start) => {
    let at = start;
    while (at >= 0 && doneIn[at] === -1) {
      doneIn[at] = start;
      at = parent[at] ?? -1;
    }
    if (at < 0 || doneIn[at] !== start) return;
    let earliest = at;
    for (let i = parent[at] ?? at; i !== at; i = parent[i] ?? at) earliest = Math.min(earliest, i);
    parent[earliest] = -1;
    cut.add(earliest);
  });
  return { parent, orphan, cut };
}

/** What a path's irregularities mean to a reader. */
export function pathNotes(path: TreePath): string[] {
  const notes: string[] = [];
  if (path.orphan) notes.push("starts in the middle: the message before its first one is not in the file");
  if (path.cut)
    notes.push("the source links its messages in a circle; the circle was cut before the first one");
  return notes;
}
