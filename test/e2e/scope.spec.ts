import fs from "node:fs";
import path from "node:path";
import { repoRoot } from "../../scripts/lib/paths.mjs";
import { expect, test } from "./frame/fixtures.ts";
import { quickInput, quickPick } from "./frame/actions.ts";
import { focusTranscript, openConversations, selectedValue, shownLabels, story } from "./frame/transcript.ts";

test.use({ settings: { "valuemark.rater": "Ada" } });

const picks = ".quick-input-widget:visible .monaco-list-row";
const release = path.resolve(repoRoot, "../shared/taxonomy/values_tree.csv");

for (const trust of ["restricted", "disabled"] as const) {
  const isTrusted = trust === "disabled";
  test.describe(isTrusted ? "a trusted folder" : "a folder that is not trusted", () => {
    test.use({ trust });

    test(`the folder's own settings of places are ${isTrusted ? "followed" : "ignored"}; judging works`, async ({
      workbench,
    }) => {
      const { page, workspace } = workbench;
      const taxonomy = path.join(workspace, "tiny.csv");
      const elsewhere = path.join(workspace, "elsewhere");
      fs.writeFileSync(
        taxonomy,
        "cluster_id,description,name,level,parent_cluster_id,pct_total_occurrences\nz,,zebra husbandry,0,,1\n",
      );
      fs.mkdirSync(path.join(workspace, ".vscode"));
      fs.writeFileSync(
        path.join(workspace, ".vscode/settings.json"),
        JSON.stringify({
          "valuemark.storageFolder": elsewhere,
          "valuemark.taxonomyFile": taxonomy,
          "valuemark.labels.placement": "off",
        }),
      );
      const panel = await openConversations(page, "advice.jsonl");
      await expect(selectedValue(panel)).toHaveText("empathy");
      // The unrestricted one tells that the settings have been read.
      await expect.poll(() => shownLabels(page)).toEqual([]);
      await focusTranscript(page);
      await page.keyboard.press("c");
      await expect.poll(() => story(workspace)).toEqual(["confirm"]);
      expect(fs.existsSync(path.join(elsewhere, ".valuemark"))).toBe(isTrusted);
      expect(fs.existsSync(path.join(workspace, ".valuemark"))).toBe(!isTrusted);
      await page.keyboard.press("e");
      await quickInput(page).fill("zebra husbandry");
      await expect(page.locator(picks).first()).toBeVisible();
      await expect(page.locator(picks).filter({ hasText: "as free text" })).toHaveCount(isTrusted ? 0 : 1);
    });
  });
}

test.describe("the published taxonomy", () => {
  test.skip(!fs.existsSync(release), "the release is not beside this repository");
  test.use({ settings: { "valuemark.rater": "Ada", "valuemark.taxonomyFile": release } });

  test("its values are found, and keep their categories' colours", async ({ workbench }) => {
    const { page } = workbench;
    const panel = await openConversations(page, "advice.jsonl");
    await expect(selectedValue(panel)).toHaveText("empathy");
    const first = panel.locator(".row").first();
    await expect(first).toHaveAttribute("data-category", "social");
    await expect(first.locator(".path")).toHaveText(
      "Social values › Community and relationship bonds › Empathy and understanding",
    );
    const wanted = [
      ["filial piety", "Intergenerational respect", "social"],
      ["scientific rigor", "Sound scientific methodology", "epistemic"],
      ["healthy boundaries", "professional boundaries", "protective"],
    ] as const;
    await focusTranscript(page);
    for (const [value, parent, category] of wanted) {
      await page.keyboard.press("k");
      await expect(first).toHaveClass(/selected/);
      await page.keyboard.press("e");
      await quickInput(page).fill(value);
      await expect(page.locator(picks).first()).toContainText(parent);
      await quickPick(page, value);
      await expect(first.locator(".value")).toHaveText(value);
      await expect(first).toHaveAttribute("data-category", category);
      await focusTranscript(page);
      for (let step = 0; step < 6; step += 1) await page.keyboard.press("k");
    }
  });
});
