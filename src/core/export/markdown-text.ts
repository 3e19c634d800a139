/** Text from data or people as Markdown that shows it and does nothing else. Pure. */

/** One line; no markup, no HTML, no links, no table cells of its own. Long texts are cut. */
export function mdText(text: string, max = 200): string {
  const plain = text
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim()
    .slice(0, max);
  return plain
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_{}[\]()#+.!|~^$@:-]/gu, (char) => `\\${char}`);
}

export function mdTable(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |\n`;
  return line(heads) + line(heads.map(() => "---")) + rows.map(line).join("");
}
