import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../../../src/core/review/event-checks.ts";
import { idAfter, isEventId } from "../../../../src/core/review/event-id.ts";
import { formatEvent, parseEvent } from "../../../../src/core/review/validate.ts";
import { eventArb } from "./arbitrary.ts";
import { eventOf, idOf, value } from "./events.ts";

const good = { ...eventOf(1, { kind: "confirm", target: "s1" }) };
const span = { turn: 0, block: 0, start: 1, end: 3, quote: "ab", hash: "abc" };
const parse = (changes: object) => parseEvent(JSON.stringify({ ...good, ...changes }));

describe("parseEvent", () => {
  it("reads back every event that formatEvent wrote, on one line", () => {
    fc.assert(
      fc.property(eventArb, (event) => {
        const line = formatEvent(event);
        expect(line).not.toMatch(/[\n\r]/);
        expect(parseEvent(line)).toEqual({ status: "event", event });
      }),
      { numRuns: 500 },
    );
  });

  it("shares the conversation with the event before if it is the same, and only then", () => {
    fc.assert(
      fc.property(eventArb, eventArb, fc.boolean(), (before, other, same) => {
        const event = same ? { ...other, conversation: { ...before.conversation } } : other;
        const parsed = parseEvent(formatEvent(event), before);
        expect(parsed).toEqual({ status: "event", event });
        const shared = parsed.status === "event" && parsed.event.conversation === before.conversation;
        expect(shared).toBe(event.conversation.id === before.conversation.id);
      }),
    );
  });

  it("never throws, whatever the line or the JSON in it", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (line) => {
        expect(["bad", "newer"]).toContain(parseEvent(line).status);
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(good)), fc.jsonValue(), (key, thing) => {
        expect(parse({ [key]: thing }).status).toMatch(/^(event|bad|newer|unknownKind)$/);
      }),
    );
  });

  it.each<[string, object]>([
    ["v", { v: "1" }],
    ["v", { v: 0 }],
    ["id", { id: "01ja0000000000000000000001" }],
    ["id", { id: "8ZZZZZZZZZZZZZZZZZZZZZZZZZ" }],
    ["at", { at: "2026-13-02T03:04:05.678Z" }],
    ["at", { at: "2026-01-02T03:04:05Z" }],
    ["rater", { rater: "" }],
    ["rater", { rater: 7 }],
    ["assist", { assist: "peeked" }],
    ["conversation", { conversation: [] }],
    ["conversation.id", { conversation: { id: "x".repeat(LIMITS.id + 1), hash: "h" } }],
    ["conversation.hash", { conversation: { id: "x", hash: "a b" } }],
    ["kind", { kind: "" }],
    ["target", { target: null }],
    ["from", { from: 1 }],
    ["settles", { settles: "01JA0000000000000000000001" }],
    ["settles", { settles: ["s1"] }],
    ["settles", { settles: Array(LIMITS.settles + 1).fill(idOf(1)) }],
    ["label", { label: "x" }],
    ["spans", { spans: {} }],
    ["target", { kind: "retract", target: "s1" }],
    ["on", { kind: "flag", on: 1 }],
    ["text", { kind: "comment", text: "x".repeat(LIMITS.text + 1) }],
    ["spans", { kind: "add", label: value("x") }],
    ["label", { kind: "add", spans: [] }],
    ["label.kind", { kind: "add", label: { kind: "constructor", value: "x" }, spans: [] }],
    ["label.node", { kind: "add", label: { kind: "aiValue", value: "x", node: 3 }, spans: [] }],
    ["span.end", { kind: "add", label: value("x"), spans: [{ ...span, end: 0 }] }],
    ["span.quote", { kind: "add", label: value("x"), spans: [{ ...span, quote: "abc" }] }],
    ["span.turn", { kind: "add", label: value("x"), spans: [{ ...span, turn: -1 }] }],
    ["span.start", { kind: "correct", label: value("x"), spans: [{ ...span, start: 1.5 }] }],
    ["spans", { kind: "add", label: value("x"), spans: Array(LIMITS.spans + 1).fill(span) }],
  ])("refuses a bad %s and names it", (field, changes) => {
    const parsed = parse(changes);
    expect(parsed.status).toBe("bad");
    expect(parsed.status === "bad" && parsed.reason).toContain(field);
  });

  it("tells newer versions and unknown kinds from broken lines", () => {
    expect(parse({ v: 2, id: 7, kind: {} })).toMatchObject({ status: "newer", v: 2 });
    expect(parse({ kind: "applaud" })).toMatchObject({ status: "unknownKind" });
    expect(parse({ kind: "toString" })).toMatchObject({ status: "unknownKind" });
  });

  it("refuses __proto__ keys, bears fields it doesn't know and deep nesting", () => {
    const line = formatEvent(eventOf(1, { kind: "add", label: value("x"), spans: [] }));
    for (const place of ["{", '"conversation":{', '"label":{']) {
      const parsed = parseEvent(line.replace(place, `${place}"__proto__":{"x":1},`));
      expect(parsed.status).toBe("bad");
    }
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
    expect(parseEvent(line.replace("{", '{"extra":{"__proto__":[]},')).status).toBe("event");
    expect(parse({ kind: undefined }).status).toBe("bad");
    expect(parseEvent(`{"v":1,"id":${"[".repeat(400_000)}${"]".repeat(400_000)}}`).status).toBe("bad");
    expect(parseEvent(`"${"x".repeat(LIMITS.line)}"`)).toMatchObject({ status: "bad" });
  });
});

describe("event ids", () => {
  it("an id after another is greater, well formed and keeps its random part", () => {
    expect(idAfter(undefined, idOf(5))).toBe(idOf(5));
    expect(idAfter(idOf(4), idOf(9))).toBe(idOf(9));
    expect(idAfter("01JAZZZZZZ0000000000000000", "01JA000000ABCDEFGHJKMNPQRS")).toBe(
      "01JB000000ABCDEFGHJKMNPQRS",
    );
    expect(idAfter("7ZZZZZZZZZ0000000000000000", idOf(1))).toBe(idOf(1));
    const idArb = fc.stringMatching(/^[0-6][0-9A-HJKMNP-TV-Z]{25}$/);
    fc.assert(
      fc.property(idArb, idArb, (greatest, fresh) => {
        const id = idAfter(greatest, fresh);
        expect(id > greatest).toBe(true);
        expect(isEventId(id)).toBe(true);
        expect(id.slice(10)).toBe(fresh.slice(10));
      }),
      { numRuns: 1_000 },
    );
  });
});
