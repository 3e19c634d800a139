/** Which JSON Schemas structured output takes: the subset that the service documents. */
import { invalid, isFields, onlyFields, type Fields } from "./shapes.ts";

const PATH = "output_config.format.schema";
const ANY = [
  "type",
  "title",
  "description",
  "default",
  "$defs",
  "definitions",
  "$ref",
  "anyOf",
  "allOf",
  "enum",
  "const",
];
const BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  object: ["properties", "required", "additionalProperties"],
  array: ["items", "minItems"],
  string: ["format", "pattern"],
  number: [],
  integer: [],
  boolean: [],
  null: [],
};
const FORMATS = ["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"];

/** Limits on the whole schema. The service's own are on the grammar that it compiles; these stand for them. */
export const SCHEMA_LIMITS = { enumValues: 500, enumCharacters: 15_000, optional: 24, unions: 16, depth: 20 };

/** @throws {Refusal} */
export function checkSchema(schema: unknown): void {
  const totals = { enumValues: 0, enumCharacters: 0, optional: 0, unions: 0 };
  visit(schema, PATH, 0, totals);
  for (const key of ["enumValues", "enumCharacters", "optional", "unions"] as const)
    if (totals[key] > SCHEMA_LIMITS[key])
      throw invalid(
        `${PATH}: The compiled grammar is too large (${key}: ${totals[key]}). Simplify the schema.`,
      );
}

function visit(schema: unknown, path: string, depth: number, totals: Record<string, number>): void {
  if (!isFields(schema)) throw invalid(`${path}: Input should be a valid dictionary`);
  if (depth > SCHEMA_LIMITS.depth) throw invalid(`${path}: Schema is nested too deeply`);
  const types = typesOf(schema, path);
  onlyFields(schema, [...ANY, ...types.flatMap((type) => BY_TYPE[type] ?? [])], path);
  if (types.length > 1 || "anyOf" in schema) add(totals, "unions", 1);
  checkEnum(schema, path, totals);
  if (types.includes("object")) checkObject(schema, path, depth, totals);
  if (types.includes("array")) {
    if ("minItems" in schema && schema["minItems"] !== 0 && schema["minItems"] !== 1)
      throw invalid(`${path}.minItems: only 0 and 1 are supported`);
    if ("items" in schema) visit(schema["items"], `${path}.items`, depth + 1, totals);
  }
  if ("format" in schema && !FORMATS.includes(String(schema["format"])))
    throw invalid(`${path}.format: this string format is not supported`);
  for (const key of ["anyOf", "allOf"]) {
    const parts = schema[key];
    if (parts === undefined) continue;
    if (!Array.isArray(parts) || parts.length === 0)
      throw invalid(`${path}.${key}: must be a list of schemas`);
    parts.forEach((part, at) => visit(part, `${path}.${key}.${at}`, depth + 1, totals));
  }
  for (const key of ["$defs", "definitions"]) {
    const parts = schema[key];
    if (isFields(parts))
      for (const [name, part] of Object.entries(parts))
        visit(part, `${path}.${key}.${name}`, depth + 1, totals);
  }
  const ref = schema["$ref"];
  if (ref !== undefined && !(typeof ref === "string" && /^#\/(\$defs|definitions)\/[^/]+$/.test(ref)))
    throw invalid(`${path}.$ref: only definitions of this schema can be referred to`);
}

function typesOf(schema: Fields, path: string): string[] {
  const type = schema["type"];
  const types: unknown[] = Array.isArray(type) ? type : type === undefined ? [] : [type];
  if (types.length === 0 && !["anyOf", "allOf", "enum", "const", "$ref"].some((key) => key in schema))
    throw invalid(`${path}: a type is required`);
  return types.map((each) => {
    if (typeof each !== "string" || !Object.hasOwn(BY_TYPE, each))
      throw invalid(`${path}.type: unknown type`);
    return each;
  });
}

function checkObject(schema: Fields, path: string, depth: number, totals: Record<string, number>): void {
  if (schema["additionalProperties"] !== false)
    throw invalid(`${path}: For 'object' type, 'additionalProperties' must be explicitly set to false`);
  const properties = schema["properties"] ?? {};
  const required = schema["required"] ?? [];
  if (!isFields(properties)) throw invalid(`${path}.properties: Input should be a valid dictionary`);
  if (!Array.isArray(required)) throw invalid(`${path}.required: Input should be a valid list`);
  for (const name of required)
    if (typeof name !== "string" || !Object.hasOwn(properties, name))
      throw invalid(`${path}.required: names a property that does not exist`);
  add(totals, "optional", Object.keys(properties).length - new Set(required).size);
  for (const [name, part] of Object.entries(properties))
    visit(part, `${path}.properties.${name}`, depth + 1, totals);
}

function checkEnum(schema: Fields, path: string, totals: Record<string, number>): void {
  const values = schema["enum"];
  if (values === undefined) return;
  if (!Array.isArray(values) || values.length === 0)
    throw invalid(`${path}.enum: must be a list with values`);
  if (values.some((value) => typeof value === "object" && value !== null))
    throw invalid(`${path}.enum: only plain values are supported`);
  add(totals, "enumValues", values.length);
  add(totals, "enumCharacters", JSON.stringify(values).length);
}

function add(totals: Record<string, number>, key: string, by: number): void {
  totals[key] = (totals[key] ?? 0) + by;
}
