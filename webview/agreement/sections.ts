/** What stands in a section's place while it isn't there. */
import type { AgreementReportView, Section } from "../../src/protocol/agreement.ts";
import { el } from "../ui/dom.ts";
import { icon } from "../ui/icons.ts";

/** The section's content, or why there is none. `title` names the section. */
export function sectionOf<S extends Section>(
  report: AgreementReportView,
  section: S,
  title: string,
  draw: (content: NonNullable<AgreementReportView[S]>) => readonly Node[],
): Node[] {
  const content = report[section];
  if (content !== undefined) return [...draw(content)];
  const reason = report.unavailable.find((one) => one.section === section)?.reason;
  return [
    el(
      "section",
      { class: "figure", "aria-label": title },
      el("div", { class: "figure-head" }, el("h3", {}, title)),
      reason === undefined
        ? el("p", { class: "waiting" }, "Being computed…")
        : el("p", { class: "callout" }, icon("info"), el("span", {}, reason)),
    ),
  ];
}

export function callout(text: string, look: "info" | "warning" = "info"): HTMLElement {
  return el("p", { class: `callout ${look}` }, icon(look), el("span", {}, text));
}
