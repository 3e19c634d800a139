/** Names of the people of a gold set, or numbers in their place. Pure. */
import type { ExportOptions } from "./export-options.ts";
import type { GoldManifest } from "./manifest.ts";

/** A name for each person: their own, or with `hide` "rater 1", "rater 2" …, the same throughout a version. */
export function pseudonymsOf(
  { raters, adjudication, madeBy, sample }: GoldManifest,
  hide: boolean,
): (name: string) => string {
  if (!hide) return (name) => name;
  const people = [
    ...raters.map(({ name }) => name),
    ...(adjudication?.adjudicators.map(({ name }) => name) ?? []),
    ...(sample?.raters ?? []),
    madeBy,
    ...(sample ? [sample.drawnBy] : []),
  ];
  const numbers = new Map<string, string>();
  for (const name of people) if (!numbers.has(name)) numbers.set(name, `rater ${numbers.size + 1}`);
  return (name) => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const made = `rater ${numbers.size + 1}`;
    numbers.set(name, made);
    return made;
  };
}

/** The record as an export may show it: with these names, and without what redaction can't look into. */
export function shownManifest(
  manifest: GoldManifest,
  nameOf: (name: string) => string,
  { pseudonyms, redact }: Pick<ExportOptions, "pseudonyms" | "redact">,
): GoldManifest {
  if (!pseudonyms && !redact) return manifest;
  const { raters, adjudication, madeBy, sample, runs } = manifest;
  return {
    ...manifest,
    madeBy: nameOf(madeBy),
    raters: raters.map((one) => ({ ...one, name: nameOf(one.name) })),
    ...(adjudication
      ? {
          adjudication: {
            ...adjudication,
            adjudicators: adjudication.adjudicators.map((one) => ({ ...one, name: nameOf(one.name) })),
          },
        }
      : {}),
    ...(sample
      ? { sample: { ...sample, drawnBy: nameOf(sample.drawnBy), raters: sample.raters.map(nameOf) } }
      : {}),
    // Settings of an import name its annotators and files.
    runs: runs.map((run) => ({ ...run, settings: {} })),
  };
}
