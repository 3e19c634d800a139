/** The `--map` option: a field mapping as JSON. */
import * as v from "valibot";
import type { FieldMapping } from "../core/formats/format.ts";
import { UsageError } from "./command.ts";

const Mapping = v.strictObject({
  messages: v.string(),
  role: v.string(),
  text: v.string(),
  id: v.optional(v.string()),
  title: v.optional(v.string()),
  roles: v.optional(v.record(v.string(), v.picklist(["system", "user", "assistant", "tool"]))),
});

/** Throws `UsageError` naming what is wrong. */
export function parseMapping(json: string): FieldMapping {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new UsageError("--map is not valid JSON.");
  }
  const result = v.safeParse(Mapping, value);
  if (!result.success) {
    const [issue] = result.issues;
    const where = v.getDotPath(issue);
    throw new UsageError(`--map does not fit${where === null ? "" : ` at "${where}"`}: ${issue.message}`);
  }
  const { messages, role, text, id, title, roles } = result.output;
  return {
    messages,
    role,
    text,
    ...(id === undefined ? {} : { id }),
    ...(title === undefined ? {} : { title }),
    ...(roles === undefined ? {} : { roles }),
  };
}
