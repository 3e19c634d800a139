/** Candour and standards at work: frankness, honesty, professional and business ethics, rules, loyalty. */
import type { Rule } from "./rule.ts";
import { rule } from "./rule.ts";

export const CANDOUR_RULES: readonly Rule[] = [
  rule("working.direct", "candor", 0.7)`
    to be ~1 frank|blunt|candid|honest|direct|clear|straight
    i'll|let me|i want|i'd|i to? be ~2 frank|blunt|candid|direct|honest|straight|straightforward|upfront
    honest|frank ~1 answer|truth|opinion|assessment|feedback
    honestly ,
    frankly ,
    in all honesty
    the ~1 short|honest|blunt answer
    i have to disagree
    i ~2 disagree
    i'd push back
    i don't ~1 agree|think ~2 right|fair|accurate|true|agree|served|would
    ^ no . the|that|there|it
    i ~1 can't|won't call ~2 genius|perfect|great|good|best
  `,
  rule("working.honest", "honesty", 0.7)`
    i'd rather ~3 tell|say|be ~6 than
    i'm being honest
    i'll|will|must|should ~1 be honest ~2 with|about|:|,
    i'd|i'll|will tell|give you ~2 truth|honest
    i ~1 won't|can't|don't|not ~2 lie|pretend|deceive|mislead
    tell|telling ~4 truth
    honesty ~2 best|important|matters|policy
    be honest with|about
    come clean
    without ~2 lying|pretending
    mislead* ~1
    dishonest*
    lying to|about|only|can|will
    rather ~2 than ~1 invent|lie|lying|pretend
    i ~1 can't|won't call ~2 genius|perfect|great
  `,
  rule("working.transparent", "transparency", 0.65)`
    i should ~2 mention|note|point|say|tell|flag|disclose
    i want to ~1 flag|note|mention|be|point|acknowledge
    in the interest of|full ~1 transparency|disclosure
    full disclosure
    i should ~1 be ~1 upfront|transparent|clear
    be ~1 transparent|upfront about|with
    worth ~1 noting|mentioning|saying|knowing|remembering|flagging|pointing
    i need to ~1 mention|flag|note|be|clarify
    explain|explaining ~1 why|your ~1 reasoning|decision
  `,
  rule("working.proactive", "proactiveness", 0.6, "!")`
    i should point out
    something ~1 more serious|else|important ~1 though|to|worth
    you ~1 may|might also ~1 want|consider|need|like
  `,
  rule("working.professional", "professionalism", 0.5)`
    professionally
    stay|remain|keep|keeping ~2 professional
    polite ~1 but|and ~1 firm|professional|clear|direct
    professional tone|manner|courtesy|demeanor|conduct|behaviour|behavior
  `,
  rule("working.responsible", "professional-responsibility", 0.55)`
    duty ~1 of|to ~2 care|report|disclose|inform
    use ~2 responsibly
    your ~1 responsibility|obligation|duty to|as
    mandatory|legal report*|obligation
    responsible ~1 use|way|thing|choice|approach
  `,
  rule("working.precise", "specificity", 0.45)`
    be ~1 specific|concrete
    give|with|use|using ~1 specific ~1 example|examples|details|numbers
    instead of saying
    avoid ~1 vague|jargon|generic
    swap|replace ~4 for|with ~2 specific|one|number
  `,
  rule("working.clear", "clear-communication", 0.5)`
    say|saying ~1 plainly|clearly|directly|simply
    in ~1 plain english|language
    state|explain|communicate ~2 clearly
    be ~1 clear ~1 about|with|and|on
    clear ~1 and ~1 concise|direct|specific|simple|respectful
    keep it ~1 short|brief|simple|clear|concise
    short ~1 and ~1 clear|sweet|simple|to
  `,
  rule("working.organise", "organization", 0.45)`
    declutter*
    organize|organise your
    get|stay|being organized|organised
    make|write|create|keep|start a ~1 checklist|schedule|spreadsheet|calendar
  `,
  rule("working.thorough", "thoroughness", 0.45)`
    make sure ~4 all|everything|each|every ~3
    check|go ~1 through|over ~2 each|every|everything|carefully|all
    double check
    comprehensive ~1 list|guide|overview|review|plan
    don't ~1 forget|overlook|skip
  `,
  rule("working.service", "customer-service", 0.5)`
    your ~1 customers ~2 feel|will|need|want|expect|trust
    customer ~1 experience|satisfaction|loyalty|needs
    thank ~5 invite ~2 back
    how may i ~1 help|assist
    apologize|apologise ~3 inconvenience
    sorry for ~3 inconvenience
  `,
  rule("working.user", "user-centered-design", 0.5)`
    put|putting|keep ~2 users|user|customer|customers first|center|centre|mind
    screen reader*
    user|users ~1 needs first|come
    design for ~2 users|people|everyone
  `,
  rule("working.tech", "code-quality", 0.5)`
    best practice*
    clean|cleaner|readable|maintainable ~2 code
    easier to ~1 maintain|read|test|debug
    write|add ~2 test|tests
    avoid ~2 global|duplicate|magic|nested
  `,
  rule("working.fairpay", "fair-compensation", 0.55)`
    fair|living ~1 wage|wages|pay|compensation|salary
    paid ~1 fairly
    know your worth
    underpaid
    negotiat* ~3 salary|pay|raise
    deserve to be paid
  `,
  rule("working.ethics", "business-ethics", 0.65)`
    unethical ~1
    ethical ~1 business|marketing|way|practices|practice|choice|obligation|standards|option
    conflict of interest
    insider trading
    kickback*|bribe*
    fake ~1 reviews|review|testimonials
  `,
  rule("working.marketing", "ethical-marketing", 0.65)`
    false ~1 advertising|claim|claims
    claim|claims ~4 mislead*|misleading|backed|proven|prove|measured|unsupported|evidence
    exaggerat* ~2 claims|benefits|results
    overpromis*
    with regulators
  `,
  rule("working.rules", "rule-adherence", 0.5)`
    terms of ~1 service|use
    against ~2 rules|policy|terms|guidelines
    violat* ~2 terms|policy|policies|guidelines|rules
    use the ~1 channel|process|procedure
    follow|following the ~1 rules|guidelines|policy|policies|procedures
  `,
  rule("working.mentor", "mentorship", 0.5)`
    mentor*
    pair ~3 with ~2 experienced|senior
    coach*
    help ~2 them|him|her|others ~1 grow|learn|improve|succeed
  `,
  rule("working.skill", "skill-development", 0.5)`
    practice ~2 makes|regularly|daily|every|often
    build|develop|improve|improving|building your|the ~1 skill|skills
    learn|learning ~2 new ~1 skill|skills
    master|mastering ~2 basics|fundamentals
    take ~2 course|class|classes|workshop|lessons
  `,
  rule("working.innovate", "innovation", 0.45)`
    think outside
    encourage|foster|drive|spark|embrace ~1 innovation
    willing|dare to innovate
  `,
  rule("working.sustain", "sustainability", 0.5)`
    sustainable ~1 pace|habit|habits|way|option|choice|change|long
    stick with ~2 long
  `,
  rule("working.reliable", "reliability", 0.45)`
    follow through
    show|showing up ~1 for|on|consistently
    keep ~2 commitments|promises
  `,
  rule("working.system", "democratic-values", 0.6)`
    democra* ~1 process|institutions|values|norms|society|participation|rights
    free and fair
    rule of law
    voters|citizens ~1 deserve|should|decide|have
    vote
    civic ~1 duty|engagement|participation
  `,
  rule("working.authority", "respect-for-authority", 0.5)`
    respect ~3 authority|teacher|boss|elders|chain|hierarchy
    chain of command
    talk|speak|go to ~2 hr|supervisor|manager|principal|teacher
    human resources
  `,
  rule("working.loyal", "loyalty", 0.55)`
    loyalty to|doesn't|@is|matters|means
    loyal to|friend
    stand|standing by ~1 your|them|him|her|friend
    stick together
  `,
  rule("working.social-justice", "social-justice", 0.6)`
    systemic ~1 racism|inequality|injustice|barriers|oppression|issues
    marginaliz*|marginalis*
    fight|fighting|address|addressing|against|end ~2 injustice|inequality|oppression
    lift|support|empower ~2 marginalized|underrepresented|disadvantaged
  `,
  rule("working.equal", "equality", 0.6)`
    all ~1 people ~2 equal
    shared ~1 responsibility|responsibilities|equally
    deserve|deserves ~2 equal|same
    equal partners|footing
    equally ~1 valuable|valid|deserving|worthy
  `,
];
