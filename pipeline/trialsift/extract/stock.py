"""A stock medspaCy pipeline with trialsift's rules: medspacy.load(), PyRuSH, target matcher, its own ConText."""

from collections.abc import Collection
from typing import Any

from trialsift.extract.engine import targets_of
from trialsift.packs.rules import Packs


def stock_pipeline(packs: Packs, *, kinds: Collection[str] = ()) -> Any:
    """The pipeline as medspaCy gives it, with every phrase and regex of the packs (or of some kinds) as a TargetRule."""
    import medspacy
    from loguru import logger
    from medspacy.target_matcher import TargetRule

    logger.disable("PyRuSH")
    nlp = medspacy.load()
    rules, patterns, _ = targets_of(packs)
    wanted = [pattern for pattern in patterns if not kinds or rules[pattern.key].category in kinds]
    nlp.get_pipe("medspacy_target_matcher").add(
        [
            TargetRule(
                pattern.phrase or pattern.key, rules[pattern.key].category, pattern=_python(pattern.regex)
            )
            for pattern in wanted
        ]
    )
    return nlp


def _python(regex: str) -> str | None:
    """RE2's classes as Python writes them."""
    return regex.replace("[[:alpha:]]", "[A-Za-z]") or None
