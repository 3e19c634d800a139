/**
 * What adjudicators decided, read from their logs as plain JSON, by what docs/storage.md and docs/gold.md say. Part of
 * recompute.mjs; shares no code with the product.
 *
 * @typedef {{ id: string, kind: string, target?: string, settles?: string[], label?: any, at: string, file: string }} Act
 */

/**
 * The decisions that hold on one conversation. `held`: the acts of all adjudicators on it that nothing took back, in
 * order of id. Of several decisions on the same judgements the latest counts.
 * @param {Act[]} held
 */
export function decisionsIn(held) {
  /** @type {{ label: any, settles: Set<string>, file: string }[]} */
  let decisions = [];
  let [status, statusBy] = ["open", ""];
  for (const act of held) {
    if (act.kind === "done" || act.kind === "skip") [status, statusBy] = [act.kind, act.file];
    if (!["confirm", "correct", "reject", "add"].includes(act.kind)) continue;
    const settles = new Set([...(act.settles ?? []), act.kind === "add" ? act.id : (act.target ?? "")]);
    decisions = decisions.filter((one) => ![...settles].some((id) => one.settles.has(id)));
    decisions.push({ label: act.kind === "reject" ? undefined : act.label, settles, file: act.file });
  }
  return { decisions, status, statusBy };
}

/**
 * A kind is decided when the conversation is done and each judgement that gave a label of the kind is settled; of single
 * answers there must be one.
 * @param {ReturnType<typeof decisionsIn>} made
 * @param {{ id: string, label: any }[]} given judgements of raters that gave a label of the kind
 * @param {{ kind: string, isSingle: boolean, isRated: boolean }} of
 * @returns {any[] | undefined} labels; undefined = not decided
 */
export function decidedOf({ decisions, status }, given, { kind, isSingle, isRated }) {
  const labels = decisions.flatMap(({ label }) => (label?.kind === kind ? [label] : []));
  const isAdded = decisions.some(
    ({ label, settles }) =>
      label?.kind === kind && ![...settles].some((id) => given.some((one) => one.id === id)),
  );
  if (status !== "done" || !(isRated || isAdded)) return undefined;
  if (given.some(({ id }) => !decisions.some(({ settles }) => settles.has(id)))) return undefined;
  if (isSingle && given.length === 0 && !isAdded) return undefined;
  return isSingle ? labels.slice(-1) : labels;
}
