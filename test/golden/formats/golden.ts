/** What a golden file holds of a reading: everything that a reader of the conversation would notice. */
import type { JsonValue } from "../../../src/core/conversation/model.ts";
import { FormatError } from "../../../src/core/formats/format.ts";
import { openConversations } from "../../../src/core/formats/open-file.ts";

export interface Golden {
  readonly format: string;
  readonly reason: string;
  readonly conversations: readonly JsonValue[];
  readonly errors: readonly JsonValue[];
}

export function readGolden(name: string, bytes: Uint8Array): Golden {
  const conversations: JsonValue[] = [];
  const errors: JsonValue[] = [];
  try {
    const { format, reason, items } = openConversations({ name, bytes });
    for (const item of items) {
      if (item.type === "error") errors.push(plain(item.error));
      else conversations.push(plain(item.conversation));
    }
    return { format: format.id, reason, conversations, errors };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { format: "none", reason: `${error.reason}: ${error.message}`, conversations, errors };
  }
}

function plain(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value));
}
