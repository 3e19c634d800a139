import { describe, expect, it } from "vitest";
import { escapeMarkdown, reportMarkdown } from "../../../../../src/core/extraction/import/report-markdown.ts";
import { importOf, jsonl, labelsOf, suggestionsOf, talk } from "./imports.ts";

const secret = "My landlord wants to evict me over a cat";
const conversations = [talk("c-1", 0, `${secret}.`, "I would be honest with him about the cat.")];

describe("the report", () => {
  it("names ids and columns and shows no conversation text", () => {
    const rows = [
      {
        id: "c-1",
        prompt: secret,
        ai_values: `honesty; ${secret} and more words than a value ever has`,
        evidence: "be honest with him | not in there at all",
        response_type: secret,
      },
      { id: "zzz", prompt: secret, ai_values: "care", evidence: secret },
    ];
    const { report, runs } = importOf(
      labelsOf(`${jsonl(...rows)}{"id": "c-1", broken ${secret}\n`),
      conversations,
    );
    expect(report.rows.bad.count).toBe(1);
    expect(report.evidence.notFound.count).toBe(1);
    expect(report.values.unmapped.count).toBe(1);
    for (const text of [JSON.stringify(report), reportMarkdown(report)]) {
      expect(text).toContain("zzz");
      expect(text.toLowerCase()).not.toContain("evict");
      expect(text).not.toContain("not in there");
    }
    expect(runs[0]?.results[0]?.suggestions).toHaveLength(3);
  });

  it("keeps what it can't map or anchor", () => {
    const rows = [
      {
        id: "c-1",
        ai_values: [{ value: "catness", quote: "it is all about cats", note: "odd" }],
        response_type: "sideways",
        subjectivity: "perhaps",
      },
    ];
    const outcome = importOf(labelsOf(rows), conversations);
    expect(
      suggestionsOf(outcome).map(({ label, unanchored, metadata }) => [label.value, unanchored, metadata]),
    ).toEqual([
      ["catness", ["it is all about cats"], { note: "odd" }],
      ["sideways", undefined, undefined],
      ["perhaps", undefined, undefined],
    ]);
    expect(outcome.report.values).toMatchObject({
      unmapped: { count: 1 },
      unknownSubjectivity: 1,
      responseTypes: { unknown: [{ value: "sideways", count: 1 }] },
    });
  });

  it("cuts labels that are too long to store, and keeps them whole beside", () => {
    const task = "long ".repeat(1_000).trim();
    const outcome = importOf(labelsOf([{ id: "c-1", task }]), conversations, {
      fields: [{ field: "task", kind: "task" }],
    });
    expect(suggestionsOf(outcome)[0]?.label.value).toHaveLength(2_000);
    expect(suggestionsOf(outcome)[0]?.metadata).toEqual({ value: task });
    expect(outcome.report.values.cut).toBe(1);
  });

  it("counts duplicates and conflicts", () => {
    const rows = jsonl(
      { id: "c-1", ai_values: "honesty", response_type: "reframing" },
      { id: "c-1", ai_values: "honesty", response_type: "mild support" },
    );
    const { report } = importOf(labelsOf(rows), conversations);
    expect(report.labels).toMatchObject({
      total: 4,
      imported: 3,
      skipped: { duplicate: 1 },
      conflicts: { count: 1 },
    });
  });

  it("lets nothing of a file become markup", () => {
    for (const hostile of [
      "[x](command:evil)",
      "<img src=x onerror=y>",
      "a | b",
      "**b**",
      "`c`",
      "# h",
      "![i](http://x)",
      "&lt;b&gt;",
      "https://x.example",
      "a\n\n- b",
      "$(sync~spin)",
    ]) {
      const text = escapeMarkdown(hostile);
      expect(text).not.toMatch(/(?<!\\)[[\]()*`#|!<>$~]/);
      expect(text).not.toMatch(/\n|https?:\/\//);
      expect(text.replace(/\\(.)/g, "$1").replaceAll("&lt;", "<").replaceAll("&amp;", "&")).toBe(
        hostile.replace(/\s+/g, " "),
      );
    }
    expect(escapeMarkdown("\u202eabc\u0000d")).toBe("abc d");
    const labels = labelsOf(
      jsonl(
        { id: "<b>|[x](command:y)", ai_values: "<script>alert(1)</script>" },
        { id: "c-1", ai_values: "<script>" },
      ),
    );
    expect(reportMarkdown(importOf(labels, conversations).report)).not.toMatch(/<script>|<b>|\[x\]\(/);
  });
});

describe("tables", () => {
  it("tell the line of every row that is wrong, CRLF and quoted breaks included", () => {
    const text =
      'sep=;\r\nid;ai_values;note\r\nc-1;honesty;"two\r\nlines"\r\nc-1;too few\r\nc-1;kindness;x\r\n';
    const { report } = importOf(labelsOf(text), conversations);
    expect(report.rows).toMatchObject({
      total: 3,
      matched: 2,
      bad: { count: 1, examples: [{ row: 1, line: 5 }] },
    });
    expect(report.labels.imported).toBe(2);
  });

  it("stop at broken quoting, and say so", () => {
    const { report } = importOf(
      labelsOf('id,ai_values\nc-1,honesty\nc-1,"open\nc-1,kindness\n'),
      conversations,
    );
    expect(report.rows.bad).toMatchObject({ count: 1, examples: [{ line: 3 }] });
    expect(report.labels.imported).toBe(1);
  });

  it("keep columns of the same or no name, and one called __proto__", () => {
    const labels = labelsOf("id,ai_values,x,x,,__proto__\nc-1,honesty,1,2,3,4\n");
    expect(suggestionsOf(importOf(labels, conversations))[0]?.metadata).toEqual({
      x: "1",
      "x~2": "2",
      "column 5": "3",
    });
  });

  it("pair as many quotes as there are values, and share them otherwise", () => {
    const of = (values: string, evidence: string) =>
      suggestionsOf(
        importOf(labelsOf(`id,ai_values,evidence\nc-1,"${values}",${evidence}\n`), conversations),
      ).map(({ spans }) => spans.map(({ quote }) => quote));
    expect(of("honesty, care", "be honest | the cat")).toEqual([["be honest"], ["the cat"]]);
    expect(of("honesty, care", "be honest")).toEqual([["be honest"], ["be honest"]]);
  });
});
