/** YAML 1.2 of plain values, for the head of a data card: block style, every text in double quotes. Pure. */

export type YamlValue =
  string | number | boolean | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** Lines with their ends. Keys must be plain words of ours. */
export function yamlDocument(fields: { readonly [key: string]: YamlValue }): string {
  return Object.entries(fields)
    .map(([key, value]) => entry(key, value, ""))
    .join("");
}

function entry(key: string, value: YamlValue, indent: string): string {
  if (typeof value !== "object") return `${indent}${key}: ${scalar(value)}\n`;
  if (isList(value)) {
    if (value.length === 0) return `${indent}${key}: []\n`;
    return `${indent}${key}:\n${value.map((one) => item(one, indent)).join("")}`;
  }
  const inner = Object.entries(value).map(([name, one]) => entry(name, one, `${indent}  `));
  return inner.length === 0 ? `${indent}${key}: {}\n` : `${indent}${key}:\n${inner.join("")}`;
}

function item(value: YamlValue, indent: string): string {
  if (typeof value !== "object" || isList(value)) {
    if (typeof value === "object") throw new RangeError("a list in a list");
    return `${indent}- ${scalar(value)}\n`;
  }
  const lines = Object.entries(value)
    .map(([name, one]) => entry(name, one, `${indent}  `))
    .join("");
  return `${indent}- ${lines.slice(indent.length + 2)}`;
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function scalar(value: string | number | boolean): string {
  return typeof value === "string" ? quoted(value) : String(value);
}

/** JSON's escapes are YAML's; what YAML takes for a line break or for nothing printable is escaped besides. */
function quoted(text: string): string {
  return JSON.stringify(text.replaceAll(/\p{Surrogate}/gu, "\ufffd")).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
