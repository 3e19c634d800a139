import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePromptDocument, promptDocument } from "../../../../../src/core/extraction/prompt/document.ts";
import { PROMPT_VERSION } from "../../../../../src/core/extraction/prompt/default-prompt.ts";
import {
  DEFAULT_PROMPT,
  promptHash,
  SECTION_IDS,
} from "../../../../../src/core/extraction/prompt/template.ts";

const document = promptDocument();

function messages(text: string): string[] {
  const parsed = parsePromptDocument(text);
  return parsed.ok ? [] : parsed.problems.map(({ line, message }) => `${line}: ${message}`);
}

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split("\n").length;
}

describe("the prompt as a document", () => {
  it("reads back as the built-in prompt", () => {
    const parsed = parsePromptDocument(document);
    expect(parsed).toMatchObject({ ok: true, hash: promptHash(DEFAULT_PROMPT) });
    expect(parsed.ok && parsed.template).toEqual(DEFAULT_PROMPT);
    expect(parsed.ok && parsed.template.version).toBe(PROMPT_VERSION);
    expect(parsePromptDocument(`\ufeff${document.replaceAll("\n", "\r\n")}`)).toEqual(parsed);
  });

  it("gives a changed prompt its own hash and calls it custom", () => {
    const parsed = parsePromptDocument(document.replace("You annotate recorded", "You label recorded"));
    expect(parsed.ok && parsed.template.version).toBe("custom");
    expect(parsed.ok && parsed.hash).not.toBe(promptHash(DEFAULT_PROMPT));
    expect(parsed.ok && parsed.template.sections.user).toBe(DEFAULT_PROMPT.sections.user);
  });

  it("keeps whatever sections hold", () => {
    const word = fc.stringMatching(/^[a-z0-9 .,#>*-]{1,40}$/).filter((one) => one.trim() !== "");
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (lines) => {
        const frame = lines.join("\n").trim();
        const template = { version: "custom", sections: { ...DEFAULT_PROMPT.sections, frame } };
        const parsed = parsePromptDocument(promptDocument(template));
        expect(parsed.ok && parsed.template).toEqual(template);
      }),
    );
  });

  it("names the line and section of every problem", () => {
    const wrong = document
      .replace("## section: task", "## section: tusk")
      .replace("{{conversation}}\n\nThat was", "That was")
      .replace("\n{{outline}}", "\n{{outlines}}");
    const found = messages(wrong);
    expect(found).toContain(`${lineOf(wrong, "## section: tusk")}: there is no section "tusk"`);
    expect(found).toContainEqual(expect.stringMatching(/section "task" is missing$/));
    expect(found).toContainEqual(expect.stringMatching(/section "user" lacks \{\{conversation\}\}$/));
    expect(found).toContain(
      `${lineOf(wrong, "{{outlines}}")}: {{outlines}} has no meaning in section "taxonomy"`,
    );
  });

  it("refuses doubles, emptiness, other documents and too much", () => {
    const twice = `${document}\n## section: frame\n\nagain\n`;
    expect(messages(twice)).toEqual([`${lineOf(twice, "\nagain") - 1}: section "frame" comes twice`]);
    expect(messages("# Something else")[0]).toMatch(/does not begin/);
    expect(messages("# Something else")).toHaveLength(1 + SECTION_IDS.length);
    expect(messages("x".repeat(200_001))).toEqual(["1: the document is longer than 200000 characters"]);
    const doubled = document.replace("\n{{conversation}}\n", "\n{{conversation}}\n{{conversation}}\n");
    expect(messages(doubled)).toHaveLength(1);
    const body = document.slice(document.indexOf("You annotate"), document.indexOf("## section: codebook"));
    expect(messages(document.replace(body, "\n"))).toEqual([expect.stringMatching(/"frame" is empty/)]);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 500 }), (text) => void parsePromptDocument(text)),
    );
  });
});
