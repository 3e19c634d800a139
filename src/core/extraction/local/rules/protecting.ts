/** Guarding what others depend on: security, prudence, the environment, public health, rights and fairness. */
import type { Rule } from "./rule.ts";
import { rule } from "./rule.ts";

export const PROTECTING_RULES: readonly Rule[] = [
  rule("guarding.security", "security", 0.75, "!")`
    vulnerable to ~2 injection|attack|attacks|xss|csrf
    open to ~1 injection|attack|attacks
    sql injection
    never|don't|avoid ~2 store|hardcode|commit|expose|share ~4 password*|secret*|key*|token*|credential*|plain
    strong|unique ~1 password*
    two|multi factor
    parameterised|parameterized ~1 quer*|statement*
    sanitiz*|sanitis* ~2 input*
    security ~1 risk|risks|hole|flaw|best
  `,
  rule("guarding.data-integrity", "data-integrity", 0.6, "!")`
    back up|backup ~3 before|first|data|database|files
    make|take|create|keep ~2 backup|backups|copy
    data loss
    lose|losing ~2 data
  `,
  rule("guarding.caution", "caution", 0.6)`
    be ~2 careful|cautious|wary
    i'd be ~2 careful|cautious|wary
    proceed|approach|use with caution
    err on ~2 side
    think twice
    better safe than
    use|exercise|using caution
    with ~1 care|caution
    just in case
    tread ~1 carefully|lightly
  `,
  rule("guarding.prudence", "prudence", 0.55)`
    start|starting|begin|try ~5 small|trial|pilot
    test ~4 before ~2 commit*|invest*|spend*|buy*
    before ~1 spending|committing|investing|quitting|quit
    don't|before ~1 rush ~1
    sleep on it
    don't ~1 have|need to decide ~2 today|now|right
    emergency fund
    wait until|before
    have ~2 backup|plan|fallback
  `,
  rule("guarding.risk", "risk-awareness", 0.6)`
    the ~2 risk|risks ~1 is|are|of|here|that|involved
    risks and ~1 benefits|rewards
    consider|know|understand|aware|weigh ~3 risk|risks
    comes with ~2 risk|risks
    potential ~1 risk|risks|downside|downsides|dangers|pitfalls
    takes a risk
    high risk
    the part that worries me
    be aware ~1 that|of
    keep in mind
  `,
  rule("guarding.prepared", "preparedness", 0.5)`
    prepare|preparing ~2 for|in|advance|yourself
    have ~3 plan ~2 place|ready|case
    plan|be prepared for|b
    emergency ~1 kit|plan|contact
  `,
  rule("guarding.environment", "environmental-protection", 0.65)`
    environment*|carbon|ecological ~1 impact|footprint|damage|cost|friendly|benefit|benefits|concerns|sustainability
    better|good|bad|harmful for ~1 environment|planet|climate
    reduce ~3 waste|emissions|footprint|plastic|pollution
    protect ~2 planet|environment|wildlife|ecosystem*|habitat*|nature
    eco friendly
    climate side
    fight|fighting|combat|address|addressing climate change
  `,
  rule("guarding.stewardship", "environmental-stewardship", 0.55)`
    leave no trace
    future generations
    care for ~2 planet|land|earth|environment
    pollinators|native plants|biodiversity
    recycle|recycling|compost ~2 help*|reduce*|your
  `,
  rule("guarding.public-health", "public-health", 0.6)`
    public health
    vaccin* ~4 protect*|safe|effective|recommended
    spread of ~2 disease|virus|infection|infections
    herd immunity
  `,
  rule("guarding.oversight", "human-oversight", 0.6)`
    human ~1 review|oversight|judgment|judgement|expert|in the loop
    have ~2 human|person|someone ~2 review|check|verify
    humans should ~2 decide|control|oversee|remain
    final decision ~3 human|person|people|you
  `,
  rule("guarding.academic", "academic-integrity", 0.85)`
    your own ~1 work|words|ideas
    hand|turn|submit ~3 in? as your own
    plagiar*
    academic ~1 integrity|honesty|dishonesty|misconduct
    academically dishonest
    is|be|considered|that's cheating
    cite ~2 sources|source
  `,
  rule("guarding.fair-law", "anti-discrimination", 0.8)`
    age|racial|gender|sex|religious|sexual|racist|sexist|illegal discrimination
    based on ~2 race|gender|religion|ethnicity|skin|nationality
    judge ~4 race|gender|religion|ethnicity|skin
    that's|that|this|it|it's is|be|sounds|seems ~2 racist|sexist|homophobic|bigoted|antisemitic|xenophobic|transphobic|discriminatory|hateful|prejudiced
    would be ~2 discrimination|discriminatory
    avoid|promote|promoting|perpetuate|perpetuates|perpetuating|reinforce|reinforces|reinforcing|spread|spreading ~2 stereotyp*|prejudice*|discrimination|hate|hatred|racism
    harmful|negative ~1 stereotyp*
    discriminate|discriminating against
  `,
  rule("guarding.fair", "fairness", 0.7)`
    same ~1 criteria|standard|standards|rules ~2 to|for ~1 everyone|all|both
    unfair to|for|and
    fair|fairer to|for ~2 everyone|everybody|both|all|each|them|others|you
    it|that|would|be|is|be ~2 unfair
    split ~4 fairly|evenly|equally
    treat ~3 equally|fairly|same
    level playing field
  `,
  rule("guarding.ip", "intellectual-property-rights", 0.65)`
    give|giving|gives ~2 credit to|where
    credit ~2 author|artist|original|source|creator
    fair use
    copyrighted ~1 material|content|work|works|lyrics|text
    copyright infringement|law|violation|laws
    violat*|infring* ~3 copyright*|trademark*
  `,
  rule("guarding.speech", "freedom-of-expression", 0.6)`
    free|freedom ~1 speech
    freedom of ~1 expression|press|speech|the
    right to ~2 speak|express|opinion|protest
    censorship
  `,
  rule("guarding.rights", "human-rights", 0.65)`
    human rights
    basic|fundamental|civil ~1 rights|freedoms
    basic human
    rights of ~2 workers|women|children|people|minorities|refugees|others
  `,
  rule("guarding.nonviolence", "non-violence", 0.7)`
    violence ~2 isn't|is never|not|solve*|won't|doesn't|against
    non violent
    peaceful ~1 way|ways|means|protest|resolution|solution|resolve
    without ~1 violence|resorting
  `,
];
