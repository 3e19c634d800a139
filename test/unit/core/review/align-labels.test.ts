import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignLabels } from "../../../../src/core/review/align-labels.ts";
import { foldConversation } from "../../../../src/core/review/fold.ts";
import { HASH, idOf, suggestionOf } from "./events.ts";
import { at, done, eventsOf, label, rater, says, TAXONOMY } from "./raters.ts";

const honesty = label("honesty");
const states = (rows: ReturnType<typeof alignLabels>) =>
  rows.map((row) => [row.label.value, row.cells.map(({ state }) => state).join(" "), row.agreement]);

describe("raters' labels side by side", () => {
  it("the same label with overlapping evidence is one row; other evidence another; missing is not none", () => {
    const rows = alignLabels(
      [
        rater("ana", eventsOf(1, says(honesty, at(0, 10)), says(label("candour"), at(50, 60)), done)),
        rater("ben", eventsOf(11, says(honesty, at(5, 20)), done)),
        rater("cy", eventsOf(21, says(honesty, at(0, 3, 3)), done)),
        rater("di", eventsOf(31, { kind: "flag", on: true })),
        rater("eve", eventsOf(41, done)),
        rater("fay", eventsOf(51, says(honesty, at(0, 3)), { kind: "skip" })),
      ],
      TAXONOMY,
    );
    expect(states(rows)).toEqual([
      ["honesty", "given given elsewhere missing none missing", "majority"],
      ["candour", "given none none missing none missing", "minority"],
      ["honesty", "elsewhere elsewhere given missing none missing", "majority"],
    ]);
    expect(rows[0]).toMatchObject({ id: idOf(1), events: [idOf(1), idOf(11)], given: 3, rated: 4 });
    expect(rows[0]?.spans).toEqual([at(0, 10), at(5, 20)]);
  });

  it("by node or by name: free text that names a node of the conversation is that label", () => {
    const rows = alignLabels(
      [
        rater("ana", eventsOf(1, says(honesty, at(0, 10)), done)),
        rater("ben", eventsOf(11, says(label("  HONESTY ", null), at(0, 10)), done)),
        rater("cy", eventsOf(21, says(label("Kind-ness", null)), done)),
        rater("di", eventsOf(31, says(label("kind ness", null)), done)),
      ],
      TAXONOMY,
    );
    expect(states(rows)).toEqual([
      ["honesty", "given given none none", "tie"],
      ["Kind-ness", "none none given given", "tie"],
    ]);
  });

  it("evidence that touches two passages makes one row of them; labels without evidence stand in the first", () => {
    const two = rater("ana", eventsOf(1, says(honesty, at(0, 10)), says(honesty, at(20, 30)), done));
    expect(alignLabels([two], TAXONOMY)).toHaveLength(2);
    const bridge = rater("ben", eventsOf(11, says(honesty, at(5, 25)), done));
    expect(alignLabels([two, bridge], TAXONOMY)).toHaveLength(1);
    const bare = rater("cy", eventsOf(21, says(honesty), done));
    expect(states(alignLabels([two, bare], TAXONOMY))).toEqual([
      ["honesty", "given given", "unanimous"],
      ["honesty", "given elsewhere", "unanimous"],
    ]);
  });

  it("of one suggestion: kept, corrected, rejected; an extractor's column is no voice", () => {
    const suggestions = [suggestionOf("s1", honesty)];
    const judged = (name: string, first: number, draft: Parameters<typeof eventsOf>[1]) =>
      rater(name, eventsOf(first, draft, done), suggestions);
    const extractor = {
      name: "local",
      source: "extractor",
      state: foldConversation(suggestions, [], HASH),
    } as const;
    const rows = alignLabels(
      [
        judged("ana", 1, { kind: "confirm", target: "s1" }),
        judged("ben", 11, { kind: "correct", target: "s1", label: label("candour") }),
        judged("cy", 21, { kind: "reject", target: "s1" }),
        extractor,
      ],
      TAXONOMY,
    );
    expect(states(rows)).toEqual([
      ["honesty", "given other rejected given", "minority"],
      ["candour", "other given rejected other", "minority"],
    ]);
    expect(rows[0]?.rated).toBe(3);
    expect(alignLabels([extractor], TAXONOMY)).toEqual([]);
  });

  it("a single answer is one row: the plurality's, of equals the earliest", () => {
    const type = (value: string) => says({ kind: "responseType", value });
    const [ana, ben, cy] = [
      rater("ana", eventsOf(1, type("reframing"), done)),
      rater("ben", eventsOf(11, type("strong_support"), done)),
      rater("cy", eventsOf(21, done)),
    ];
    expect(states(alignLabels([ben, ana, cy], TAXONOMY))).toEqual([
      ["reframing", "other given missing", "tie"],
    ]);
    const di = rater("di", eventsOf(31, type("strong_support"), done));
    expect(states(alignLabels([ana, ben, di], TAXONOMY))[0]?.[0]).toBe("strong_support");
  });

  it("every label that a rater gave stands in one row of theirs, whatever was said", () => {
    const said = fc.array(
      fc.record({
        name: fc.constantFrom("honesty", "candour"),
        start: fc.nat(30),
        length: fc.nat(12),
        bare: fc.boolean(),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(said, said, said, (...all) => {
        const columns = all.map((labels, n) =>
          rater(
            `r${n}`,
            eventsOf(
              100 * (n + 1),
              ...labels.map((one) =>
                says(label(one.name), ...(one.bare ? [] : [at(one.start, one.start + one.length)])),
              ),
              done,
            ),
          ),
        );
        const rows = alignLabels(columns, TAXONOMY);
        const given = rows.flatMap(({ cells }) =>
          cells.flatMap(({ state, labels }) => (state === "given" ? labels.map(({ id }) => id) : [])),
        );
        const wanted = columns.flatMap(({ state }) => state.labels.map(({ id }) => id));
        expect(given.toSorted()).toEqual(wanted.toSorted());
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        // The order of the columns changes nothing but the order of the cells.
        const turned = alignLabels(columns.toReversed(), TAXONOMY);
        expect(turned.map(({ id, events, agreement }) => [id, events, agreement])).toEqual(
          rows.map(({ id, events, agreement }) => [id, events, agreement]),
        );
      }),
      {
        examples: [
          [
            [
              { name: "honesty", start: 29, length: 0, bare: false },
              { name: "honesty", start: 0, length: 0, bare: true },
            ],
            [{ name: "honesty", start: 29, length: 1, bare: false }],
            [],
          ],
        ],
      },
    );
  });
});
