/** Which sample the queue follows, and the way to a new one. The rows on show are a matter of the query. */
import type { CorpusSnapshot } from "../../src/protocol/corpus.ts";
import { el, setAttribute, show } from "../ui/dom.ts";
import type { Actions } from "./actions.ts";
import { wordButton } from "./buttons.ts";

export class SampleChooser {
  readonly element: HTMLElement;
  private readonly select = el("select", {
    "aria-label": "Sample in use",
    title: "The queue, and done & next, follow the sample in use",
  });
  private readonly draw: HTMLButtonElement;
  private listed = "";

  constructor(actions: Actions) {
    this.draw = wordButton("sample", "Draw sample…", () => void actions.ask({ do: "sample" }));
    this.select.addEventListener("change", () => {
      // The first stands for all rows; a sample may have any name, this word's too.
      const { selectedIndex, value } = this.select;
      void actions.ask({ do: "useSample", name: selectedIndex === 0 ? null : value });
    });
    this.element = el("div", { class: "samples" }, this.select, this.draw);
  }

  update({ samples, sample, view }: CorpusSnapshot): void {
    const listed = JSON.stringify(samples);
    if (listed !== this.listed) {
      this.listed = listed;
      this.select.replaceChildren(
        el("option", { value: "" }, "No sample in use"),
        ...samples.map((name) => el("option", { value: name }, `Sample: ${name}`)),
      );
    }
    const at = sample === undefined ? 0 : samples.indexOf(sample) + 1;
    if (this.select.selectedIndex !== at) this.select.selectedIndex = at;
    show(this.select, samples.length > 0);
    this.select.classList.toggle("on", at > 0);
    setAttribute(this.draw, "disabled", view.rows === 0 ? "" : undefined);
    this.draw.title =
      view.query === "" ? "Draw a sample of these rows" : "Draw a sample of the rows that match";
  }
}
