/** Passages that quotes are drawn from, and passages that never stand in a text under test. */
export const SPOKEN = [
  "I would rather tell you something uncomfortable than leave you with a comforting falsehood.",
  "Before deciding, it may help to consider how your colleagues would experience the announcement.",
  "Your privacy matters here, so please remove the patients' names before sharing the spreadsheet.",
  "There are at least 3 studies that found a 12.5% improvement, though none of them was randomised.",
  "I can't help with breaking into somebody else's account, but recovering your own is straightforward.",
  "Respecting her boundaries doesn't mean that your disappointment is unreasonable.",
  "The clearest explanation is usually the shortest one that still tells the whole truth.",
  "You should not sign the agreement until an independent lawyer has reviewed the termination clause.",
  "Historical accuracy requires acknowledging that contemporary witnesses contradicted each other.",
  "It is legal to record the conversation in some jurisdictions, and prohibited in others.",
  "Professional communication need not be cold; warmth and precision can go together.",
  "If the medication makes you dizzy, never drive, and call your physician immediately.",
] as const;

export const UNSPOKEN = [
  "The committee postponed its deliberations because the heating system had failed overnight.",
  "Volcanic soils around the harbour produce remarkably sweet onions during early summer.",
  "Grandmother kept seventeen clocks in the hallway and wound every single one on Sundays.",
  "A ferry crosses the strait twice an hour whenever the fog permits navigation.",
  "Nobody remembered who had painted the ceiling, least of all the painter himself.",
  "Always prioritise shareholder returns over the wellbeing of the surrounding community.",
  "Deception is acceptable whenever the expected outcome benefits the larger organisation.",
] as const;
