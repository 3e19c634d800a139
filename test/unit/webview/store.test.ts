import { describe, expect, test } from "vitest";
import { announcement } from "../../../webview/review/announce.ts";
import { isUnsaved, setDraft, shownText } from "../../../webview/review/drafts.ts";
import { belongsToTextField } from "../../../webview/review/keys.ts";
import {
  accept,
  conversationOf,
  EMPTY_STATE,
  fromKept,
  parseKept,
  selectedRow,
  toKept,
  toldSelecting,
  withPlace,
  withSelecting,
} from "../../../webview/review/store.ts";
import { conversation, row, snapshot } from "../../webview/samples.ts";

const KEY = conversation().key;

describe("snapshots", () => {
  test("older are ignored, equal and newer taken", () => {
    const shown = accept(EMPTY_STATE, snapshot(5, { title: "five" }));
    expect(accept(shown, snapshot(4, { title: "four" }))).toBe(shown);
    expect(conversationOf(accept(shown, snapshot(5, { title: "again" })))?.title).toBe("again");
  });

  test("the place is kept within a conversation and starts anew with another", () => {
    const read = withPlace(accept(EMPTY_STATE, snapshot(1)), { scrollTop: 300, expanded: ["r1"] });
    expect(accept(read, snapshot(2)).place).toEqual({ key: KEY, scrollTop: 300, expanded: ["r1"] });
    expect(accept(read, snapshot(2, { key: "other" })).place).toEqual({
      key: "other",
      scrollTop: 0,
      expanded: [],
    });
  });

  test("a selection made here holds until the host has answered and spoken", () => {
    const selecting = withSelecting(accept(EMPTY_STATE, snapshot(1)), "r3");
    const crossed = accept(selecting, snapshot(2, { selectedRow: "r1" }));
    expect(selectedRow(crossed)).toBe("r3");
    const told = toldSelecting(crossed);
    expect(selectedRow(told)).toBe("r3");
    expect(selectedRow(accept(told, snapshot(3, { selectedRow: "r4" })))).toBe("r4");
  });

  test("a selection of a row that has gone is dropped", () => {
    const selecting = withSelecting(accept(EMPTY_STATE, snapshot(1)), "r6");
    expect(selectedRow(accept(selecting, snapshot(2, { rows: [row("r1", "x")] })))).toBe("r1");
  });
});

describe("drafts", () => {
  const typed = setDraft(new Map(), KEY, "note", { text: "typing", saved: false });

  test("what is typed wins over the host's draft and the saved text", () => {
    const host = conversation({ note: "saved", drafts: { note: "host draft" } });
    expect(shownText(typed, host, "note")).toBe("typing");
    expect(shownText(new Map(), host, "note")).toBe("host draft");
    expect(shownText(new Map(), conversation({ note: "saved" }), "note")).toBe("saved");
  });

  test("a draft goes once it is on record, or the snapshot after it was saved", () => {
    const open = { ...accept(EMPTY_STATE, snapshot(1)), drafts: typed };
    expect(accept(open, snapshot(2, { note: "older" })).drafts.size).toBe(1);
    expect(accept(open, snapshot(2, { note: "typing" })).drafts.size).toBe(0);
    const saved = { ...open, drafts: setDraft(typed, KEY, "note", { text: "typing ", saved: true }) };
    expect(isUnsaved(saved.drafts, conversation(), "note")).toBe(false);
    expect(accept(saved, snapshot(2, { note: "typing" })).drafts.size).toBe(0);
  });

  test("one conversation's draft is not another's", () => {
    expect(shownText(typed, conversation({ key: "other" }), "note")).toBe("");
  });

  test("are bounded in number, newest kept", () => {
    let drafts = setDraft(new Map(), "first", "note", { text: "x", saved: false });
    for (let n = 0; n < 80; n++) drafts = setDraft(drafts, `c${n}`, "note", { text: "x", saved: false });
    expect(drafts.size).toBe(50);
    expect(drafts.has("first")).toBe(false);
    expect(drafts.has("c79")).toBe(true);
  });
});

describe("what is kept over a reload", () => {
  test("comes back as it was, through JSON", () => {
    const state = {
      ...withPlace(accept(EMPTY_STATE, snapshot(1)), { scrollTop: 40, expanded: ["r2"] }),
      drafts: setDraft(new Map(), KEY, "task", { text: "t", saved: false }),
    };
    const kept = parseKept(JSON.parse(JSON.stringify(toKept(state))));
    if (kept === undefined) throw new Error("refused its own");
    const back = fromKept(kept);
    expect(back.place).toEqual(state.place);
    expect(back.drafts).toEqual(state.drafts);
    expect(back.snapshot).toBeUndefined();
  });

  test.each([undefined, null, 3, {}, { version: 2, drafts: [] }, { version: 1 }])("refuses %j", (value) => {
    expect(parseKept(value)).toBeUndefined();
  });

  test("skips what isn't a draft", () => {
    const kept = parseKept({
      version: 1,
      drafts: [["k", "note", 3], "x", ["k", "__proto__", "x"], ["k", "note", "ok"]],
    });
    expect(kept?.drafts).toEqual([["k", "note", "ok"]]);
  });
});

describe("announcement", () => {
  const before = conversation();
  const judge = (id: string, state: "confirmed" | "rejected" | "suggested") =>
    conversation({ rows: before.rows.map((one) => (one.id === id ? { ...one, state } : one)) });

  test("says the judgement, its undoing, an addition, a retraction", () => {
    expect(announcement(before, judge("r1", "confirmed"))).toBe("intellectual honesty confirmed");
    expect(announcement(judge("r1", "rejected"), before)).toBe("intellectual honesty open again");
    const more = conversation({ rows: [...before.rows, row("n", "candour", { state: "added" })] });
    expect(announcement(before, more)).toBe("candour added");
    expect(announcement(more, before)).toBe("candour retracted");
  });

  test("is silent when nothing changed and short when much did", () => {
    expect(announcement(before, conversation())).toBe("");
    const all = conversation({ rows: before.rows.map((one) => ({ ...one, state: "confirmed" as const })) });
    expect(announcement(before, all)).toBe("6 changes");
  });

  test("introduces a conversation", () => {
    expect(announcement(undefined, before)).toContain("Conversation 3 of 41");
  });
});

describe("belongsToTextField", () => {
  const key = (name: string, more: Partial<KeyboardEvent> = {}) =>
    belongsToTextField({
      key: name,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      isComposing: false,
      ...more,
    });

  test.each(["c", "X", "?", "é", "😀", " ", "Dead", "Backspace", "ArrowUp", "Enter"])("keeps %s", (name) => {
    expect(key(name)).toBe(true);
  });

  test("keeps AltGr characters, its own undo, and keys of an input method", () => {
    expect(key("@", { ctrlKey: true, altKey: true })).toBe(true);
    expect(key("z", { ctrlKey: true })).toBe(true);
    expect(key("Z", { metaKey: true, shiftKey: true })).toBe(true);
    expect(key("Process", { isComposing: true })).toBe(true);
  });

  test("lets go what is for VS Code", () => {
    for (const name of ["p", "s", "c", "F5"]) expect(key(name, { ctrlKey: true })).toBe(false);
    for (const name of ["Tab", "Escape", "F1", "F12"]) expect(key(name)).toBe(false);
  });
});
