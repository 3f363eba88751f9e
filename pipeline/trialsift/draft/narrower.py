"""Terms that name less than their concept: cirrhosis is one liver disease, haemophilia one disease of the blood.

The condition vocabulary is coarse, since notes deny whole organs ("no liver disease"). A criterion that names
cirrhosis must not be met by a fatty liver: it asks for facts in words of cirrhosis, and the concept's denial denies it.
"""

import re

from trialsift.draft.nodes import Node
from trialsift.draft.terms import Term
from trialsift.packs.rules import Packs

# What adds nothing to a concept's name: criteria in these words alone mean all of it.
_ANY = """
    active acute any chronic clinically condition conditions current dependent disease diseases disorder disorders dysfunction event events failure
    history illness illnesses impairment insufficiency known medical of on or and problem problems significant symptomatic the uncontrolled
    unstable severe s
"""
_WIDE = {
    "arrhythmia": "arrhythmia arrhythmias arrythmia cardiac heart rhythm",
    "autoimmune_disease": "autoimmune immune system systemic",
    "bleeding": "bleed bleeding diathesis tendency haemorrhage hemorrhage",
    "blood_disorder": "bleeding blood clotting coagulation haematologic haematological hematologic hematological",
    "brain_metastasis": """
        brain central cerebral cns deposits disease intracranial involvement lesions metastases metastasis metastatic mets nervous secondaries system
    """,
    "cardiac_disease": "cardiac cardiovascular cardiopathy heart",
    "diabetes": "diabetes diabetic diabetics mellitus",
    "gi_disorder": "bowel digestive gastrointestinal gi gut intestinal",
    "hepatic_disease": "hepatic liver",
    "immunocompromised": """
        immunocompromised immunodeficiency immune deficiency immunosuppressed immunosuppression primary state suppression
    """,
    "infection": "bacterial fungal infection infections infectious opportunistic recurrent sepsis serious viral virus",
    "lung_disease": "lung pulmonary respiratory",
    "malabsorption": "malabsorption malabsorptive syndrome",
    "neurological_disease": "cns nervous neurologic neurological system",
    "psychiatric_disorder": "mental psychiatric psychological health",
    "renal_disease": "kidney renal",
    "stroke": "accident cerebral cerebrovascular cva stroke strokes",
    "thromboembolism": "clot clots thromboembolic thromboembolism thrombosis venous",
    "transplant": "recipient transplant transplantation transplants",
}
# Letters, and the words that stand for the same in the vocabulary.
_LETTERS = {
    "af": "atrial fibrillation",
    "cad": "coronary artery",
    "copd": "obstructive pulmonary",
    "dvt": "deep vein",
    "ibd": "inflammatory bowel",
    "ihd": "ischemic heart",
    "itp": "thrombocytopenic",
    "pe": "pulmonary embolism",
    "sct": "stem cell",
    "sle": "lupus",
    "tia": "transient ischemic",
}
_ORGANS = ("organ", "kidney", "renal", "liver", "heart", "cardiac", "lung", "pancreas")
_STEM = 5  # letters
# Beginnings that many illnesses share: "thrombophilia" is no thrombocythaemia.
_ROOTS = ("thrombocyt", "neurolog", "immunolog", "lymphoc")


def words_of(term: Term, said: str, packs: Packs) -> tuple[str, ...]:
    """The vocabulary's words for what a criterion names, () where it names all of the concept.

    "hepatic cirrhosis" gives ("cirrhosis", "liver cirrhosis", "cirrhotic" …), "liver disease" ().
    """
    vocabulary = packs.vocab["condition"].terms
    if term.id not in _WIDE or term.id not in vocabulary:
        return ()
    wide = {*_ANY.split(), *_WIDE[term.id].split()}
    asked = [word for word in re.findall(r"[a-z0-9]+", said.lower()) if word not in wide]
    if not asked:
        return ()
    entry = vocabulary[term.id]
    return tuple(word for word in (*entry.words, *entry.short) if _names(word, asked, term.id))


def _names(word: str, asked: list[str], concept: str) -> bool:
    shown = _spelt(word)
    if "apne" in shown and not any("apne" in _spelt(item) for item in asked):  # obstructive, and no COPD
        return False
    if concept == "transplant" and set(asked) <= {"solid", "organ"}:
        return any(organ in shown for organ in _ORGANS) or word in ("SOT", "OLT", "KTx", "LTx", "KTP")
    return all(_holds(shown, item, concept) for item in asked)


def _holds(shown: str, asked: str, concept: str) -> bool:
    """Whether a word of the vocabulary holds what is asked, written out or in letters."""
    written = _LETTERS.get(asked, "")
    if written and all(_stem(word, concept) in shown for word in written.split()):
        return True
    stem = _stem(asked, concept)
    if shown in _LETTERS and stem in _LETTERS[shown]:
        return True
    return bool(re.search(rf"\b{asked}\b", shown)) if len(asked) < 4 else stem in shown


def _stem(asked: str, concept: str) -> str:
    """The beginning of a word that none of the concept's own wide words shares: "psychos" of psychosis, "cirrh" of cirrhosis."""
    word = _spelt(asked)
    wide = [*map(_spelt, _WIDE[concept].split()), *_ROOTS]
    sizes = range(_STEM, len(word) + 1)
    return next(
        (word[:size] for size in sizes if not any(other.startswith(word[:size]) for other in wide)), word
    )


def _spelt(word: str) -> str:
    return word.lower().replace("ae", "e").replace("oe", "e").replace("vein", "ven")


def narrowed(test: Node, words: tuple[str, ...]) -> Node:
    """The condition on facts in these words; no where the whole concept is denied."""
    texts = dict.fromkeys(shown for word in words for shown in (word, word[:1].upper() + word[1:]))
    whole: Node = {"condition": {"concept": test["concept"], "pick": "newest"}}
    named: Node = {"condition": {"where": {"text": list(texts)}, **test}}
    return {"that": named, "ruled_out_by": {"not": whole}}
