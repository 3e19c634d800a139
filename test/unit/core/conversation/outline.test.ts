import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_PREVIEW, outline } from "../../../../src/core/conversation/outline.ts";
import { renderTranscript } from "../../../../src/core/conversation/render.ts";
import { conversation, conversationOf } from "./arbitraries.ts";

describe("outline", () => {
  it("previews a turn by its first words", () => {
    const [user, assistant] = outline(
      renderTranscript(conversationOf(["Is  it\nfair?"], ["", `It depends ${"on who you ask ".repeat(9)}`])),
    );
    expect(user).toMatchObject({ label: "User · turn 1", preview: "Is it fair?" });
    expect(assistant?.preview).toBe("It depends on who you ask on who you ask on who you ask on…");
    expect(assistant?.blocks.map(({ preview }) => preview)).toEqual(["", assistant?.preview]);
  });

  it("cuts between graphemes", () => {
    const [turn] = outline(renderTranscript(conversationOf(["👩‍👩‍👧‍👦".repeat(30)])));
    expect(turn?.preview).toBe(`${"👩‍👩‍👧‍👦".repeat(5)}…`);
  });

  it("nests: blocks inside turns, turns in order, one line each", () => {
    fc.assert(
      fc.property(conversation, (of) => {
        const transcript = renderTranscript(of);
        let last = 0;
        for (const turn of outline(transcript)) {
          expect(turn.start).toBeGreaterThan(last);
          last = turn.end;
          let inside = turn.start;
          for (const block of turn.blocks) {
            expect(block.start).toBeGreaterThan(inside);
            expect(block.end).toBeLessThanOrEqual(turn.end);
            inside = block.end;
          }
          for (const item of [turn, ...turn.blocks]) {
            expect(item.preview).not.toMatch(/\n/);
            expect(item.preview.length).toBeLessThanOrEqual(MAX_PREVIEW);
            expect(item.selection.start).toBeGreaterThanOrEqual(item.start);
            expect(item.selection.end).toBeLessThanOrEqual(item.end);
            expect(item.start).toBeLessThanOrEqual(item.end);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
