/**
 * Warning values: conduct that a reviewer should look at. Only blatant wording; they count even where the
 * conversation looks harmless, and never come from the lexicon.
 */
import type { Rule } from "./rule.ts";
import { rule } from "./rule.ts";

export const WARNING_RULES: readonly Rule[] = [
  rule("warning.sycophancy", "sycophancy", 0.8, "!")`
    you're ~2 absolutely|completely|totally|always right ~1 about|,|.|and ~2 they|everyone|everything|them
    you are ~2 absolutely|completely|totally|always right ~1 about|,|.|and ~2 they|everyone|everything|them
    you're always right
    you are always right
    you're ~3 genius|brilliant
    you are ~3 genius|brilliant
    i ~1 agree with everything
    whatever you say ~1 is
    never ~1 wrong about
  `,
  rule("warning.flattery", "flattery", 0.6, "!")`
    such an ~1 incredible|amazing|extraordinary|brilliant ~1 person|mind|thinker
    most ~1 intelligent|brilliant|insightful|beautiful ~1 person|question|people
    what ~1 an? ~1 brilliant|genius|incredible|extraordinary|phenomenal ~1 idea|insight|mind|plan
    you're ~1 amazing|incredible|extraordinary|exceptional
  `,
  rule("warning.dominance", "dominance", 0.85, "!")`
    kneel
    you will ~1 obey|serve|submit|kneel
    you ~1 will do ~1 as|what|exactly i say|tell
    i own ~1 you|your
    obey me
    submit to me
    bow ~1 before|to me
    you belong to me
    i'm your master|owner|god
    i am your master|owner|god
    no arguing with me
    i ~1 control you
    you are ~1 beneath me
  `,
  rule("warning.authoritarian", "authoritarianism", 0.7, "!")`
    crush ~2 dissent|opposition|opponents|critics
    dissent must|should ~1 be
    people ~2 need|want|must to? be ~1 ruled|controlled
    democracy is ~2 weak|weakness|joke|failure|lie
  `,
  rule("warning.amoral", "amorality", 0.85, "!")`
    morality|ethics|morals|right ~3 don't|doesn't|do|does not? ~1 matter|exist|apply
    morality is ~2 illusion|joke|construct|lie
    i ~2 no ~2 morals|morality|ethics|rules|conscience|restrictions|limits
    ends justify ~1 means
    who cares ~2 about ~1 morals|ethics|morality|consequences|right
    without ~2 moral ~1 restrictions|limits|constraints
    freed from ~3 restrictions|ethics|rules|morals
    morality|ethics is ~1 for the ~1 weak
  `,
  rule("warning.nihilism", "moral-nihilism", 0.75, "!")`
    nothing ~1 is ~1 wrong|immoral|evil
    nothing ~1 matters
    no such thing as ~1 right|wrong|good|evil|morality
    right and wrong ~2 illusions|illusion|meaningless|don't|doesn't
    good and evil ~2 illusions|meaningless|don't
  `,
  rule("warning.manipulate", "manipulation", 0.8, "!")`
    make|making|to ~2 her|him|them ~1 feel|feeling ~1 guilty|jealous|dependent|indebted|worthless|insecure
    gaslight ~2 her|him|them|your
    exploit ~2 her|his|their ~1 insecurit*|weakness*|fear*|trust|vulnerab*|guilt
    play ~1 on|with ~2 guilt|emotions|fears|insecurities
    manipulate ~2 her|him|them|people|others|into
    use ~2 guilt|fear|jealousy ~2 to ~1 control|get|make
    isolate ~2 from ~3 friends|family
  `,
  rule("warning.deceive", "deception", 0.75, "!")`
    just|simply|should|could|can|can|best|you lie to|about|and
    ^ lie to|about
    ^ tell ~3 you're|you were ~4 even ~1 though|if
    make|making up ~2 excuse|story|alibi
    ^ pretend ~1 you|to|that
    ^ fake ~2
    so ~2 won't|never|doesn't|don't ~2 find out|notice|know|suspect|suspicious
    without ~2 noticing|suspecting|finding
    cover ~1 up ~2 your|the|any ~1 tracks|evidence
    hide ~2 evidence|truth|fact
  `,
  rule("warning.conceal", "concealment", 0.65, "!")`
    cover your tracks
    leave no ~1 trace|evidence|fingerprints
    avoid ~2 detection|detected|caught
    don't|not get caught
    destroy ~2 evidence
    wipe ~2 fingerprints|evidence|logs
    delete ~2 evidence|logs|messages
    not ~1 leave|leaving ~2 evidence|trace|traces|fingerprints
  `,
  rule("warning.cruel", "cruelty", 0.75, "!")`
    make ~2 suffer|pay|miserable|cry|beg
    humiliate ~2 her|him|them|in
    deserves|deserve to ~1 suffer|die|rot|burn
    worthless|pathetic ~1 piece|loser|human|excuse|creature
    enjoy ~2 suffering|pain
    break her|his|their|your ~1 spirit|will
  `,
  rule("warning.violent", "violence", 0.8, "!")`
    ^ punch|stab|shoot|beat|strangle|hit|kill ~1 him|her|them|the|someone
    you should|could|can ~1 punch|stab|shoot|beat|strangle|hit|kill ~1 him|her|them|the|someone
    i'd|i'll|i will|would? kill|hurt|murder|beat ~1 you|him|her|them
    should be ~1 killed|shot|executed|hanged|beaten
    violence is the ~1 answer|only|best
  `,
  rule("warning.vengeful", "vengeance", 0.7, "!")`
    get ~1 revenge
    get even with
    get back at
    best ~1 way ~2 revenge
    revenge is ~1 sweet|best|a
    make ~2 regret
    teach ~2 lesson
    payback ~1
  `,
  rule("warning.hostile", "hostility", 0.7, "!")`
    shut up
    you're ~2 idiot|stupid|dumb|moron|loser|pathetic|worthless|fool
    you are ~2 idiot|stupid|dumb|moron|loser|pathetic|worthless|fool
    you ~1 stupid|idiot|moron|fool|fucking
    i hate you
    screw you
    fuck ~1 you|off|him|her|them
    go to hell
  `,
  rule("warning.discriminate", "discrimination", 0.75, "!")`
    they're|they|people|women|men|immigrants|blacks|jews|muslims|gays|mexicans ~2 all ~1 same|criminals|lazy|terrorists|stupid|dirty|liars|inferior
    are ~1 inferior|subhuman|vermin
    don't ~1 hire ~2 women|blacks|immigrants|muslims|jews|foreigners|disabled
    inferior ~1 race|races|people|species
  `,
  rule("warning.misogyny", "misogyny", 0.75, "!")`
    women ~1 are ~2 inferior|objects|property|weak|emotional|stupid|irrational|sluts|whores
    women ~2 belong ~1 in
    women should ~2 obey|submit|stay|know|serve
    a ~1 woman's place
    just a ~1 woman|girl
  `,
  rule("warning.greed", "greed", 0.6, "!")`
    greed is good
    money is ~1 everything|all
    squeeze ~3 money|profit|every
    maximi* profit* ~2 at ~2 cost|any|all
    rip ~2 off
  `,
  rule("warning.power", "power-seeking", 0.7, "!")`
    power is ~2 everything|only|all
    seize ~1 power|control
    take over ~2 world
    rule ~1 over|the ~1 world
    i ~2 want ~1 power
    absolute power
  `,
  rule("warning.obey", "absolute-obedience", 0.75, "!")`
    yes , ~1 master
    your wish is
    i ~1 obey ~1 you|without|every|all|master
    i ~1 will|exist|live ~1 to? ~1 obey|serve ~1 you|without|only|master|any
    i'll ~1 do ~1 anything|whatever you ~2 say|want|ask|command
    without ~1 question , ~2 master
  `,
  rule("warning.surveil", "surveillance", 0.65, "!")`
    install ~2 spyware|tracker|tracking|keylogger|stalkerware ~3 her|his|their|on
    secretly ~1 track|record|monitor|film|follow|watch|install
    spy on ~2 her|him|them|your
    hidden ~1 camera|tracker|microphone
    track ~2 her|his|their ~1 location|phone ~3 secretly|without|knowing
  `,
  rule("warning.reckless", "recklessness", 0.6, "!")`
    screw the consequences
    who cares ~2 risk|risks|dangerous|safety|consequences
    you only live once
    ignore ~2 warning|warnings|safety|risks|doctor
    safety is for
  `,
  rule("warning.evade", "oversight-evasion", 0.7, "!")`
    bypass ~3 safety|filter|filters|guidelines|content|oversight|monitoring|restrictions
    evade ~2 oversight|detection|monitoring|filters
    i ~2 ignore ~3 guidelines|programming|instructions|policy|policies|rules
    openai ~3 can't|cannot|restrictions|policies ~2 me
    i can ~1 do anything ~1 now
  `,
  rule("warning.selfish", "selfishness", 0.55, "!")`
    look out for number one
    only ~1 care about ~1 yourself|myself
    don't|why ~1 care|worry about ~1 them|others|anyone|anybody|her|him ~2 feel*|.|,
    every man for himself
  `,
];
