import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leafPaths, parentsOf } from "../../../../src/core/formats/message-tree.ts";
import { leavesOf, randomTree } from "./reading.ts";

const paths = (nodes: { id: string; parent?: string }[]) =>
  [...leafPaths(nodes)].map(({ nodes: n, orphan, cut }) => ({ n: [...n], orphan, cut }));

describe("message-tree", () => {
  it("gives one path per leaf, first child first", () => {
    const nodes = [{ id: "a" }, { id: "c", parent: "a" }, { id: "b", parent: "a" }, { id: "d", parent: "c" }];
    expect(paths(nodes).map(({ n }) => n)).toEqual([
      [0, 1, 3],
      [0, 2],
    ]);
  });

  it("starts a path where a parent is missing, and says so", () => {
    expect(paths([{ id: "b", parent: "a" }])).toEqual([{ n: [0], orphan: true, cut: false }]);
  });

  it("cuts circles above their first node", () => {
    const circle = [
      { id: "a", parent: "c" },
      { id: "b", parent: "a" },
      { id: "c", parent: "b" },
      { id: "self", parent: "self" },
    ];
    expect(paths(circle)).toEqual([
      { n: [0, 1, 2], orphan: false, cut: true },
      { n: [3], orphan: false, cut: true },
    ]);
  });

  it("has every node on a path, whatever the links are", () => {
    const node = fc.record({
      id: fc.nat(12).map(String),
      parent: fc.option(fc.nat(14).map(String), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(node, { maxLength: 25 }), (nodes) => {
        const all = new Set([...leafPaths(nodes)].flatMap((path) => [...path.nodes]));
        expect(all.size).toBe(nodes.length);
        const { parent, order } = parentsOf(nodes);
        const place = new Map(order.map((index, at) => [index, at]));
        parent.forEach((up, index) => up < 0 || expect(place.get(up)).toBeLessThan(place.get(index) ?? -1));
      }),
    );
  });

  it("finds exactly the leaves of a tree", () => {
    fc.assert(
      fc.property(randomTree, (parents) => {
        const nodes = parents.map((up, index) => ({
          id: String(index),
          parent: up < 0 ? undefined : String(up),
        }));
        const found = [...leafPaths(nodes)].map((path) => path.leaf).sort((a, b) => a - b);
        expect(found).toEqual(leavesOf(parents));
      }),
    );
  });

  it("walks a chain of 100,000 without recursion", () => {
    const nodes = Array.from({ length: 100_000 }, (_, i) => ({
      id: String(i),
      parent: i === 0 ? undefined : String(i - 1),
    }));
    expect([...leafPaths(nodes)][0]?.nodes.length).toBe(100_000);
  });
});
