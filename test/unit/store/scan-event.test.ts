import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JudgementEvent } from "../../../src/core/review/judgement.ts";
import { formatEvent, parseEvent } from "../../../src/core/review/validate.ts";
import { EventScanner } from "../../../src/store/scan-event.ts";
import { eventArb } from "../core/review/arbitrary.ts";
import { eventOf, HASH, idOf, value } from "../core/review/events.ts";

/** What the scanner found in a line, or undefined. Bytes around the line must not matter. */
function scanned(line: string, rater = "ada") {
  const bytes = Buffer.from(`"}]\n${line}\n{"v":1`);
  const end = 4 + Buffer.byteLength(line);
  const scanner = new EventScanner(rater);
  if (!scanner.scan(bytes, 4, end)) return undefined;
  const text = (from: number, to: number): string => bytes.toString("utf8", from, to);
  const { kind, on } = scanner;
  return {
    id: text(scanner.idAt, scanner.idAt + 26),
    conversation: {
      id: text(scanner.conversationAt, scanner.conversationEnd),
      hash: text(scanner.hashAt, scanner.hashEnd),
    },
    kind,
    target: scanner.targetEnd > 0 ? text(scanner.targetAt, scanner.targetEnd) : undefined,
    on: kind === "flag" ? on : undefined,
  };
}

/** The same of an event. */
function told(event: JudgementEvent) {
  return {
    id: event.id,
    conversation: { id: event.conversation.id, hash: event.conversation.hash },
    kind: event.kind,
    target: "target" in event ? event.target : undefined,
    on: event.kind === "flag" ? event.on : undefined,
  };
}

function expectSame(line: string): void {
  const found = scanned(line);
  if (!found) return;
  const parsed = parseEvent(line);
  expect(parsed.status).toBe("event");
  if (parsed.status !== "event") return;
  expect(parsed.event.rater).toBe("ada");
  expect(found).toEqual(told(parsed.event));
}

const span = (quote: string) => ({ turn: 1, block: 0, start: 3, end: 3 + quote.length, quote, hash: HASH });
const plain: JudgementEvent[] = [
  eventOf(1, { kind: "confirm", target: "s1", from: "s1", run: "r1" }),
  eventOf(2, {
    kind: "correct",
    target: "s1",
    label: value("é 漢 😀"),
    spans: [span("risks – 正直 😀"), span("")],
  }),
  eventOf(3, { kind: "correct", target: "s1", label: { kind: "task", value: "x" } }),
  eventOf(4, { kind: "reject", target: "s1" }),
  eventOf(5, { kind: "add", label: { kind: "aiValue", value: "x", node: null }, spans: [] }),
  eventOf(6, { kind: "retract", target: idOf(5) }),
  eventOf(7, { kind: "done" }),
  eventOf(8, { kind: "skip" }),
  eventOf(9, { kind: "flag", on: true }),
  eventOf(10, { kind: "flag", on: false }),
  eventOf(11, { kind: "comment", text: "", target: "s1" }),
  eventOf(12, {
    kind: "confirm",
    target: idOf(1),
    label: value("x"),
    spans: [],
    settles: [idOf(1), idOf(2)],
  }),
  { ...eventOf(13, { kind: "done" }), assist: "blind" },
];

describe("fast reading of judgement lines", () => {
  it("takes what this product writes", () => {
    for (const event of plain) expect(scanned(formatEvent(event))).toEqual(told(event));
    expect(scanned(formatEvent({ ...eventOf(1, { kind: "done" }), rater: 'a "b"' }), 'a "b"')).toBeDefined();
  });

  it("whatever it takes, parseEvent takes with the same content: arbitrary events", () => {
    let taken = 0;
    fc.assert(
      fc.property(eventArb, (event) => {
        const line = formatEvent(event);
        if (scanned(line)) taken++;
        expectSame(line);
      }),
      { numRuns: 1_500 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it("… and of lines with a byte changed, left out or doubled, cut short or glued", () => {
    const lines = plain.map(formatEvent);
    const edit = fc.record({
      line: fc.constantFrom(...lines),
      at: fc.nat(600),
      how: fc.constantFrom("change", "drop", "double", "cut", "glue", "swap"),
      by: fc.constantFrom(
        '"',
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "0",
        "9",
        "a",
        "Z",
        " ",
        "\u0001",
        "é",
        "-",
        "1e5",
      ),
      other: fc.constantFrom(...lines),
    });
    fc.assert(
      fc.property(edit, ({ line, at, how, by, other }) => {
        const place = at % line.length;
        const edited = {
          change: line.slice(0, place) + by + line.slice(place + 1),
          drop: line.slice(0, place) + line.slice(place + 1),
          double: line.slice(0, place) + line.slice(place, place + 9) + line.slice(place),
          cut: line.slice(0, place),
          glue: line + other,
          swap: line.slice(0, place) + other.slice(place),
        }[how];
        expectSame(edited);
      }),
      { numRuns: 6_000 },
    );
  });

  it.each([
    ["another rater", { rater: "ben" }],
    ["a newer version", { v: 2 }],
    ["an unknown kind", { kind: "applaud" }],
    ["no target", { target: undefined }],
    ["an empty target", { target: "" }],
    ["a month 13", { at: "2026-13-02T03:04:05.678Z" }],
    ["a bad id", { id: "8ZZZZZZZZZZZZZZZZZZZZZZZZZ" }],
    ["an escape", { target: 'a"b' }],
    ["an unknown field", { extra: 1 }],
    ["a hash with a space", { conversation: { id: "x", hash: "a b" } }],
    ["a wrong quote", { kind: "add", label: value("x"), spans: [{ ...span("ab"), end: 6 }] }],
    ["a number beyond reach", { kind: "add", label: value("x"), spans: [{ ...span(""), turn: 1e21 }] }],
  ])("leaves %s to parseEvent", (_what, change) => {
    expect(
      scanned(JSON.stringify({ ...eventOf(1, { kind: "confirm", target: "s1" }), ...change })),
    ).toBeUndefined();
  });
});
