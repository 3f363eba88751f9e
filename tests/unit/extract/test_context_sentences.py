"""Sentences of every class of cue, in our own words: the bracketed words must come out as stated."""

import re

import pytest

from trialsift.extract.context import assertion_in
from trialsift.packs.rules import Packs

PRESENCE = """
There is no evidence for [pneumonia].|absent
No radiographic evidence of [fracture].|absent
No acute or chronic [infarct] is seen.|absent
Without any sign of [infection].|absent
The patient denied any [chest pain].|absent
Patient was negative for [influenza].|absent
Absence of [breath sounds] on the left.|absent
[Fever] absent.|absent
[Fever] was not present.|absent
[Fever]: no|absent
[Fever] - no|absent
[Fever] (-)|absent
[Hernia]: none.|absent
[Allergies]: none known.|absent
[Allergies]: NKDA|present
Never had [asthma].|absent
He has never had a [stroke].|absent
She never developed a [rash].|absent
[Pulmonary embolism] has been ruled out.|absent
[PE] was ruled out by CT.|absent
Ruled out for [myocardial infarction].|absent
He ruled out for [MI] by enzymes.|absent
Rule out [myocardial infarction].|uncertain
[Myocardial infarction] should be ruled out.|uncertain
To rule out [abscess].|uncertain
[Abscess] is to be ruled out.|uncertain
[Abscess] cannot be ruled out.|uncertain
[Abscess] is not ruled out.|uncertain
Cannot entirely exclude a small [nodule].|uncertain
A small [nodule] cannot be completely excluded.|uncertain
No definite evidence to exclude [malignancy].|uncertain
[Pneumonia] is unlikely.|uncertain
[Pneumonia] is felt to be unlikely.|uncertain
Unlikely to be [pneumonia].|uncertain
Low suspicion for [DVT].|uncertain
No suspicion for [DVT].|absent
Not suspicious for [malignancy].|absent
No increase in the [swelling].|present
No significant interval change in the right [effusion].|present
[Effusion] is without change.|present
No further [bleeding] was noted.|absent
No new [lesions].|absent
Not only [fever] but also chills.|present
Gram negative [bacteremia].|present
Walks without difficulty despite [arthritis].|present
No change in bowel habits, no [melena].|absent
No longer has [headaches].|absent
The [headaches] are no longer present.|absent
The [headaches] are gone.|absent
The [rash] has resolved completely.|absent
The [rash] has cleared.|absent
Resolved [pneumonia].|absent
Resolution of the [pneumonia].|absent
Resolving [pneumonia].|present
The [rash] has not resolved.|present
He denies fever, chills, [nausea], or vomiting but reports cough.|absent
He denies fever, chills, nausea, or vomiting but reports [cough].|present
He denies fever; [cough] present.|present
No fever or chills, however there is [cough].|present
No complaints other than [headache].|present
No complaints except for mild [headache].|present
Apart from [headache] no complaints.|present
Aside from mild [edema], the exam was unremarkable.|present
Normal except [edema].|present
No abnormality with the exception of a small [cyst].|present
There are no masses, but a [cyst] is seen.|present
There is no mass and there is a [cyst].|present
No mass. A [cyst] is seen.|present
No mass, and a [cyst] is seen in the liver.|present
Neither [fever] nor chills.|absent
Neither fever nor [chills].|absent
She had neither fever, cough, nor [chills].|absent
He had no fever, nor did he have [chills].|absent
Nontender, no [guarding] or rebound.|absent
No guarding or [rebound].|absent
The lungs are clear with no [wheezes], rales, or rhonchi.|absent
The lungs are clear with no wheezes, rales, or [rhonchi].|absent
[Lymphadenopathy] is not appreciated.|absent
[Lymphadenopathy] was not noted.|absent
I do not see any [lymphadenopathy].|absent
We could not find [lymphadenopathy].|absent
She isn't having any [pain].|absent
She doesn't have [pain].|absent
He hasn't had [seizures] since March.|absent
He did not have [seizures].|absent
He has not experienced any [dizziness].|absent
The [diabetes] is not well controlled.|present
[Pain] not relieved by rest.|present
He could not walk because of [pain].|present
He is not able to stand due to [vertigo].|present
[Pain] does not radiate.|present
She does not take insulin for her [diabetes].|present
She is not on treatment for [hypertension].|present
The [mass] was not biopsied.|present
The [tumor] does not invade the bone.|present
The tumor does not show [necrosis].|absent
[Depression] without suicidal ideation.|present
Depression without [suicidal ideation].|absent
[Pain] with no radiation.|present
[Headache] without photophobia, neck stiffness or rash.|present
Lack of [appetite].|absent
[Cough] is denied.|absent
[Chest pain]: denies.|absent
Patient refuses treatment for [depression].|present
Return if [fever] develops.|uncertain
If you develop [fever], call us.|uncertain
Call for [bleeding] or swelling.|uncertain
Should [bleeding] occur, press firmly.|uncertain
Watch for signs of [infection].|uncertain
She is at risk for [falls].|uncertain
Risk of [stroke] was discussed.|uncertain
[Aspiration] precautions.|uncertain
[DVT] prophylaxis was given.|uncertain
Given heparin for [DVT] prophylaxis.|uncertain
Screening for [colon cancer].|uncertain
[Dyspnea] on exertion.|present
[Metastasis] versus hamartoma.|uncertain
Metastasis versus [hamartoma].|uncertain
Favor [hamartoma] over metastasis.|uncertain
Favor hamartoma over [metastasis].|uncertain
?[PE]|uncertain
[PE]?|uncertain
Question of a small [effusion].|uncertain
There is a question of [pneumonia].|uncertain
Not certain whether this is a [seizure].|uncertain
It is unclear whether he had a [seizure].|uncertain
[Pneumonia] may be present.|uncertain
[Pneumonia] is a consideration.|uncertain
Consider [pneumonia].|uncertain
Findings compatible with [pneumonia].|present
Findings consistent with [pneumonia].|present
No findings consistent with [pneumonia].|absent
Findings are not consistent with [pneumonia].|absent
Findings suggestive of [pneumonia].|uncertain
Findings not suggestive of [pneumonia].|absent
[Pneumonia] is suspected.|uncertain
History of possible [TIA].|uncertain
Positive for [cough], negative for fever.|present
Positive for cough, negative for [fever].|absent
+ [cough], - fever|present
Cough +, [fever] -|absent
No cough but + [wheeze]|present
[HIV] negative.|absent
HIV test negative, [syphilis] test positive.|present
[Murphy's sign] negative.|absent
Tests for [HIV] were negative.|absent
[Edema]: 0|absent
[Edema] x 0|absent
He is free of [disease].|absent
[Pain] free.|absent
Symptom free without [seizures].|absent
He is without [complaints].|absent
Nothing to suggest [malignancy].|absent
None of the nodes contain [tumor].|absent
No nodes contain [tumor].|absent
0 of 12 nodes contain [tumor].|absent
Nor is there any [hernia].|absent
No one in the clinic had [influenza].|absent
Hepatitis B surface antigen negative, [cirrhosis] known.|present
Fails to show [stenosis].|absent
Failed treatment for [reflux].|present
Not known to have [diabetes].|absent
Does not appear to be [infected].|absent
Does not look [septic].|absent
Not a [diabetic].|absent
Non-[diabetic].|absent
Patient is not [diabetic].|absent
Patient does not smoke, has [asthma].|present
No pain medication for [headache].|present
No family history of [cancer].|absent
Inadequate evidence to diagnose [lupus].|uncertain
Normal exam does not rule out [torsion].|uncertain
No [torsion] on ultrasound.|absent
Ultrasound failed to demonstrate [torsion].|absent
No sonographic evidence for [torsion] or abscess.|absent
No masses or [tenderness] to palpation.|absent
No signs or symptoms of [withdrawal].|absent
There were no [complications].|absent
There was minimal bleeding and no [complications].|absent
He tolerated the procedure without [complication].|absent
No apparent [distress].|absent
Has no problems with [constipation].|absent
"""

TIME_AND_PERSON = """
Mother has [diabetes].|relative
His mother, who is 80, has [diabetes].|relative
Maternal grandmother with [breast cancer].|relative
There is a family history of [stroke].|relative
No family history of [stroke].|relative
No family history of [stroke].|absent
Positive family history for [stroke].|relative
[Cancer] runs in the family.|relative
[Stroke] in a paternal uncle.|relative
Parents have [hypertension].|relative
Two siblings with [asthma].|relative
His wife has [dementia].|relative
Her husband reports [vomiting].|patient
Mom noticed a [rash].|patient
According to his daughter he had [chest pain].|patient
Daughter says he has [fever].|patient
She lives with her mother and has [asthma].|patient
She cares for her mother, who has [dementia].|relative
He was found by his wife with [weakness].|patient
History given by the mother: [fever] for two days.|patient
Per mother, [fever] for 2 days.|patient
The donor had [hepatitis].|relative
Brother died of [leukemia] at 12.|relative
Mother's [diabetes] was diagnosed late.|relative
FH: [glaucoma].|relative
History of [appendectomy].|past
s/p [appendectomy].|past
Status post right [hemicolectomy] in 2004.|past
Had [measles] as a child.|past
She had [pneumonia] five years ago.|past
[Pneumonia] 10 years ago.|past
Previous [stroke] with residual weakness.|past
Prior [stroke].|past
Old [infarct].|past
Remote history of [seizures].|past
Past history of [smoking].|past
PMH: [diabetes], hypertension.|past
PMHx includes [diabetes].|past
PMH significant for [diabetes].|past
Past surgical history: [hysterectomy].|past
He has a past medical history significant for [CAD] and COPD.|past
He has a past medical history significant for CAD and [COPD].|past
Known history of [CAD].|past
Long history of [alcohol abuse].|now
Three week history of [cough].|now
A 2-day history of [cough].|now
Presents with [cough], history of asthma.|now
Presents with cough, history of [asthma].|past
History of asthma presenting with [cough].|now
History of asthma, now with [cough].|now
History of asthma, presents today with [cough].|now
History of asthma who comes in with [cough].|now
History of present illness: [cough].|now
Compared with the previous study, the [mass] is smaller.|now
Unchanged from prior: [mass] in the lobe.|now
[Cough] for three days.|now
[Cough] since last week.|now
She was diagnosed with [diabetes] in 1999.|past
[Diabetes] diagnosed in 1999.|past
Hx of [TIA].|past
h/o [TIA].|past
H/O [TIA].|past
Known [TIA] in 2001.|past
He used to have [migraine].|past
Former [smoker].|past
Ex-[smoker].|past
Quit [smoking] 5 years ago.|past
In the past he had [ulcers].|past
He had [ulcers] in the past.|past
Childhood [asthma].|past
Prior to admission she had [fever].|now
He has had [fever] for the past week.|now
In the past two days he has had [fever].|now
Past medical history is notable for [gout].|past
Medical history: [gout].|past
Medical history includes [gout].|past
She has a medical history of [gout].|past
No prior [surgery].|past
Social history: denies [tobacco].|past
Denies [tobacco] or alcohol.|past
Previously diagnosed [lupus].|past
Previously treated for [lupus].|past
Recent [pneumonia].|now
New [stroke].|now
Old records show [stroke].|now
Radiotherapy is planned for [sarcoma].|planned
"""


def rows(table: str) -> list[tuple[str, str]]:
    parted = [line.rpartition("|") for line in table.strip().splitlines()]
    return [(sentence, wanted) for sentence, _, wanted in parted]


@pytest.mark.parametrize(("marked", "wanted"), rows(PRESENCE) + rows(TIME_AND_PERSON))
def test_sentence(marked: str, wanted: str, packs: Packs) -> None:
    match = re.search(r"\[(.+?)\]", marked)
    assert match is not None
    sentence = marked.replace("[", "").replace("]", "")
    said = assertion_in(sentence, (match.start(), match.end() - 2), packs)
    assert wanted in {said.presence, said.time, said.person}
