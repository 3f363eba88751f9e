"""Where eligibility text comes from: a text file or listing, or a registry's JSON.

Offsets of a draft point into `Source.text`: the whole file for a text, the eligibility field for JSON.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trialsift.errors import UsageError
from trialsift.readers.decode import NotTextError, decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One trial's eligibility text, and the fields that a registry keeps beside it.

    Ages and sex are as the registry writes them ("18 Years", "FEMALE"), "" where it does not.
    """

    text: str
    name: str
    trial_id: str = ""
    title: str = ""
    minimum_age: str = ""
    maximum_age: str = ""
    sex: str = ""


def read_source(path: Path) -> Source:
    """The text of a .txt file, or of a study in JSON; UsageError when there is no eligibility text."""
    try:
        held = decode(path.read_bytes()).text.replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, NotTextError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"{path}: cannot be read: {reason}") from error
    if path.suffix.lower() != ".json":
        return Source(text=held, name=path.name, trial_id=path.stem.upper())
    try:
        study = json.loads(held)
    except ValueError as error:
        raise UsageError(f"{path}: this is not JSON. Name a .txt file or a study's JSON.") from error
    return source_of_study(study, name=path.name)


def source_of_study(study: Any, *, name: str) -> Source:
    """The source in a registry record: ClinicalTrials.gov API v2, or a flat record with `eligibility`.

    An answer that lists several studies must hold exactly one; a draft is of one trial.
    """
    study = _only_study(study, name)
    if isinstance(study, Mapping) and "protocolSection" in study:
        return _from_api_v2(study["protocolSection"], name)
    if isinstance(study, Mapping) and isinstance(study.get("eligibility"), Mapping):
        return _from_flat(study, name)
    raise UsageError(
        f"{name}: no eligibility text found. A study needs protocolSection.eligibilityModule.eligibilityCriteria."
    )


def _only_study(study: Any, name: str) -> Any:
    studies = study.get("studies") if isinstance(study, Mapping) else study
    if not isinstance(studies, list):
        return study
    if len(studies) != 1:
        raise UsageError(f"{name}: holds {len(studies)} studies; a draft is made of one at a time.")
    return studies[0]


def _from_api_v2(protocol: Mapping[str, Any], name: str) -> Source:
    module = protocol.get("eligibilityModule") or {}
    identity = protocol.get("identificationModule") or {}
    return Source(
        text=_text(module.get("eligibilityCriteria"), name),
        name=name,
        trial_id=str(identity.get("nctId") or ""),
        title=str(identity.get("briefTitle") or ""),
        minimum_age=str(module.get("minimumAge") or ""),
        maximum_age=str(module.get("maximumAge") or ""),
        sex=str(module.get("sex") or ""),
    )


def _from_flat(study: Mapping[str, Any], name: str) -> Source:
    module = study["eligibility"]
    return Source(
        text=_text(module.get("raw_text") or module.get("criteria"), name),
        name=name,
        trial_id=str(study.get("nct_id") or ""),
        title=str(study.get("title") or ""),
        minimum_age=str(module.get("minimum_age") or ""),
        maximum_age=str(module.get("maximum_age") or ""),
        sex=str(module.get("sex") or ""),
    )


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{name}: the study's eligibility text is missing or empty.")
    return value
