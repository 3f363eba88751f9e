"""What changed from one screening of a patient to the next, and why."""

from trialsift.answers import Screening

COLUMNS = ("patient_id", "trial", "written", "flag", "before", "criteria", "why", "newest_note", "flaggable")


def change_of(
    before: Screening | None, after: Screening, *, written: str, newest: str | None, flaggable: str | None
) -> tuple[str | None, ...] | None:
    """The row of COLUMNS that tells of a screening what the last one did not; None when it says the same."""
    criteria = changed_criteria(before, after)
    if before and before.flag == after.flag and not criteria:
        return None
    return (
        after.patient_id, after.trial, written, after.flag, before.flag if before else "", " ".join(criteria),
        reason_of(before, after), newest, flaggable,
    )  # fmt: skip


def changed_criteria(before: Screening | None, after: Screening) -> list[str]:
    """The criteria whose answer is another one than before; all answered ones when there was none.

    A criterion that an amendment dropped is named where it had failed, or was open and the flag is another one now.
    """
    held = {answer.criterion: answer.answer for answer in before.answers} if before else {}
    changed = [item.criterion for item in after.answers if item.answer != held.get(item.criterion, "unknown")]
    return [*changed, *_dropped(before, after)] if before else changed


def _dropped(before: Screening, after: Screening) -> list[str]:
    left = {item.criterion for item in after.answers}
    gone = [item for item in before.answers if item.criterion not in left]
    turned = before.flag != after.flag
    return [item.criterion for item in gone if item.passes is False or (turned and item.passes is None)]


def reason_of(before: Screening | None, after: Screening) -> str:
    """Why a screening may differ from the last: first one, protocol, patterns, program, screening date, or notes."""
    if before is None:
        return "first screening"
    found = [
        words
        for words, differs in (
            ("protocol", before.trial_hash != after.trial_hash), ("patterns", before.pack_hash != after.pack_hash),
            ("program", before.code_hash != after.code_hash), ("screening date", before.on != after.on),
        )
        if differs
    ]  # fmt: skip
    return ", ".join(found) or "notes"
