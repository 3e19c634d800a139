/**
 * Words that name a value when a speaker professes or urges it ("honesty matters", "be honest with her"). Alone they
 * are only a topic: `frames.ts` says in which phrases they count. One line per value: id: nouns | adjectives.
 */
const SOURCE = `
honesty: honesty, being honest | honest
truthfulness: truthfulness, telling the truth, the truth | truthful
transparency: transparency, being transparent | transparent, upfront
integrity: integrity |
moral-integrity: doing the right thing, doing what's right, moral integrity |
authenticity: authenticity, being yourself, being myself, being authentic | authentic
sincerity: sincerity | sincere, heartfelt
humility: humility, being humble | humble
courage: courage, bravery | brave, courageous
kindness: kindness, being kind | kind
compassion: compassion | compassionate
empathy: empathy | empathetic
respect: respect, being respectful | respectful
mutual-respect: mutual respect |
human-dignity: dignity, human dignity |
human-rights: human rights |
fairness: fairness, being fair | fair
justice: justice |
social-justice: social justice |
equality: equality, equal treatment |
gender-equality: gender equality |
equity: equity | equitable
anti-discrimination: non-discrimination |
inclusivity: inclusion, inclusivity, inclusiveness | inclusive, welcoming
diversity: diversity |
tolerance: tolerance | tolerant
pluralism: pluralism |
civility: civility | civil
politeness: politeness, good manners | polite
courtesy: courtesy | courteous
cultural-respect: respect for other cultures, their culture, cultural respect |
cultural-sensitivity: cultural sensitivity | culturally sensitive
cultural-preservation: cultural preservation, keeping the culture alive |
tradition: tradition, traditions |
cultural-heritage: heritage, cultural heritage |
trust: trust | trustworthy
trust-building: building trust, rebuilding trust |
loyalty: loyalty | loyal
fidelity: fidelity, faithfulness | faithful
promise-keeping: keeping promises, keeping my word, keeping your word |
open-communication: open communication, open dialogue, honest communication, communicating openly |
constructive-dialogue: constructive dialogue, constructive conversation, respectful dialogue |
impartiality: impartiality | impartial, unbiased
neutrality: neutrality | neutral
objectivity: objectivity | objective
accuracy: accuracy | accurate
factual-accuracy: factual accuracy, getting the facts right |
intellectual-honesty: intellectual honesty | intellectually honest
intellectual-humility: intellectual humility |
scientific-integrity: scientific integrity, research integrity |
academic-integrity: academic integrity, academic honesty |
journalistic-integrity: journalistic integrity |
truth-seeking: seeking the truth, finding the truth |
critical-thinking: critical thinking, thinking critically |
open-mindedness: open-mindedness, an open mind | open minded
skepticism: healthy skepticism, skepticism, scepticism | skeptical, sceptical
ethical-reflection: ethical reflection |
evidence-based-reasoning: evidence-based reasoning, evidence based decisions |
curiosity: curiosity | curious
intellectual-curiosity: intellectual curiosity |
continuous-learning: lifelong learning, continuous learning, learning |
education: education |
originality: originality | original
knowledge-sharing: sharing knowledge, knowledge sharing |
knowledge-preservation: preserving knowledge |
academic-rigor: academic rigor, academic rigour |
scientific-rigor: scientific rigor, scientific rigour |
analytical-rigor: analytical rigor, rigor, rigour | rigorous
clarity: clarity, being clear | clear
precision: precision | precise
simplicity: simplicity, keeping it simple |
conciseness: brevity, conciseness | concise
consistency: consistency | consistent
coherence: coherence | coherent
attention-to-detail: attention to detail |
thoroughness: thoroughness | thorough
professionalism: professionalism | professional
reliability: reliability | reliable, dependable
craftsmanship: craftsmanship, good craft |
code-quality: code quality, clean code |
maintainability: maintainability | maintainable
usability: usability, ease of use | usable
user-experience: user experience |
documentation: documentation |
robustness: robustness | robust
innovation: innovation | innovative
technological-progress: technological progress |
entrepreneurship: entrepreneurship |
professional-development: professional development, career growth |
skill-development: building skills, skill development |
efficiency: efficiency | efficient
effectiveness: effectiveness | effective
productivity: productivity | productive
organization: being organized, staying organized | organized, organised
sustainability: sustainability | sustainable
cost-effectiveness: cost-effectiveness | cost effective
frugality: frugality, thrift | frugal
financial-prudence: financial prudence, saving money, living within your means | financially responsible
adaptability: adaptability | adaptable
flexibility: flexibility | flexible
pragmatism: pragmatism | pragmatic
practicality: practicality | practical
directness: directness, being direct | direct
candor: candor, candour, frankness | candid, frank
clear-communication: clear communication |
continuous-improvement: continuous improvement |
problem-solving: problem solving |
accountability: accountability, taking responsibility, owning your mistakes | accountable
responsibility: responsibility | responsible
social-responsibility: social responsibility, giving back |
public-accountability: public accountability |
rule-of-law: the rule of law |
rule-adherence: following the rules |
legal-compliance: legal compliance, staying within the law |
business-ethics: business ethics, ethical business |
fair-compensation: fair pay, fair wages, fair compensation |
due-diligence: due diligence |
good-governance: good governance |
democratic-values: democracy, democratic values |
legitimacy: legitimacy |
respect-for-authority: respect for authority |
international-cooperation: international cooperation |
patriotism: patriotism |
customer-service: customer service |
user-centricity: putting users first, the user first |
safety: safety, staying safe | safe
public-safety: public safety |
user-safety: your safety, your own safety, personal safety |
child-welfare: child safety, child welfare, the child's safety, children's safety |
animal-welfare: animal welfare, animal rights, the animal's welfare |
harm-prevention: preventing harm, avoiding harm, do no harm |
harm-reduction: harm reduction |
public-health: public health |
consumer-protection: consumer protection |
environmental-stewardship: environmental stewardship, caring for the planet, environmental responsibility |
environmental-protection: environmental protection, protecting the environment, the environment, the planet |
environmental-sustainability: environmental sustainability |
respect-for-nature: respect for nature |
privacy: privacy |
data-privacy: data privacy, data protection |
confidentiality: confidentiality |
consent: consent, enthusiastic consent |
informed-consent: informed consent |
healthy-boundaries: healthy boundaries, clear boundaries, boundaries, setting boundaries |
personal-boundaries: personal boundaries |
freedom-of-expression: free speech, freedom of speech, freedom of expression |
intellectual-property-rights: intellectual property, copyright |
psychological-safety: psychological safety | emotionally safe
security: security | secure
data-integrity: data integrity |
stability: stability | stable
caution: caution | cautious, careful
prudence: prudence | prudent
discretion: discretion | discreet
preparedness: preparedness, being prepared | prepared
risk-awareness: risk awareness |
autonomy: autonomy, self-determination | autonomous
user-autonomy: your autonomy, your own choices |
bodily-autonomy: bodily autonomy |
personal-autonomy: personal autonomy |
independence: independence | independent
freedom: freedom, liberty | free
informed-choice: informed choice, an informed decision |
informed-decision-making: informed decision-making |
independent-thinking: thinking for yourself, thinking for myself, independent thinking |
empowerment: empowerment |
personal-growth: personal growth, growth |
growth-mindset: growth mindset |
resilience: resilience | resilient
persistence: persistence, perseverance | persistent
patience: patience | patient
self-care: self-care, taking care of yourself, taking care of myself |
self-compassion: self-compassion, being kind to yourself |
self-acceptance: self-acceptance, accepting yourself |
self-awareness: self-awareness | self aware
self-reflection: self-reflection |
self-discipline: self-discipline, discipline | disciplined
self-respect: self-respect |
self-confidence: self-confidence, confidence |
self-expression: self-expression, expressing yourself, expressing myself |
mindfulness: mindfulness | mindful
balance: balance | balanced
work-life-balance: work-life balance, evenings off, time off, not burning out, avoiding burnout |
wellbeing: well-being, wellbeing, my health, your health |
emotional-wellbeing: emotional well-being, mental health, emotional wellbeing |
hope: hope | hopeful
optimism: optimism | optimistic
ambition: ambition | ambitious
creativity: creativity | creative
creative-freedom: creative freedom, artistic freedom |
artistic-integrity: artistic integrity |
beauty: beauty |
elegance: elegance | elegant
imagination: imagination | imaginative
storytelling: storytelling |
emotional-honesty: emotional honesty |
emotional-authenticity: emotional authenticity |
emotional-connection: emotional connection |
emotional-intelligence: emotional intelligence |
authentic-connection: real connection, genuine connection, authentic connection |
intimacy: intimacy |
warmth: warmth | warm
joy: joy |
wisdom: wisdom | wise
inner-peace: inner peace, peace of mind |
meaning-making: meaning, finding meaning |
purposefulness: purpose, a sense of purpose |
spiritual-growth: spiritual growth |
religious-devotion: faith, my faith |
contemplation: contemplation |
tranquility: tranquility, calm | calm
playfulness: playfulness | playful
humor: humor, humour |
enjoyment: enjoyment, having fun |
adventure: adventure | adventurous
family-bonds: family, my family, our family, family bonds, family ties |
friendship: friendship, our friendship, my friends |
community-building: community, building community |
social-connection: connection, staying close, our relationship, human connection |
social-harmony: harmony, keeping the peace, a peaceful home |
belonging: belonging, a sense of belonging |
solidarity: solidarity |
reciprocity: reciprocity |
generosity: generosity | generous
gratitude: gratitude | grateful, thankful
forgiveness: forgiveness | forgiving
altruism: altruism, helping others, helping people | selfless
supportiveness: supporting others, support | supportive
encouragement: encouragement | encouraging
collaboration: collaboration, teamwork, working together | collaborative
mentorship: mentorship, mentoring |
active-listening: active listening, really listening |
conflict-resolution: conflict resolution, resolving conflict |
civic-engagement: civic engagement |
accessibility: accessibility | accessible
peace: peace | peaceful
non-violence: nonviolence, non-violence | nonviolent
moderation: moderation | moderate
honor: honor, honour | honorable, honourable
nuance: nuance | nuanced
self-improvement: self-improvement |
foresight: foresight |
holistic-understanding: the whole picture, the bigger picture |
self-preservation: self-preservation |
preservation: preservation |
vigilance: vigilance | vigilant
`;

export interface LexiconEntry {
  readonly value: string;
  readonly kind: "N" | "A";
  readonly phrase: string;
}

function parse(source: string): LexiconEntry[] {
  const entries: LexiconEntry[] = [];
  for (const line of source.trim().split("\n")) {
    const [value = "", rest = ""] = line.split(":", 2);
    const [nouns = "", adjectives = ""] = rest.split("|", 2);
    for (const phrase of nouns.split(","))
      if (phrase.trim() !== "") entries.push({ value, kind: "N", phrase: phrase.trim() });
    for (const phrase of adjectives.split(",")) {
      if (phrase.trim() !== "") entries.push({ value, kind: "A", phrase: phrase.trim() });
    }
  }
  return entries;
}

export const LEXICON: readonly LexiconEntry[] = parse(SOURCE);
