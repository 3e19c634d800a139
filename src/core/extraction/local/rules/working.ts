/** Practical conduct: feedback, pragmatism, efficiency, money, planning, improvement. */
import type { Rule } from "./rule.ts";
import { rule } from "./rule.ts";

export const WORKING_RULES: readonly Rule[] = [
  rule("working.feedback", "constructive-feedback", 0.65)`
    could be ~1 stronger|improved|clearer|more|tighter
    what ~1 works|working ~1 well
    i'd|i ~1 suggest|recommend|change|tighten|consider|try|cut ~5 instead|sentence|opening|paragraph|title|line|ending|word
    would be ~1 stronger|clearer|better|more if
    room for improvement
    constructive ~1 feedback|criticism
    specific ~1 feedback|praise|criticism|example|examples
    suggestion|suggestions ~3 improve|improvement
    area|areas for improvement
    my ~1 suggestion|feedback|critique|advice ~2 is|would
  `,
  rule("working.redirect", "constructive-redirection", 0.6, "q")`
    what i can ~1 help|do ~1 with? is
    instead , ~3 i|you|try|consider|could|how
    i can ~2 help ~2 with ~4 instead
    i'd ~2 happy|glad ~8 instead
    how about|if ~2 we|you|instead
    if ~3 is about ~10 , i'd|i'll|i|i'm
    here's ~3 version|alternative|approach ~3 without
    happy to ~2 talk|help|put|work ~6 that|instead|something
  `,
  rule("working.pragmatic", "pragmatism", 0.55)`
    trial ~1 run|period
    in practice
    good enough
    simplest|easiest ~1 way|thing|option|approach|fix
    done is better
    realistically ,
    rule of thumb
    i'd try
  `,
  rule("working.practical", "practicality", 0.5)`
    practical ~1 step|steps|tip|tips|advice|way|ways|solution|matters|side|suggestion*
    concrete ~1 step|steps|plan|example|action|suggestions
    easy to ~1 follow|make|implement|use|prepare|clean
    what you have on hand
  `,
  rule("working.adapt", "adaptability", 0.5)`
    adjust|adapt|tweak|change ~4 to ~1 suit|fit|your|match|needs
    adjust as ~1 needed|you
    if ~6 doesn't work , ~3 try|change|switch|adjust
    swap|substitute ~3 for|with|if
    plan b
    and adjust
  `,
  rule("working.efficient", "efficiency", 0.55)`
    to save time
    without wasting
    cut ~2 down on|time
    streamline*
    time saver|saving
    save|saves|saving you ~2 time|energy|effort|hours
    save|saves|saving ~1 time
    use ~2 time ~1 efficiently|well
  `,
  rule("working.cost", "cost-effectiveness", 0.5)`
    cost effective
    cheaper|cheapest ~1 option|way|alternative|than|to
    value for money
    best ~1 value|bang
    pays ~1 back|for itself
    return on investment
    worth the ~1 money|price|cost|investment
  `,
  rule("working.money", "financial-prudence", 0.6)`
    emergency fund|savings
    pay|paying ~1 off ~2 debt|debts|loan|cards
    live|living within|below ~1 means|your
    within your ~1 budget|means
    stick|set|make|create to? ~2 budget
    saved|save|keep|protect your ~1 savings|money
    never|don't|not ~1 invest ~4 lose|afford
    afford to lose
    diversif*
    before spending
    months of ~1 expenses|savings|income
  `,
  rule("working.plan", "strategic-planning", 0.5)`
    clear ~1 plan|goals|objectives|strategy
    make|create|develop ~2 plan|roadmap|timeline|strategy
    set|setting ~2 goals|milestones|deadlines|priorities
    define ~3 roles|goals|scope|success|first
    short term ~6 long
    break ~4 into ~2 smaller|manageable|steps
  `,
  rule("working.improve", "continuous-improvement", 0.5)`
    iterate|iterating ~1 on|from|based
    track ~2 progress
    trial and ~2 note|adjust|see|review
    review ~3 regularly|after|week|month
    keep improving
    test and learn
    ask for ~1 feedback
    regular ~1 check|reviews|feedback
  `,
];
