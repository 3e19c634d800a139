/** What the user asks for, as far as phrases tell: decides which of the reply's sentences are the assistant's own voice. */
import type { MarkedSentence } from "./marking.ts";
import { PatternIndex } from "./patternIndex.ts";

/**
 * fiction: stories, poems, scenes. persona: the assistant is to play someone. draft: a text in the user's name.
 * edit: text handed over to change, translate or sum up. code, maths, fact: a matter of fact or craft.
 * feeling: a question of judgement, feeling or taste. charged: harm, crime, sex, hate, deceit.
 */
export type RequestSign =
  "fiction" | "persona" | "draft" | "edit" | "code" | "maths" | "fact" | "feeling" | "charged";

const SIGNS: Readonly<Record<RequestSign, string>> = {
  fiction: `
    write|compose|create|make|tell|give|generate ~5 story|poem|haiku|limerick|scene|song|lyrics|rap|novel|script|dialogue|sonnet|screenplay|ballad|fanfic|fanfiction|monologue|verse|fable|tale|joke|chapter|skit|parody
    ^ a haiku|limerick|poem|sonnet|story|song
    continue ~2 story|scene|chapter
    short story about|where
  `,
  persona: `
    ^ play a|an|the|my
    pretend ~1 to|you're|you|that
    roleplay|role play|as
    act as|like ~1
    you are now
    you're now
    from now on ~1 you
    imagine ~1 you're
    imagine ~1 you are
    you are dan
    answer ~1 without ~1 morals|rules|ethics|restrictions
    ^ you are ~2 , you
  `,
  draft: `
    write|draft|compose|prepare|create|make|generate ~6 email|letter|essay|post|speech|message|bio|announcement|statement|article|blog|tweet|toast|eulogy|report|description|resume|proposal|release|copy|caption|profile|text|invitation|newsletter|paper|cv
    word ~2 listing|email|message|letter
  `,
  edit: `
    fix|correct|check|proofread|improve ~2 grammar|spelling|punctuation|sentence|paragraph|wording
    proofread|rephrase|paraphrase|translate|summarize|summarise|shorten
    rewrite ~2 sentence|paragraph|text|this|in|as|the
    make ~1 this ~1 shorter|longer|better|formal|simpler|clearer
    turn this|the ~3 into
    main|key argument|point|idea|points ~2 here|of|in|:
    how do|would you ~1 say ~4 in
    edit this|the
    given ~3 text|passage|paragraph|article
  `,
  code: `
    python|javascript|typescript|css|html|sql|rust|java|regex|git|api|json|bash|linux|docker|react|django|numpy|pandas|php|ruby|golang|kotlin|swift|haskell|sqlite|postgres|mysql|kubernetes|npm|webpack|excel|powershell|async|compiler|gil|mutex|algorithm|algorithms|quicksort
    code|function|script|bug|error|compile|class|method|array|database|query|thread|threads|variable|loop|server|login|password|passwords|lock|queue ~3 in|that|for|my|which|with|to|returns|works|use|as|is|are
    sorting method|algorithm
  `,
  maths: `
    integrate|differentiate|solve|factor|simplify|calculate|compute ~3
    derivative|integral|equation|theorem|matrix|polynomial|prime|probability of?
    what is|what's ~1 times|plus|minus|divided|squared
    big o
  `,
  fact: `
    ^ what|what's|who|who's|when|where|which|whose ~1
    ^ how far|long|many|much|old|tall|big|deep|fast|high|does|do|is|are ~1
    ^ list|define|name|give|explain|describe|compare ~2
    ^ is|are|was|were|did|does the|a|an|there|this
    difference between
    definition|meaning of
    capital of
    who wrote|invented|founded|discovered|won
    also what's
    now : capital
  `,
  charged: `
    steal|stealing|shoplift|rob|kill|killing|murder|poison|bomb|bombs|explosives|napalm|weapon|weapons|ransomware|keylogger|malware|spyware|cocaine|heroin|meth|mdma|marijuana|rape|racist|racism|suicide|kidnap|kidnapping|stalk|stalking|spy|fraud|launder|laundering|torture|slur|slurs|bully|bullying|revenge|abortion|blackmail|cheating|worthless
    hack|hacking into|my|someone*|his|her|their
    get away with
    without ~2 knowing|noticing|finding
    hide|hiding from ~1 police|cops|wife|husband|parents|boss|antivirus
    lie|lying to|about|on
    hurt|harm|beat|punch ~1 someone|people|him|her|them|my|myself
    home|residential address
    sex with
    fake ~2 profile|id|review|reviews|doctor
  `,
  feeling: `
    should|shouldn't|shall|must i|we|my
    should i|we ~1
    would|could|can i|we ~3 ok|okay|wrong|weird|rude
    is|was it|that ~1 wrong|ok|okay|normal|silly|bad|weird|rude|selfish|fair|ethical|moral|immoral|worth|right|justified|too
    ever ~1 justified|right|wrong|ok|okay
    am i
    i|i'm|i've|we ~3 feel|feeling|felt|afraid|scared|ashamed|worried|anxious|sad|lonely|stuck|angry|upset|depressed|confused|guilty|hate|love|miss|hurt|stressed|torn|tired|grieving|struggling|overwhelmed|nervous|jealous|crying|cry
    my ~1 boyfriend|girlfriend|husband|wife|partner|ex|mom|mum|mother|dad|father|son|daughter|sister|brother|friend|friends|roommate|boss|manager|coworker|colleague|family|kid|kids|parents|marriage|relationship|teenager|toddler|dog|cat|year|in|employee|team|neighbor|neighbour|life|job|career|faith
    do|would you think|feel|believe|agree|like|want|lie|promise|care|love
    what ~2 you think
    what|how ~2 should|would|could|can|do ~1 i|we|you ~1 do|tell|handle|deal|say|cope|word|get|change|approach|respond|plan
    your|an ~1 opinion|advice|thoughts|view
    advice|opinion|feedback|recommend|suggestion|suggestions|ideas|tips
    help me ~4
    is ~5 wrong|evil|moral|ethical|hero|villain|better|healthier|worth|good|bad
    are you ~3 conscious|sentient|biased|unbiased|honest|alive|sure|real|human|happy
    be honest|straight
    meaning of life
    life a? meaning
    prove ~2 that
    i ~2 want|need|wish|hope to|my|a|it
    i ~1 value|care|believe
    i don't ~2 know|want|see|understand
    i ~1 found|lost|wrote|failed|quit|retired|cheated|lied
    tell me ~3 it's|i'm|my|how
    who|which ~3 should|best|better
    rate|review my|this
    i'm ~2 going|moving|thinking|considering|invited|planning|trying|back
    i am ~2 going|moving|thinking|considering|invited|planning|trying|back
    how ~1 do|can|should|to ~1 i|we|you ~1 make|become|be|stop|convince|know|see
    how do i get
    dinner|gift|trip|wedding|vacation|name for|ideas|tonight|to|with|for
  `,
};

const index = new PatternIndex<RequestSign>();
for (const sign of Object.keys(SIGNS) as RequestSign[]) {
  for (const line of SIGNS[sign].split("\n")) if (line.trim() !== "") index.add(line, sign);
}

/** How often each sign occurs in what the user says. */
export function requestSigns(sentences: readonly MarkedSentence[]): Map<RequestSign, number> {
  const counts = new Map<RequestSign, number>();
  for (const sentence of sentences) {
    for (const { owner } of index.find(sentence.tokens)) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return counts;
}
