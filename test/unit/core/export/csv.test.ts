import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell } from "../../../../src/core/export/csv.ts";
import { csvLine, guardFormula, unguardFormula } from "../../../../src/core/export/csv.ts";
import { hostileText } from "../review/arbitrary.ts";

const text = fc.oneof(
  hostileText,
  fc
    .tuple(fc.constantFrom("=", "+", "-", "@", "＝", "\t", "\r\n", "'", " =", "''=", ""), hostileText)
    .map((parts) => parts.join("")),
  fc.constantFrom(",", '"', '""', "a\tb", "=1+1", "-1", "'=1", "''"),
);

describe("CSV", () => {
  it.each([",", "\t"] as const)(
    "gives every cell back to a reader of RFC 4180, separator %j",
    (separator) => {
      fc.assert(
        fc.property(
          fc.array(fc.array(text, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
          (rows) => {
            const file = rows.map((row) => csvLine(row, separator)).join("");
            const read: string[][] = parse(file, {
              delimiter: separator,
              record_delimiter: "\r\n",
              bom: false,
            });
            // A file in UTF-8 can't hold half of a surrogate pair.
            const asUtf8 = (cell: string) => Buffer.from(cell, "utf8").toString("utf8");
            expect(read.map((row) => row.map(unguardFormula))).toEqual(rows.map((row) => row.map(asUtf8)));
          },
        ),
      );
    },
  );

  it("no cell begins like a formula, white space before it or not", () => {
    fc.assert(
      fc.property(text, (cell) => {
        const trimmed = guardFormula(cell).trimStart();
        expect("=+-@＝＋－＠".includes(trimmed.charAt(0)) && trimmed !== "").toBe(false);
        expect(guardFormula(cell)).not.toMatch(/^[\t\r\n]/u);
        expect(unguardFormula(guardFormula(cell))).toBe(cell);
      }),
    );
  });

  it("leaves numbers as they are and tells an empty text from none", () => {
    const cells: Cell[] = [-1.5, null, "", "plain"];
    expect(csvLine(cells, ",")).toBe('-1.5,,"",plain\r\n');
  });

  it("guards what the known attacks begin with", () => {
    for (const attack of [
      '=HYPERLINK("http://x")',
      "+cmd|' /C calc'!A0",
      "-2+3",
      "@SUM(1)",
      "\t=1",
      "\r=1",
      "  =1",
    ]) {
      expect(guardFormula(attack)).toBe(`'${attack}`);
    }
    expect(guardFormula("honesty")).toBe("honesty");
  });
});
