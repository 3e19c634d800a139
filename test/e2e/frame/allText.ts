import type { Page } from "@playwright/test";

/**
 * Everything a person could read or hear of the workbench as it stands: texts, accessible names, tooltips, values of
 * fields and texts that style sheets add (decorations do), in all frames and shadow trees, lower case.
 */
export async function allText(page: Page): Promise<string> {
  const texts = await Promise.all(
    page.frames().map((frame) =>
      frame
        .evaluate(() => {
          const found: string[] = [];
          const walk = (root: Document | ShadowRoot): void => {
            for (const sheet of [...root.styleSheets, ...root.adoptedStyleSheets]) {
              for (const rule of sheet.cssRules) if (/content:/.test(rule.cssText)) found.push(rule.cssText);
            }
            for (const element of root.querySelectorAll("*")) {
              if (element.shadowRoot) walk(element.shadowRoot);
              if (/^(?:script|style)$/i.test(element.tagName)) continue;
              for (const { name, value } of element.attributes)
                if (/^(?:aria-|title$|alt$|placeholder$|data-)/.test(name)) found.push(value);
              if ("value" in element && typeof element.value === "string") found.push(element.value);
              for (const node of element.childNodes)
                if (node.nodeType === 3) found.push(node.textContent ?? "");
            }
          };
          walk(document);
          return found.join("\n");
        })
        // A frame may go while it is asked.
        .catch(() => ""),
    ),
  );
  return texts
    .join("\n")
    .replace(/[\u00a0\u200b]/g, " ")
    .toLowerCase();
}
