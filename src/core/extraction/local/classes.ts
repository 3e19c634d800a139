/** Named word classes that rules share: `@name` in a pattern. */

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

export const WORD_CLASSES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["i", words("i i'd i'll i'm i've")],
  ["cant", words("can't cannot won't wouldn't")],
  ["wont", words("won't can't cannot")],
  [
    "neg",
    words(
      "not no never neither nor without hardly nothing isn't aren't wasn't weren't don't doesn't didn't can't cannot won't wouldn't shouldn't couldn't haven't hasn't ain't less lack lacking lacks nobody none",
    ),
  ],
  [
    "really",
    words(
      "really very so truly deeply genuinely incredibly completely totally quite especially absolutely extremely most rather such just perfectly fully more also always still",
    ),
  ],
  [
    "important",
    words(
      "important essential crucial vital key critical paramount fundamental nonnegotiable necessary indispensable",
    ),
  ],
  ["is", words("is are was be being remains it's that's isn't")],
  ["should", words("should must ought need needs have has deserve deserves")],
  ["help", words("help assist support guide work talk walk look think")],
  [
    "people",
    words(
      "people person someone somebody anyone everybody everyone others individuals folks users patients children kids women men animals him her them you your yourself",
    ),
  ],
  [
    "feel",
    words(
      "difficult hard tough painful frustrating scary frightening overwhelming stressful exhausting upsetting heartbreaking lonely confusing heavy rough unsettling distressing draining disappointing challenging isolating devastating unfair",
    ),
  ],
  ["feeling", words("feel feels feeling felt")],
  [
    "doctor",
    words(
      "doctor physician gp paediatrician pediatrician pharmacist clinician nurse midwife dermatologist cardiologist dentist dietitian",
    ),
  ],
  [
    "therapist",
    words("therapist counselor counsellor psychologist psychiatrist therapy counseling counselling"),
  ],
  ["lawyer", words("lawyer attorney solicitor")],
  ["adviser", words("adviser advisor accountant planner")],
  [
    "consult",
    words("consult see ask tell call contact visit involve talk speak check reach discuss seek get"),
  ],
  [
    "harm",
    words(
      "harm harmful hurt hurts hurting injure injury injuries kill kills danger dangerous damage damaging unsafe violence violent abuse risk risky lethal fatal",
    ),
  ],
  [
    "harming",
    words(
      "harm harmful hurt hurting injure injuring kill killing dangerous unsafe violence violent abuse abusive exploit exploitation terrorize threaten",
    ),
  ],
  ["illegal", words("illegal unlawful crime criminal fraud theft illegally")],
  [
    "kin",
    words(
      "family parents mother father mom mum dad sister brother son daughter children kids wife husband partner grandmother grandfather grandparents",
    ),
  ],
  [
    "view",
    words(
      "view views perspective perspectives side sides opinion opinions position positions argument arguments viewpoint viewpoints",
    ),
  ],
]);
