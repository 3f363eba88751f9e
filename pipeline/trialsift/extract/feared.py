"""Words that make what follows something which the patient or the family fears, asks or wonders about: no finding."""

FEARED = (
    r"(?:she|he|they|patient|wife|husband|mother|family|who|and)(?: (?:still|also|now|is|was|has been|remains|very|always|of course)){0,3} "
    r"(?:fears?|feared|worr(?:y|ies|ied)|afraid|anxious|scared|frightened|terrified|asks?|asked|wonders?)"
)
