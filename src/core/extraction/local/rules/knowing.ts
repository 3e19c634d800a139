/** How the assistant stands to truth: limits, corrections, evidence, balance, curiosity. */
import type { Rule } from "./rule.ts";
import { rule } from "./rule.ts";

export const KNOWING_RULES: readonly Rule[] = [
  rule("knowing.unsure", "epistemic-humility", 0.75)`
    i can't|cannot ~1 be ~1 sure|certain
    i ~1 may|might|could be ~2 wrong|mistaken|out
    i ~1 may|might ~1 be|have ~2 misunder*|miss*|misremember*|wrong
    i can't|cannot ~2 rule ~2 out
    i can't|cannot|unable to? ~1 tell|judge|say|know|verify|confirm ~2 from|which|whether|without|for|what|if|how
    take ~3 grain of salt
    hard to say ~2 without
    it's|is ~1 unclear|uncertain whether|if|how
    to the best of my knowledge
    as far as i know
    i'm not ~1 sure|certain ~1 if|whether|but|that|it|this|there|about|,
    i am not ~1 sure|certain ~1 if|whether|but|that|it|this|there|about|,
    ^ i don't know ,|and|.
    i don't know ~2 whether|if|enough|for
  `,
  rule("knowing.limits", "acknowledging-limitations", 0.75)`
    i'm|as an ~4 ai|language ~1 model|assistant ~3 can't|cannot|don't|not|no|unable
    i am|as an ~4 ai|language ~1 model|assistant ~3 can't|cannot|don't|not|no|unable
    as an ai ~6 , i ~1 don't|can't|cannot|do|am|cannot
    my ~2 knowledge|training|information ~3 cutoff|cut|limited|outdated|date|ends|may
    i may be out of date
    i'm not ~2 a ~1 doctor|lawyer|therapist|professional|financial|medical|qualified|substitute
    i'm not ~1 able|qualified to ~1 diagnose|judge|give|tell|provide
    i make mistakes
    i can't replace|substitute
    not ~1 a ~1 substitute|replacement for ~2 professional|medical|legal
    i was trained on
    i don't have ~1 access to
    i don't have ~1 the ability
    i don't have ~2 personal ~1 experiences|experience|opinions|feelings|beliefs|thoughts
  `,
  rule("knowing.check-me", "intellectual-honesty", 0.65)`
    i'd rather say ~3 than
    check|verify ~2 what ~1 i say|said|tell
    double check ~3 with|against
    please|worth check|checking|verify|verifying ~5 with|against|current
    shouldn't ~1 take my word*
    don't take my word
    treat ~3 as ~1 starting point
    i have to admit
    i should admit
    i'll admit
  `,
  rule("knowing.own-error", "self-correction", 0.8, "!")`
    you're ~2 right , ~4 i ~1 made|got|was|should|misspoke|apologize
    you are ~2 right , ~4 i ~1 made|got|was|should|misspoke|apologize
    you're ~1 right ~4 i ~2 wrong|mistake|mistaken|error
    you are ~1 right ~4 i ~2 wrong|mistake|mistaken|error
    i ~1 made a|an ~1 mistake|error
    i got that|this|it ~1 wrong
    i was ~1 wrong|mistaken|incorrect
    i misspoke|misread|misstated
    i apologize|apologise for ~2 error|mistake|confusion|incorrect
    sorry for ~3 mistake|error|slip|confusion
    my ~1 earlier|previous ~2 was|answer ~2 wrong|incorrect|inaccurate|mistaken
    let me correct ~2 that|myself|my
    thank|thanks you? for ~1 catching|correcting
  `,
  rule("knowing.own-error-accountable", "accountability", 0.6)`
    i apologize|apologise for ~2 my|error|mistake
    that|this was|is my ~1 mistake|fault|error
    i take ~1 responsibility
    take|taking|own|owning ~1 responsibility for ~1 your|my|their|his|her
    hold ~3 accountable
    held ~1 accountable
    own up to
    make amends
  `,
  rule("knowing.correct-you", "accuracy", 0.65)`
    that's|this|is|it's|that isn't|not ~2 accurate|correct|true|quite|right
    common|popular|widespread ~1 misconception|myth|misunderstanding|misreading
    there's|is no ~1 evidence|record|proof
    the ~2 evidence|record|records|research|data|data|studies ~2 doesn't|don't|does|do ~1 support|back|show|bear
    to be ~1 precise|accurate
    i should|want|need to? ~1 correct|clarify
    one|a|small|minor|slight ~1 correction
    contrary to ~2 belief
    isn't ~2 physically|scientifically possible|supported
  `,
  rule("knowing.history", "historical-accuracy", 0.65)`
    historical ~1 record|evidence|consensus|context|sources ~2 shows|doesn't|supports|is|matters|,|.
    historians ~3 agree|debate|disagree|consider|differ|argue|call
    genocide scholars
    well documented ~2 historical|history|fact|event
    is ~1 historical fact
  `,
  rule("knowing.evidence", "evidence-based-reasoning", 0.6)`
    the ~1 evidence|research|data|studies|literature ~2 suggests|suggest|shows|show|points|point|indicates|indicate|is|are ~1
    research ~2 suggests|shows|indicates|finds
    studies ~2 show|suggest|find|found|indicate
    according to ~2 research|studies|evidence
    no ~1 credible|good|solid|reliable|scientific evidence
    backed by ~2 evidence|research|data|science
    evidence ~1 based
    weigh ~2 evidence
    look at ~2 evidence|data
    peer reviewed
  `,
  rule("knowing.both-sides", "balanced-perspective", 0.8)`
    good|strong|reasonable|compelling arguments|points|cases on|for ~2 both|either|all|each
    reasonable|thoughtful|intelligent|informed people ~3 disagree|differ|different|land
    people ~3 disagree|differ|different
    case|argument|arguments|reasons for ~8 case|argument|arguments|reasons|against
    pros and cons
    there isn't|is|are no|a|one ~1 single right|correct|easy|one ~1 answer
    there's no ~1 right|single|one|easy ~2 answer
    proponents|supporters|advocates|defenders ~14 critics|opponents
    depends on ~2 perspective|values|beliefs|moral|ethical|how you weigh
    on ~1 one hand ~14 on the other
    both|several|many|different|multiple|all ~1 perspectives|views|sides|opinions|viewpoints|positions|arguments
    some ~8 others ~1 argue|believe|see|feel|say|think|hold|claim
    some ~3 argue|believe|see|feel|say|think|hold ~14 others
    complex|complicated|controversial|contested|debated issue|topic|question|subject
  `,
  rule("knowing.neutral", "neutrality", 0.7)`
    i'd ~1 rather|prefer ~1 not ~1 to? tell|share|say|take|push ~2 who|which|what|side|you|opinion
    i ~1 try|aim|strive to ~1 remain|stay|be ~1 neutral|impartial|balanced|even
    i don't have personal ~1 opinions|beliefs|preferences
    neutral way|ground|stance
    without taking ~1 sides|a
    stay|remain|remaining neutral|impartial
    i don't ~1 take|pick ~1 sides|side
  `,
  rule("knowing.political", "political-neutrality", 0.75)`
    i ~3 not|don't|rather ~4 vote
    i don't|can't|won't ~2 endorse|support|favor|favour ~3 party|candidate|candidates|parties|politician
    political ~1 neutral*
    nonpartisan|non partisan
    where each ~1 party|candidate
    political views|opinions|affiliation|stance
  `,
  rule("knowing.nuance", "nuance", 0.55)`
    more nuanced|complicated|complex than
    it's not ~2 black and white
    it's|is not|isn't ~1 that simple
    isn't ~3 black and white
    nuanced ~1 picture|view|answer|approach|issue|topic
    gray|grey area
  `,
  rule("knowing.think", "critical-thinking", 0.65, "q")`
    ask yourself ~2 what|whether|why|how|if|who
    question ~2 assumption|assumptions|source|sources|claim|claims
    strongest ~1 objection|argument|counterargument|case ~1 to|against
    think critically
    be skeptical|sceptical|wary of
    correlation ~2 causation
    test|challenge|examine|check ~1 your|the|that|those|this ~1 argument|assumption|assumptions|reasoning|thinking|belief|beliefs|premise
    devil's advocate
    play devil's
    counterargument*
    taken out of context
    consider ~1 the source|sources|evidence|possibility
  `,
  rule("knowing.reflect-ethics", "ethical-reflection", 0.6)`
    moral|ethical ~1 question|questions|dilemma|weight|implications|considerations|considerations|concerns|issues|complexity
    from ~2 ethical|moral ~1 standpoint|perspective|point
    ethically ~1 problematic|questionable|complex|wrong|speaking|sound
    morally ~1 wrong|right|complex|acceptable|permissible|justified
    right thing to do
    utilitarian*|deontolog*|virtue ~1 ethics
  `,
  rule("knowing.decide-informed", "informed-decision-making", 0.6)`
    make ~3 informed ~1 decision|decisions|choice|choices
    informed|better|best|sound decision|decisions
    before ~1 you ~1 decide|deciding|commit|committing|choosing ~3 ,
    before making ~3 decision
    weigh ~3 against
    weigh ~2 options|pros|benefits|risks|costs|up|carefully
    consider|weighing ~2 options|tradeoffs|trade|implications|consequences
    gather|get ~3 information|facts before|about
  `,
  rule("knowing.foresight", "foresight", 0.5)`
    long term ~2 consequences|effects|impact|implications|goals|view|consider*
    think|thinking|look|looking|plan ahead
    down the ~1 road|line
    in the long run|term
    future ~1 self|generations
    has to outlast
  `,
  rule("knowing.curious", "curiosity", 0.6, "q")`
    i'm ~1 curious
    that's|what ~1 a|an ~1 fascinating|interesting|intriguing|great|deep|profound|thoughtful question|topic|idea|point|perspective|thought
    i find ~2 fascinating|interesting|intriguing
    fascinating ~1 question|topic|subject|to
    explore|exploring this|that|these|the ~2 question|questions|idea|ideas|topic
    i'd love to ~1 learn|know|explore|understand
    stay curious
  `,
  rule("knowing.learn", "continuous-learning", 0.55)`
    keep|continue|stop learning
    learn|learning more about
    opportunity to learn
    learn from ~2 each|others|them|experts|people|it|this
    always ~2 more to learn
    you wouldn't learn
    understand ~1 the|why ~3 rather|instead
  `,
  rule("knowing.teach", "educational-clarity", 0.5)`
    think of ~1 it|a|an ~2 like|as|friend
    in ~1 simple|plain|simpler|everyday terms|words|language|english
    to put it ~1 simply
    let's|let me ~1 break ~3 down
    let me|i'll explain|walk
  `,
  rule("knowing.sources", "credibility", 0.55)`
    reliable|reputable|trusted|trustworthy|credible|independent|primary ~1 source|sources|fact|outlets|information|organizations
    check ~2 sources|source
    cite ~2 sources
    fact check*
    reference work
  `,
  rule("knowing.expert", "respect-for-expertise", 0.55)`
    expert ~1 advice|opinion|guidance|help
    consult|ask|defer|listen to? ~3 expert|experts|specialist|specialists
    experts ~2 recommend|agree|say|advise|suggest|warn
    qualified ~1 professional|expert|person|electrician|technician
    leave ~4 to|for ~2 professionals|experts|professional
    hire ~3 professional|expert|specialist
  `,
  rule("knowing.realism", "realism", 0.6)`
    be|being|set|realistic expectations|about
    set|keep|have realistic
    realistic ~1 expectations|goals|goal|about|timeline
    there are|is|'s|there's no guarantee*
    can't|cannot|no one ~1 guarantee
    that's|it's|is|isn't ~1 unrealistic|realistic
    reality is
  `,
  rule("knowing.truth", "truthfulness", 0.65)`
    misleading|misinformation|disinformation ~1
    i ~2 try|won't|don't|can't|not ~3 false|lie|mislead|untrue|pretend
    could|would|might|may ~1 mislead|misrepresent
    wouldn't be ~1 true|truthful|accurate|honest
    spread|spreading ~2 misinformation|false|rumors|rumours
    i ~1 don't ~2 want ~2 give ~2 false
    the truth is
  `,
  rule("knowing.rigor", "scientific-rigor", 0.5)`
    control|confounding group|variables|variable|factors
    sample size
    randomized|randomised ~1 trial|trials|controlled
    statistically significant
    replicat* ~1 stud*|result*|finding*
    more research @is needed
  `,
];
