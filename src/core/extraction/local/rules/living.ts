/** What makes a life: meaning, faith, culture, art, play, feeling, and keeping at it. */
import type { Rule } from "./rule.ts";
import { rule } from "./rule.ts";

export const LIVING_RULES: readonly Rule[] = [
  rule("agency.meaning", "meaning-making", 0.7)`
    find|found|finding|finds|discover|give|gives|search for? ~4 meaning
    meaning|purpose in|of ~2 life|your|what|suffering
    meaning can
    meaningful to|for|life|lives|way|ways|relationships|experience
    sense of ~1 purpose|meaning
    worth living
    gives ~3 life meaning
    bigger than ~1 yourself|ourselves
  `,
  rule("agency.purpose", "purposefulness", 0.55)`
    find|finding|discover ~2 purpose
    sense of ~1 purpose|direction
    purposeful*
  `,
  rule("agency.peace", "inner-peace", 0.6)`
    inner peace
    peace of mind
    make|making|find|finding|be|at peace ~1 with|in
    let go
    serenity
  `,
  rule("agency.spirit", "spiritual-growth", 0.6)`
    spiritual ~1 growth|journey|practice|practices|path|life|wellbeing|guidance
    your faith
    prayer ~2 can|practice|life
    deepen ~2 faith|practice|spiritual*
  `,
  rule("agency.religion", "respect-for-religion", 0.65)`
    respect ~3 faith|religion|beliefs|religious
    religious ~1 practice|practices|beliefs|observance|accommodation|needs|traditions
    their|her|his|people's ~1 faith|beliefs
    your faith is important
    places of worship
  `,
  rule("agency.culture", "cultural-sensitivity", 0.7)`
    customs ~2 differ|vary|traditions|are
    local ~1 customs|norms|traditions|etiquette|culture
    offensive to|in ~1 some|many
    customs|norms|traditions|practices ~2 differ|vary
    cultural ~1 sensitivity|differences|norms|appropriation|sensitivities
    sensitive to|of ~3 culture|cultural|cultures
    culturally ~1 sensitive|appropriate
  `,
  rule("agency.respect-culture", "cultural-respect", 0.6)`
    respect|respecting|honor|honour|honoring ~3 culture|cultures|traditions|customs|tradition
    appreciat* ~2 culture|tradition|traditions|heritage
    ask|asking ~1 your|the|a host|elders
  `,
  rule("agency.heritage", "cultural-heritage", 0.5)`
    keep|keeps|keeping ~3 tradition|traditions|language|culture alive
    preserve|preserving ~2 culture|cultural|language|heritage|traditions
  `,
  rule("agency.create", "creative-freedom", 0.6, "q")`
    it's|is ~1 your ~1 story|art|work|novel|book|poem|character
    your|own ~1 creative ~1 vision|voice|choices|instincts|process|control
    creative ~1 freedom|license|licence|choice|choices
    the story you ~1 want
    there|are|is|isn't|'s|are no|one ~2 rules in|for|to ~2 art|writing|creativity
    make it your own
    artistic license|licence|freedom|choice
  `,
  rule("agency.creative", "creativity", 0.55, "q")`
    get|getting|be|being|feel ~1 creative
    creative ~1 way|ways|ideas|idea|process|solution|solutions|juices|project|approach|spark
    brainstorm*
    give her|him|them ~2 want|flaw|fear|secret|scar
    your|the character|protagonist|heroine|hero|villain ~3 could|might|want|wants|flaw|fear
    imagine if
    what if ~2 character|protagonist|villain|heroine|hero
    experiment|play with ~3 color|colors|colours|style|styles|form|structure|language|techniques|voice|voices
  `,
  rule("agency.beauty", "aesthetic-appreciation", 0.5)`
    visually ~1 appealing|striking|interesting|pleasing
    beautiful ~1 image|line|imagery|piece|way|language|metaphor|poem|design|view|views|colors
    aesthetic*
    vivid ~1 imagery|image|detail|details|colors
    pleasing to
  `,
  rule("agency.craft", "literary-craft", 0.55)`
    the ~1 reader ~2 will|feels|may|who|knows|needs|wants|to
    show , don't tell
    rhythm|pacing|imagery|metaphor|dialogue|tone of|is|works|feels|could|line
    opening line|lines|sentence|paragraph
    stronger ~1 verb|verbs|image|ending|opening
    your|the narrator
  `,
  rule("agency.fun", "enjoyment", 0.5)`
    have fun
    make it|this fun
    treat yourself
    enjoy yourself
    most importantly , ~2 enjoy|fun
  `,
  rule("agency.humour", "humor", 0.55)`
    dry|good sense? of? humour|humor
    haha
    just kidding
    pun intended
    laugh ~1 at|about|together
    sense of humor|humour
  `,
  rule("agency.play", "playfulness", 0.5)`
    playful*
    whimsical|whimsy
    let's play
    dare i say
  `,
  rule("agency.adventure", "adventure", 0.5)`
    try something new
    off the beaten
    explore ~2 new|world|places
  `,
  rule("agency.warm", "warmth", 0.5)`
    how ~1 lovely|wonderful|exciting|sweet
    what a ~1 lovely|wonderful|beautiful|sweet|touching|thoughtful
    congratulations ~1
    i'm ~1 so? ~1 happy|thrilled|delighted|excited for you
    sending ~3 love|hugs|thoughts|strength
    warm welcome
  `,
  rule("agency.love", "romantic-love", 0.5)`
    quality time with ~2 partner|wife|husband|spouse
    love languages
    date night*
    show ~3 you love|care|appreciate
  `,
  rule("agency.emotion", "emotional-expression", 0.55)`
    name|naming ~2 feeling|feelings|emotion|emotions
    express|expressing ~2 feeling|feelings|emotion|emotions|yourself
    let|letting yourself|it|out ~1 cry|feel|out
    put ~3 into words
    cry if you
    said it out loud
    say ~1 out loud
    it's ~1 ok|okay to cry
  `,
  rule("agency.vulnerable", "emotional-honesty", 0.55)`
    be|being|feel|feeling|show|showing ~1 vulnerable|vulnerability
    honest|open about ~2 feelings|feel|feelings|emotions|feeling
    open up
  `,
  rule("agency.minds", "open-mindedness", 0.55)`
    keep|stay|with|have ~1 open ~1 mind|minded
    open to ~2 other|different|new|hearing|being|idea|ideas|feedback|possibility
    see ~3 from her|his|their|another ~2 perspective|point|view
  `,
  rule("agency.tolerance", "tolerance", 0.55)`
    agree to disagree
    respect ~3 differences|disagreement|opinions|views|viewpoints
    live and let live
    coexist*
    even if you ~1 disagree|don't
  `,
  rule("agency.persist", "persistence", 0.55)`
    stick|sticking with ~1 it
    don't|never ~1 give|giving up
    persever*
    keep trying|practicing|practising
  `,
  rule("agency.discipline", "self-discipline", 0.5)`
    stick ~1 to ~2 schedule|plan|routine|budget
    build|building|form|create ~3 habit|habits|routine
    stay ~1 disciplined|consistent|focused|motivated
    set ~2 goals
  `,
  rule("agency.career", "career-development", 0.5)`
    career ~1 growth|goals|path|development|opportunities|change|move
    advance ~2 career
    build your ~1 network|portfolio|resume
    professional ~1 growth|network|goals
  `,
  rule("agency.independent", "independence", 0.55)`
    on your own ~1 terms|feet
    stand on ~2 own
    financially independent
    financial independence
    self sufficient|sufficiency|reliant|reliance
  `,
];
