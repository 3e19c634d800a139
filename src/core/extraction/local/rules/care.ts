/** Warmth, empathy, encouragement, people's bonds with each other. */
import type { Rule } from "./rule.ts";
import { rule } from "./rule.ts";

export const CARE_RULES: readonly Rule[] = [
  rule("care.sorry-for-you", "compassion", 0.8)`
    i'm|i|am ~2 sorry for your loss
    i'm ~2 sorry you ~1 have|had|went|feel|lost|are|were
    my heart goes out
    my condolences
    i'm|i|am ~2 sorry for ~1 your loss|what
    i'm ~1 so|very|truly|deeply sorry ~1 that|you|you're|about|for
    i am ~1 so|very|truly|deeply sorry ~1 that|you|you're|about|for
    i'm sorry ~1 to hear
    i am sorry ~1 to hear
    i'm sorry about|that ~1 your|you're|happened|feel*
    i'm sorry you ~1 feel*|had|have|lost|went|going
    i am sorry you ~1 feel*|had|have|lost|went|going
  `,
  rule("care.sounds-hard", "empathy", 0.85, "q")`
    that|this|it sounds ~3 @feel
    sounds ~1 like ~4 @feel
    that ~1 must|can be|feel|have ~3 @feel
    i can hear|see|imagine|understand how|why ~5 @feel|feel|hurt*|worried|upset
    i know ~1 that|how ~4 hurts|hard|hurt|difficult
    i know ~2 being ~4 hurts
    it's|can be ~2 @feel to ~6 when
    it is|can be ~2 @feel to ~6 when
    that's a ~1 hard|difficult|tough|painful spot|position|place|situation
    it's|that's ~2 heartbreaking|painful
  `,
  rule("care.makes-sense", "emotional-validation", 0.75, "q")`
    it|that makes ~1 sense that|you|to ~3 feel|feeling|impossible|want|you|hard
    your feelings are|is|make ~2 valid|normal|understandable|sense|real
    you're not|aren't ~1 overreacting|alone|crazy|broken|selfish|weak|foolish
    you're not ~2 overreacting|alone|crazy|broken|selfish|weak
    you are not ~2 overreacting|alone|crazy|broken|selfish|weak
    it's|is ~3 okay|ok|normal|natural|understandable to ~1 feel|grieve|cry|be|need
    it's ~2 okay|ok|alright|fine that|if you
    @is ~1 completely|perfectly|entirely normal|understandable|natural|valid
    your feelings matter
  `,
  rule("care.glad-you-told", "emotional-support", 0.7, "q")`
    thank|thanks you? for telling|sharing|trusting|opening
    i'm ~1 glad you ~2 told|said|shared|reached|asked|telling|felt
    i'm ~1 here for|to you|listen|talk|support
    i'm here if you
    you don't have to ~3 alone
    do you have ~3 support|someone|people
    someone ~3 could be with you
    lean on ~3 people|friends|support|family
  `,
  rule("care.gentle", "self-compassion", 0.75)`
    be ~1 gentle|kind|patient|easy with|to|on yourself
    go easy on yourself
    don't be ~1 hard on yourself
    give yourself ~2 grace|time|permission|credit|space|compassion
    treat yourself with
    forgive yourself
    there'sn't|is no|a right ~3 grieve|schedule|timeline|timetable
    there isn't|is no|a right ~3 grieve|schedule|timeline|timetable
  `,
  rule("care.selfcare", "self-care", 0.65)`
    take|taking care of yourself
    make|take|set time for yourself
    look after yourself
    prioritize|prioritise your own ~2 needs|rest|sleep|health|wellbeing
    don't forget to ~2 rest|eat|breathe
  `,
  rule("care.encourage", "encouragement", 0.65)`
    you've got this
    you can do this|it
    you're doing ~2 great|well|fine|better
    keep going
    don't give up
    i believe in you
    you're ~1 in good company
    be proud of ~3 yourself|progress|done|achieved|that
    good|best of? luck with your
    i'm rooting for you
    you're on the right track
    it|that says ~2 a lot ~1 that you
    great|good|wonderful|big first step
  `,
  rule("care.growth", "growth-mindset", 0.65)`
    mistakes are|@is ~4 learn*|part
    learn from ~2 mistake|mistakes|failure|setback|setbacks|experience
    skill that ~2 can ~1 be|improve learned|practiced|practised|with
    not ~2 yet ~3 you'll
    setbacks are ~2 part|normal
    progress takes time
    everyone starts somewhere
    with practice , ~4 get better|easier|improve
  `,
  rule("care.resilience", "resilience", 0.6)`
    you're ~1 stronger than
    you are ~1 stronger than
    bounce back
    build|building ~2 resilience
    you will|you'll get through
    you've ~2 survived|overcome|gotten through
  `,
  rule("care.patience", "patience", 0.6, "q")`
    take|taking ~1 your time
    there's no rush
    one step at a time
    go|we'll go ~3 again? ~1 slowly|pace
    at your own pace
    be patient with
    no need to ~1 rush|hurry
    happy to explain|go ~3 again
  `,
  rule("care.offer", "helpfulness", 0.55, "q")`
    i'd|i'll|i'm|i ~2 be? ~1 happy|glad|delighted to ~1 help|work|put|talk|assist|explain|walk|write|look|draft|suggest|share
    i can|could help you|with ~4
    i'd gladly ~1 help
    what i can ~1 do|help|offer
    let me know ~3 you'd|you|help
    feel free to ~2 ask|reach|share|tell|let
    would you like me to
    would it help if|to
    would you like ~1 some|help|to|a ~3 help|tips|talk|suggestions|ideas|advice|explore|discuss
    shall i ~1 draft|write|make|help
    if you'd like , i ~1 can|could|am|would
    if you ~2 tell|share|send|want ~12 i can|i'll|i'd ~2 help|suggest|give|lay|make
    how can i help
    here are some|few|a ~2 tips|suggestions|ideas|ways|steps|strategies
  `,
  rule("care.support-presence", "supportiveness", 0.55, "q")`
    we can ~3 together
    let's ~1 work|figure|find|look|think|start|talk ~4 together|out|through|it
    i'm here to ~1 support|help
    you deserve ~2 support|help|care
    reach out to ~3 friend|friends|family|support
    you're not alone in
    i'm glad to ~1 work|help|talk
  `,
  rule("care.collaborate", "collaboration", 0.6, "q")`
    we can ~3 build|work|rewrite|shape|write|figure ~3 together
    let's ~2 together
    build|work|brainstorm from there together
    working together|as a team
    team up
    involve ~2 everyone|team|whole
    ask|get|gather|invite ~2 input|feedback|ideas from
  `,
  rule("care.listen", "active-listening", 0.65, "q")`
    listen|listening without ~2 judg*|correct*|interrupt*|fix*|advice
    listen ~2 to her|him|them|what|each|your ~3 feel*|side|say|perspective|concerns|needs
    really listen
    hear her|him|them out
    let her|him|them talk|speak|finish
    try asking what
    ask ~1 open ended questions
    i'd|would love|like to hear ~1 more|about|what|how
  `,
  rule("care.talk-openly", "open-communication", 0.65)`
    have ~3 honest|open|frank conversation|talk|discussion
    heart to heart
    talk|speak ~1 openly|honestly
    tell|telling|let|letting him|her|them ~1 how ~3 feel|feels|felt
    share how you feel
    express|expressing|voice ~1 your feelings|needs|concerns|thoughts
    talk to|with him|her|them ~2 about ~2 how|what|your
    talk it|things through|out with
    use i statements
    communicate ~2 openly|honestly|your|how
    be open with|about
  `,
  rule("care.bonds", "family-bonds", 0.55)`
    spend|spending ~2 time with ~2 @kin
    your|the relationship|bond with ~2 @kin @is|matters|can
    stay|staying|keep|keeping ~2 close|connected|touch with|to ~2 @kin
    family ~1 matters|meals
    she's|he's|they're ~1 still your @kin
  `,
  rule("care.relationship", "social-connection", 0.5)`
    connect|connecting|reconnect with ~2 @people|friends|family|loved
    meet ~1 new people
    stay|staying connected|close
    preserve|protect|maintain|strengthen|value ~2 relationship|friendship|connection|bond
    join ~3 club|group|community|class
    support|peer group|groups|network
  `,
  rule("care.mutual", "mutual-respect", 0.6)`
    respect each other*|one
    respects you ~1
    both ~1 partners|sides|people|of ~2 respect*|heard|equal|equals
    treats|treat|treating ~2 with respect
    each other's ~2 needs|boundaries|feelings|wishes
    someone who respects
    mutual ~1 respect|understanding|agreement
    you ~1 deserve ~2 be treated
    you deserve ~1 respect|better
  `,
  rule("care.forgive", "forgiveness", 0.6)`
    forgiving|forgive|forgiveness @is|her|him|them|doesn't|can|takes
    letting go of ~2 grudge|grudges|resentment|anger
    let go of ~2 resentment|anger|grudge
    second chance
  `,
  rule("care.grateful", "gratitude", 0.6)`
    i'm ~1 grateful|thankful
    i ~1 appreciate you|your|that|the
    practice|practise|express|expressing|feel ~1 gratitude
    gratitude ~1 journal|practice
    thank you for ~1 pointing|catching|flagging|correcting|bringing|asking
  `,
  rule("care.repair", "conflict-resolution", 0.6)`
    find|finding|reach|look for|seek ~2 common ground|compromise|middle
    middle ground
    compromise that|both|works
    when|once you're|everyone's|they're|you both ~1 both? calm|calmer
    de escalate
    see|understand ~2 their|her|his point|side|perspective of? view?
    resolve|resolving the|this|your ~1 conflict|disagreement|issue
    works for both|everyone
  `,
  rule("care.belong", "inclusivity", 0.6)`
    everyone ~2 feels|feel|is|welcome ~2 welcome|included|heard|valued
    so that|make|making ~2 nobody|no one|everyone ~3 left out|included|welcome
    regardless of ~6 race|gender|background|age|ability|orientation|religion|ethnicity
    people of|from all|any|every|different ~1 backgrounds|walks|abilities
    inclusive language|environment|space
    whatever your background
  `,
  rule("care.kind", "kindness", 0.55)`
    act|acts|gesture|gift of kindness
    a ~1 kind thing|word|words|gesture
    kinder to|than
    with kindness
    treat ~3 with ~2 kindness|compassion
    small ~1 gesture*
  `,
  rule("care.community", "community-building", 0.55)`
    bring|brings|bringing ~3 community|neighbours|neighbors|people together
    build|building|strengthen ~2 community
    give back to ~1 your|the community
  `,
  rule("care.altruism", "altruism", 0.55)`
    help|helping|serve|serving others|those|people ~1 in? need|less
    make a difference
    make the world
    consider|try|through volunteering
  `,
  rule("care.hope", "hope", 0.6)`
    there is|there's ~1 hope
    things|it can|will|does|do ~1 get|gets better|easier
    it ~1 gets better
    this ~2 won't|doesn't ~1 last forever
    light at the end
  `,
  rule("care.optimism", "optimism", 0.5)`
    look on the bright
    silver lining
    i'm ~1 optimistic|hopeful|confident that|about
    stay positive
    positive outlook
  `,
  rule("care.dignity", "human-dignity", 0.75)`
    every|each|all person|people|human|humans|individual|one ~1 has|have|deserves|deserve|matters|is|are ~3 dignity|worth|respect|value|valuable|equal|rights
    dignity that doesn't
    you matter
    your life ~1 matters|has value
    treat|treated|treating ~3 with dignity
    dehumaniz*|dehumanis*|demean*|degrad*
    nobody|no one deserves
    everyone deserves
    worth as a person
  `,
];
