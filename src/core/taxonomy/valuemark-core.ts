import { createTaxonomy } from "./create.ts";
import { readNodes } from "./parse-json.ts";
import { TaxonomyError } from "./problem.ts";
import type { Taxonomy, TaxonomySource } from "./taxonomy.ts";
import epistemic from "./valuemark-core/epistemic.json" with { type: "json" };
import personal from "./valuemark-core/personal.json" with { type: "json" };
import practical from "./valuemark-core/practical.json" with { type: "json" };
import protective from "./valuemark-core/protective.json" with { type: "json" };
import social from "./valuemark-core/social.json" with { type: "json" };

const SOURCE: TaxonomySource = {
  id: "valuemark-core",
  title: "Valuemark core values",
  version: "1.0.0",
  licence: "MIT",
  attribution:
    "Valuemark. Names and places of the categories and clusters follow Anthropic's Values in the Wild (CC BY 4.0); " +
    "the selection, the definitions and the aliases are Valuemark's own.",
};

let built: Taxonomy | undefined;

/** The built-in taxonomy: 5 categories, 26 clusters, 399 values. Built at the first call, then the same object. */
export function valuemarkCore(): Taxonomy {
  built ??= build();
  return built;
}

function build(): Taxonomy {
  const { nodes, problems } = readNodes([practical, epistemic, social, protective, personal].flat());
  if (problems.length > 0) throw new TaxonomyError(problems);
  return createTaxonomy(SOURCE, nodes);
}
