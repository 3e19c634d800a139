/** Messages that name their parents, as root-to-leaf paths. Tolerates missing parents and cycles. */

export interface TreeNode {
  readonly id: string;
  /** Id of the message this one answers; undefined for a root. */
  readonly parent?: string | undefined;
}

export interface TreePath {
  /** Index of the last node. */
  readonly leaf: number;
  /** Indices into the nodes given, root first. Worked out on each access: paths may be many and long. */
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
 * Every node is on at least one path. Where an id occurs twice, children belong to its first node. A comb-shaped
 * tree has paths of quadratic total length, so a path's nodes are only listed when asked for.
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
  const upwards = (): number[] => {
    const path: number[] = [];
    for (let at = leaf; at >= 0; at = forest.parent[at] ?? -1) path.push(at);
    return path;
  };
  const root = (): number => upwards().at(-1) ?? leaf;
  return {
    leaf,
    get nodes() {
      return upwards().reverse();
    },
    get orphan() {
      return forest.orphan.has(root());
    },
    get cut() {
      return forest.cut.has(root());
    },
  };
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

export interface Parents {
  /** Parent's index for each node, or -1; free of circles. */
  readonly parent: readonly number[];
  /** All indices, every parent before its children, otherwise in the order given. */
  readonly order: readonly number[];
  /** Nodes that name a parent that is not there. */
  readonly orphan: ReadonlySet<number>;
}

/** The tree itself, for callers that fold nodes together before they look for paths. */
export function parentsOf(nodes: readonly TreeNode[]): Parents {
  const { parent, orphan } = plant(nodes);
  const depth = nodes.map(() => -1);
  nodes.forEach((_, start) => {
    const up: number[] = [];
    let at = start;
    while (at >= 0 && depth[at] === -1) {
      up.push(at);
      at = parent[at] ?? -1;
    }
    let level = at < 0 ? -1 : (depth[at] ?? -1);
    for (let index = up.pop(); index !== undefined; index = up.pop()) depth[index] = ++level;
  });
  const order = nodes.map((_, index) => index).sort((a, b) => (depth[a] ?? 0) - (depth[b] ?? 0) || a - b);
  return { parent, order, orphan };
}
