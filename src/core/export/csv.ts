/** CSV and TSV (RFC 4180; in TSV a tab in the comma's place), safe to open in a spreadsheet. Pure. */

export type Separator = "," | "\t";

/**
 * What a spreadsheet may take for a formula, by OWASP's "CSV Injection": a cell that begins with one of = + - @, their
 * full-width forms, a tab or a line end, white space before it or not. An apostrophe is guarded too, so that taking one
 * away gives back every cell.
 */
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20'])/u;

export type Cell = string | number | null;

/** One line with its end, CR LF. Text cells that could be formulas get an apostrophe in front. */
export function csvLine(cells: readonly Cell[], separator: Separator): string {
  return `${cells.map((cell) => csvCell(cell, separator)).join(separator)}\r\n`;
}

/** Numbers stand as they are; null is an empty cell. */
function csvCell(cell: Cell, separator: Separator): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const guarded = guardFormula(cell);
  const isPlain = !/["\r\n]/u.test(guarded) && !guarded.includes(separator);
  // An empty text is quoted, so that it isn't the same as no text.
  return isPlain && guarded !== "" ? guarded : `"${guarded.replaceAll('"', '""')}"`;
}

export function guardFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Gives back what `guardFormula` got. */
export function unguardFormula(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}
