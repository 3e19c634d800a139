/**
 * Reading an answer's JSON. Strict: what the schema promises must be there and of its type. Tolerated, because nothing
 * is guessed by it: a byte-order mark, white space around, one code fence around the whole, and fields nobody asked
 * for, which are never read.
 */
import { ANSWER_LIMITS } from "./limits.ts";

/** Why an answer isn't one: names the field, never its content. */
export class SchemaError extends Error {}

export type Fields = { readonly [key: string]: unknown };

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text between the lines of a code fence that encloses everything, else the text. */
function withoutFence(text: string): string {
  if (!text.startsWith("```") || !text.endsWith("```") || text.length < 6) return text;
  const lineEnd = text.indexOf("\n");
  const info = lineEnd < 0 ? "" : text.slice(3, lineEnd).trim();
  return lineEnd >= 0 && (info === "" || info.toLowerCase() === "json") ? text.slice(lineEnd + 1, -3) : text;
}

/** The answer's object. Throws `SchemaError`. */
export function readAnswer(text: string): Fields {
  if (text.length > ANSWER_LIMITS.answer) throw new SchemaError("the answer is too long");
  const bare = withoutFence(text.replace(/^\ufeff/, "").trim());
  let value: unknown;
  try {
    value = JSON.parse(bare);
  } catch {
    throw new SchemaError("the answer is not JSON");
  }
  if (!isObject(value)) throw new SchemaError("the answer is not a JSON object");
  return value;
}

/** A field of its own; what an object inherits is no field. */
function own(fields: Fields, key: string, path: string): unknown {
  if (!Object.hasOwn(fields, key)) throw new SchemaError(`${path}${key} is missing`);
  return fields[key];
}

export function objectAt(fields: Fields, key: string, path: string): Fields {
  const value = own(fields, key, path);
  if (!isObject(value)) throw new SchemaError(`${path}${key} is not an object`);
  return value;
}

export function listAt(fields: Fields, key: string, path: string): readonly Fields[] {
  const value = own(fields, key, path);
  if (!Array.isArray(value)) throw new SchemaError(`${path}${key} is not a list`);
  return value.map((one: unknown, at) => {
    if (!isObject(one)) throw new SchemaError(`${path}${key}[${at}] is not an object`);
    return one;
  });
}

export function stringAt(fields: Fields, key: string, path: string): string {
  const value = own(fields, key, path);
  if (typeof value !== "string") throw new SchemaError(`${path}${key} is not a string`);
  return value;
}

export function numberAt(fields: Fields, key: string, path: string): number {
  const value = own(fields, key, path);
  if (typeof value !== "number" || !Number.isFinite(value))
    throw new SchemaError(`${path}${key} is not a number`);
  return value;
}

export function flagAt(fields: Fields, key: string, path: string): boolean {
  const value = own(fields, key, path);
  if (typeof value !== "boolean") throw new SchemaError(`${path}${key} is not true or false`);
  return value;
}

/** A member of a closed set, written as it is. */
export function memberAt<Member extends string>(
  fields: Fields,
  key: string,
  path: string,
  members: readonly Member[],
): Member {
  const value = own(fields, key, path);
  const member = members.find((one) => one === value);
  if (member === undefined) throw new SchemaError(`${path}${key} is none of the allowed values`);
  return member;
}

/** How many fields stand there that nobody asked for. */
export function countStrangers(fields: Fields, known: readonly string[]): number {
  return Object.keys(fields).filter((key) => !known.includes(key)).length;
}
