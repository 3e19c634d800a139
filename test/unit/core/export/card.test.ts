import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mdTable, mdText } from "../../../../src/core/export/markdown-text.ts";
import { yamlDocument } from "../../../../src/core/export/yaml.ts";
import { hostileText } from "../review/arbitrary.ts";

describe("text from data in a data card", () => {
  it("is one line without markup, HTML, links or cells of its own", () => {
    fc.assert(
      fc.property(
        fc.oneof(hostileText, fc.string({ unit: fc.constantFrom(..."<>&|`*_[]()#!~\\\n\r\t a&lt;") })),
        (text) => {
          const shown = mdText(text);
          expect(shown).not.toMatch(/[\r\n\u2028\u2029<>]/u);
          // Every mark of Markdown has a backslash of its own in front.
          expect(shown.replaceAll(/\\[\\`*_{}[\]()#+.!|~^$@:-]/gu, "")).not.toMatch(
            /[\\`*_{}[\]()#+.!|~^$@:-]/u,
          );
          expect(mdTable(["a", "b"], [[shown, 1]]).split("\n")).toHaveLength(4);
        },
      ),
    );
  });

  it("is cut before it is escaped, so that no escape is cut", () => {
    expect(mdText("|".repeat(300))).toBe("\\|".repeat(200));
  });
});

describe("the YAML head", () => {
  it("keeps any text on its line, in JSON's escapes", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = yamlDocument({ license_details: text });
        expect(line.split(/[\n\r\u0085\u2028\u2029]/u)).toHaveLength(2);
        const read: unknown = JSON.parse(line.slice("license_details: ".length));
        expect(read).toBe(Buffer.from(text, "utf8").toString("utf8"));
      }),
    );
  });

  it("writes nested lists of fields", () => {
    expect(
      yamlDocument({
        a: [
          { b: 1, c: [{ d: true }] },
          { b: 2, c: [] },
        ],
        e: {},
      }),
    ).toBe("a:\n- b: 1\n  c:\n  - d: true\n- b: 2\n  c: []\ne: {}\n");
  });
});
