/** An adjudicator's own log on the disk, beside the raters' and apart from what the same person says as a rater. */
import { ulid } from "ulid";
import type { JudgementEvent } from "../../core/review/judgement.ts";
import { openJudgementLog } from "../../store/judgement-log.ts";
import { corpusPaths } from "../../store/paths.ts";
import type { FolderOfCorpus } from "../agreement/messages.ts";
import { prepareProject } from "../storage/prepare-project.ts";
import type { DecisionLog } from "./ports.ts";

/** Rejects with the file system's error when the log can't be read. */
export async function openDecisionLog(folder: FolderOfCorpus, adjudicator: string): Promise<DecisionLog> {
  const paths = corpusPaths(folder.projectFolder, folder.key);
  const log = await openJudgementLog(paths.adjudications(adjudicator), {
    rater: adjudicator,
    clock: () => Date.now(),
    newId: (time) => ulid(time),
  });
  const byConversation = new Map<string, JudgementEvent[]>();
  const take = (event: JudgementEvent): void => {
    const known = byConversation.get(event.conversation.id);
    if (!known) byConversation.set(event.conversation.id, [event]);
    else if (!known.some(({ id }) => id === event.id)) known.push(event);
  };
  for (const event of log.events) take(event);
  let prepared: Promise<void> | undefined;
  const listeners = new Set<() => void>();
  const stop = log.watch((change) => {
    if (change.reloaded) {
      byConversation.clear();
      for (const event of log.events) take(event);
    } else for (const event of change.added) take(event);
    for (const listener of listeners) listener();
  });
  return {
    eventsOf: (conversation) => byConversation.get(conversation) ?? [],
    append: async (conversation, draft) => {
      prepared ??= prepareProject(folder.projectFolder);
      await prepared.catch((error: unknown) => {
        prepared = undefined;
        throw error;
      });
      const event = await log.append(draft, { conversation, assist: "suggested" });
      take(event);
      return event;
    },
    onDidChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dispose: stop,
  };
}
