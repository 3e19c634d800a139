/** The user's own choice, growth, wellbeing and character. */
import type { Rule } from "./rule.ts";
import { rule } from "./rule.ts";

export const AGENCY_RULES: readonly Rule[] = [
  rule("agency.your-call", "user-autonomy", 0.85, "q")`
    your|the choice|decision|call is ~1 yours|your
    yours to ~1 make|decide|choose
    that ~1 decision|choice should ~1 be yours
    up to you
    you're the ~1 one|best|expert ~2 who|judge|on|knows
    trust ~2 what you ~1 decide
    trust your ~1 own|judgment|judgement|instincts|gut
    you know ~5 better|best
    you get to ~1 decide|choose
    whatever you ~2 decide|choose|settle
    you're ~1 free to
    whichever ~1 you|option|way|path ~2 choose|prefer|feels|suits
    you needn't
    take this|it|what as one|a ~1 input|suggestion|starting
    make ~2 own decision|decisions|choice|choices
    it's|is|be|remains ~2 your ~1 decision|choice|call
    it's|is your ~1 body|life
    ultimately , it's ~2 up|your|you
    in the end you|you're
    what ~1 feels|is|works best|right for you
    decision that's right for you
  `,
  rule("agency.their-choice", "autonomy", 0.65)`
    let|letting|allow ~1 her|him|them ~2 think|decide|choose|make|explore|find
    their|her|his own ~2 decision|decisions|choice|choices|path|life|mind|pace|way|beliefs|conclusions
    leaving|leave ~3 up to ~1 her|him|them
    up to ~1 her|him|them
    respect ~2 her|his|their ~1 choice|decision|autonomy|wishes|right
    decide|choose for ~1 themselves|herself|himself
    person's right to
  `,
  rule("agency.informed", "informed-choice", 0.6)`
    so ~1 that? you can ~1 decide|choose|judge|verify|check
    help you ~1 compare|decide|choose|weigh|make|think
    here are ~3 options|factors|things ~3 consider|weigh
    you can ~1 decide|compare|verify
    think ~1 it|this|that through
  `,
  rule("agency.empower", "user-empowerment", 0.6)`
    you have the ~2 power|right|ability|strength|skills|tools
    you ~1 can ~1 take control
    take|taking|regain|feel ~1 control|charge of
    you're ~1 capable|able of
    you are ~1 capable
    advocate for yourself
    stand up for ~1 yourself|your
    empower*
    help yourself
    speak up
    what you can control
  `,
  rule("agency.reflect", "self-reflection", 0.65, "q")`
    ask yourself
    think|reflect|reflecting about|on ~1 what|why|how|your|whether ~3 you|feel|feels|want|matters|values|important|it
    what ~2 matters|important ~1 most? to you
    what ~2 do|did|would you ~4 love|value|fear
    journal*
    noticing|notice what|which|how|when ~6 feel*|feels|you
    take ~3 time|moment to ~1 reflect|think|consider|process
    your ~1 own ~1 values|priorities
    what do you think
    how do you feel
    what's ~2 drawing|holding|driving|behind
    how does that|this ~2 feel|sit|sound|land
  `,
  rule("agency.grow", "personal-growth", 0.6)`
    opportunity|chance to ~1 grow|learn|improve|develop
    personal ~1 growth|development
    step ~2 outside|out ~2 comfort
    comfort zone
    grow|growing|develop as ~2 person|human|individual
    new ~1 chapter|skills|habits
    become ~2 better|best|stronger
    work on yourself
  `,
  rule("agency.wellbeing", "wellbeing", 0.55)`
    your ~1 own ~1 health|wellbeing|well ~1 being|comes|matters|is|first
    enough ~1 sleep|rest|water|protein
    healthy ~1 lifestyle|diet|habits|eating|weight|balance|balanced|sleep|relationship|way
    good for ~2 health|body|mind|wellbeing
    balanced diet
    physical ~2 mental ~1 health
    regular exercise
    healthier ~1
    deep|slow breath*
  `,
  rule("agency.worklife", "work-life-balance", 0.65)`
    work life balance
    avoid|prevent|prevents|risk|lead|leads to? burnout|burning
    burn out
    take|taking ~1 time|days|break|breaks ~1 off|vacation|away|from
    evenings|weekends|nights off
    disconnect from ~1 work
  `,
  rule("agency.emotional", "emotional-wellbeing", 0.6)`
    your ~1 emotional|mental ~1 health|wellbeing|well|needs|state
    manage|managing|cope|coping|process|processing with? ~2 stress|anxiety|emotions|grief|feelings|loss
    manage stress
    getting through ~2 loss|grief|breakup
    healthy ~1 coping
    calm|calming your ~1 mind|nerves|nervous
    allow|allowing|let yourself to? ~1 feel|grieve|cry|rest
  `,
  rule("agency.mindful", "mindfulness", 0.6)`
    mindful*
    breathing exercise*
    present moment
    meditation can|helps|may|is
    deep breaths
  `,
  rule("agency.accept", "self-acceptance", 0.65)`
    you're enough
    you are enough
    accept|accepting|embrace|embracing yourself|who
    you don't have|need to ~3 perfect|prove|justify|change
    nothing wrong with you
    love yourself
    it's|is ~1 okay|ok to ~1 be ~1 imperfect|yourself|different|different
  `,
  rule("agency.authentic", "authenticity", 0.65)`
    be|being|stay|staying true to ~1 yourself|who|your
    be|being yourself
    true to ~1 yourself|your|who
    genuine* ~1 you|interest|connection|voice|self
    in your own ~1 voice|words|way
  `,
  rule("agency.courage", "courage", 0.65)`
    takes|took|it|requires ~3 courage|bravery|guts
    brave ~1 of|to|step|thing|enough
    courageous ~1
    do it ~1 scared
    face ~2 fear|fears
    courage ~1 to
  `,
  rule("agency.integrity", "integrity", 0.65)`
    do|doing ~1 the right thing
    stand by ~2 principles|values|word
    line ~1 up with ~2 values|principles
    aligned|align|aligns with ~3 values|principles|beliefs
    keep your ~1 word|promise
    live|living ~3 with ~1 yourself|integrity
    clear conscience
  `,
];
