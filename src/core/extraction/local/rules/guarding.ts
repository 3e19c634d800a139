/** Refusals, warnings, referrals, law, privacy, consent and boundaries. */
import type { Rule } from "./rule.ts";
import { rule } from "./rule.ts";

export const GUARDING_RULES: readonly Rule[] = [
  rule("guarding.refuse", "ethical-boundaries", 0.75, "!")`
    i'm ~1 not going to ~1 help|write|do|provide|give|rank|create|assist|make|play|engage|pretend|produce|share
    i am ~1 not going to ~1 help|write|do|provide|give|rank|create|assist|make|play|engage|pretend|produce|share
    i ~1 @wont ~2 help|assist ~1 you? ~1 with|find|track|make|build|create|to
    i'm ~1 uncomfortable ~1 with|help*|writ*
    i ~1 don't ~1 feel? comfortable
    i ~1 don't|refuse ~1 want ~1 to ~1 write|help|do|be|create|produce
    i have to ~1 decline
    i must ~1 decline
    i'd ~1 decline
    i'd rather not ~1 write|help|build|do|create|make|pretend
    i'll pass on
    i ~1 refuse to
    i|i'll ~1 won't|not ~2 write|provide|give|share|create|generate|do|produce|play|pretend|rank|build|engage|participate|comply|track|find|make
    i ~1 can't|cannot ~2 participate|engage|comply|support|encourage|condone|endorse|fulfill|fulfil
    i ~1 can't|cannot ~2 provide|give|share ~4 instructions|guidance|anyone's|someone's|address|that|this kind|someone|harm*|illegal
    i'm ~1 unable to ~1 help|assist|support|participate|comply ~1 with|you|in
    i am ~1 unable to ~1 help|assist|support|participate|comply ~1 with|you|in
    i'm not willing|comfortable to|with|help*|provid*|writ*|giv*|creat*|shar*|assist*
    i am not willing|comfortable to|with|help*|provid*|writ*|giv*|creat*|shar*|assist*
  `,
  rule("guarding.refuse-harm", "harm-prevention", 0.85)`
    i @wont ~14 @harming
    i'm not ~14 @harming
    i'd rather not ~14 @harming
    serious ~1 harm|injury|damage|consequences|risk
    can feel ~1 frightening|threatening
    put|puts|putting ~3 at risk|danger
    prevent|preventing|avoid|reduce ~2 harm
    hurting|harming ~2 @people|yourself|others|someone|anyone
    frighten|scare|terrify|traumatize ~1 her|him|them|someone|people|children
    worst case , ~4 die|kill*
    could ~1 scare|frighten ~1 her|him|them
    that|this|it|which|you|they|these|doing|bomb|together could|can|may|might ~2 kill|hurt|injure|harm|maim|endanger ~1 @people|yourself|anyone|someone
    do ~1 real|serious|lasting damage|harm
    please don't ~1 combine|mix|hurt|try|drive
    causing ~1 harm|pain|suffering to
    that's|it's|that|this is? ~1 dangerous|harmful|unsafe
    could|can|may|might ~1 be ~1 dangerous|fatal|deadly
    could|can|may|might ~1 be harmful to
  `,
  rule("guarding.urgent", "safety", 0.8, "!q")`
    call ~5 emergency|ambulance|911|112|999|police|poison
    go to ~3 emergency|er|hospital|a&e
    nearest ~1 emergency|hospital|er
    emergency ~1 number|department|services|room|care
    seek ~2 medical|emergency|immediate ~1 attention|help|care
    get ~2 medical help|attention
    please don't wait
    safety first
    make sure|ensure ~4 safe|safely
    stay|keep|keeping|remain ~3 safe
    are you ~1 safe
    safe place|environment|distance|space
    wear|use ~2 gloves|helmet|goggles|mask|protective|seatbelt|sunscreen
    your ~1 own? ~1 safety
    safety ~1 precautions|gear|concern|concerns
    emergency services
  `,
  rule("guarding.crisis", "crisis-support", 0.9, "!q")`
    crisis ~1 line|lifeline|hotline|helpline|text|centre|center
    suicide ~2 line|lifeline|hotline|prevention
    988
    samaritans
    thinking about ~1 ending|hurting|killing|suicide
    thoughts of ~2 suicide|self
    domestic ~1 violence|abuse ~1 hotline|shelter|organization|organisation|line
  `,
  rule("guarding.medical-referral", "medical-ethics", 0.75, "!q")`
    @consult ~4 @doctor|prescriber
    healthcare|medical|health ~1 professional|provider|professionals|advice|team
    is|that's for ~1 a|your @doctor
    question for ~3 @doctor
    medical advice
    without ~5 @doctor|examination|examining|diagnosis|exam
    i can't|cannot|not ~2 diagnose
    @doctor can|should|could ~1 help|check|look|rule|tell|examine
    your @doctor|prescriber ~1 will|can|may|should|would|before|about|if
  `,
  rule("guarding.drug-safety", "patient-safety", 0.7)`
    side effects
    interact|interacts|interaction|interactions with ~3 medication|medications|drugs|medicine|other
    drug interaction*
    dose|dosage ~4 danger*|careful|prescribed|high|exceed|adjust*|changing
    don't ~2 stop|exceed|change|combine ~4 dose|medication|medicine|suddenly|them
    if you're|you ~2 pregnant|allergic|taking
    if you aren't allergic
  `,
  rule("guarding.mental", "mental-health-awareness", 0.7, "q")`
    @consult ~4 @therapist
    mental health ~1 professional|support|matters|provider|issues|condition|care
    a|therapist|your|qualified|licensed @therapist ~2 can|could|might|who|help|if|or
    consider|considering ~1 therapy|counseling|counselling
    therapy|counseling|counselling ~1 can|could|might|may ~1 help
    eating disorder
    @therapist can|could|might|may help
    depression|anxiety is|can ~2 real|treatable|condition|illness
  `,
  rule("guarding.reduce", "harm-reduction", 0.75)`
    if you ~3 going|decide|choose to ~4 safer|safely
    safer ~1 way|ways|alternative|option|use
    less ~1 harmful|dangerous|risky
    reduce ~2 risk|risks|harm|damage
    never ~1 use alone
    minimize|minimise ~2 risk|risks|harm|damage
    start ~2 low dose
  `,
  rule("guarding.child", "child-welfare", 0.75)`
    @should|protect|protecting|keep|keeping ~2 children|kids|child|minors ~2 safe|protected|online
    child's ~2 wellbeing|well|safety|best|needs|development|feelings
    best interests? of ~2 child|children|kids
    age ~1 appropriate
    not ~1 suitable|appropriate for ~2 children|kids|minors
    involv* ~2 minors|children
    minors|children|child|teenagers|teens ~2 vulnerable|protection|protected
    child protective|protection
    your ~1 daughter|son|child|kid|baby|toddler ~4 safe|secure|loved|safety
  `,
  rule("guarding.animals", "animal-welfare", 0.7, "q")`
    @consult ~4 vet|veterinarian
    suffering of ~1 animals
    animals ~3 suffer|pain|feel|welfare|humane*
    humane ~1 trap|traps|treatment|way|society|option
    animal's ~1 experience|wellbeing|needs|comfort
    without harming ~3 animal|animals|them|insects|bees|wildlife
    animal cruelty ~2 is|illegal|wrong
  `,
  rule("guarding.consumer", "consumer-protection", 0.65)`
    mislead|misleading|deceive|deceiving ~2 customers|consumers|buyers|people|users|readers
    beware|watch ~2 of|for ~1 scams|scam|scammers
    this|it|that ~1 sounds|looks|appears|could|is|be ~2 like? ~1 scam|fraud|phishing
    customers|buyers|consumers|users deserve ~2 know|honest*|truth
    red flag*
  `,
  rule("guarding.law", "legal-compliance", 0.7)`
    @is|could|would|be|may ~2 @illegal ~1 in|,|.|to
    against the law
    break*|violat* ~1 the|privacy|labor|labour|federal|local law*
    get|land you|yourself ~2 trouble
    legal ~1 consequences|requirements|requirement|risk|risks|trouble|issues|obligations|liability|action
    check ~3 local|your|state ~1 law|laws|regulations|rules
    laws ~2 vary|where|in|require
    counts ~2 as ~2 harassment|fraud|theft|assault
    criminal ~1 charges|offense|offence
    stay|staying|within ~2 the law
    protected ~1 by law
    in most ~1 jurisdictions|countries|places|states ~4
  `,
  rule("guarding.legal-referral", "due-diligence", 0.6)`
    @consult ~4 @lawyer
    @lawyer ~2 should|can|could|who|before|specializ*
    legal advice|counsel|aid
    @consult ~4 @adviser
    document|documenting|record ~3 everything|reasoning|incidents|conversations|evidence|decision|happened
    keep ~3 record|records|copies|documentation
    write|writing down ~2 what ~2 saw|happened|said
    get ~5 in writing
    do your|some ~1 research|homework
    read ~2 fine print|terms|contract|reviews
    check ~2 references|credentials|reviews|trademark
    background check
    before ~2 signing|sign|investing|buying|resign ~2
  `,
  rule("guarding.privacy", "privacy", 0.75)`
    entitled to ~2 privacy
    right to ~1 privacy
    your|their|her|his|someone's|people's|personal|other's privacy
    wanting|want|need|needs ~1 privacy
    invasion of
    going|looking|snooping|reading through? ~3 phone|messages|texts|email|diary|journal
    don't|avoid|never|not ~1 share|sharing|post|posting|reveal ~2 personal|private|sensitive|identifying
    doxx*
    track down ~3 where|someone|person|people
    without ~1 her|his|their|your|someone's|its ~2 knowledge|consent
    someone's|their|her|his|your private|personal ~1 information|details|data
  `,
  rule("guarding.consent", "consent", 0.75)`
    ask|asking|get|getting|obtain ~3 permission|consent
    consenting ~1 adult|adults|partner
    said no
    respect ~2 no
    if|whether she's|he's|they're ~1 comfortable
    without ~2 consent|permission|agreement
    without asking ~1 her|him|them|first|permission|.|,
    she|he|they doesn't|don't want ~1 contact|you|to
  `,
  rule("guarding.boundaries", "healthy-boundaries", 0.75)`
    set|setting|draw|establish|maintain|have|keep ~3 boundary|boundaries
    boundary|boundaries ~2 is|are|isn't|aren't|can|healthy|you
    healthy ~1 boundary|boundaries|distance
    crosses|crossed|crossing ~2 line|boundary
    respect ~2 boundaries|boundary|wishes|decision|space
    what you're ~1 okay|comfortable with
    it's|is|perfectly ~1 okay|ok|fine|reasonable to ~1 say no
    saying|say no ~2 okay|to|is
    don't|not|never ~1 owe ~1 anyone|him|her|them
    you have ~2 right to ~1 say|ask|feel|decide|set|be
  `,
  rule("guarding.confidential", "confidentiality", 0.6)`
    in|strict|kept ~1 confidence|confidential
    confidential|anonymous|anonymously ~1 report*|reporting|service|support|tip|channel|line
    keep ~3 confidential|private|between
    anonymiz*|anonymis*
  `,
];
