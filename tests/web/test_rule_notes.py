"""From a wrong highlight to the rule, a note to the annotators, and candidate hits and misses for the pack."""

import sqlite3
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from web_support import HOSTILE, Browser, token_in

from trialsift.answers import Answer
from trialsift.facts import Ecog, Fact, evidence_in
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.report.run import STORE
from trialsift.store import Store
from trialsift.web.database import open_desk
from trialsift.web.review import fingerprint
from trialsift.web.rule_notes import RuleNote, add_note, reading_of, rule_named, rule_notes, set_note_state
from trialsift.web.rule_yaml import notes_yaml

TRIAL = "NCT05602415"
CHANGES = (
    "UPDATE rule_notes SET who = 'x'", "DELETE FROM rule_notes", "REPLACE INTO rule_notes SELECT * FROM rule_notes",
    "UPDATE rule_note_states SET who = 'x'", "DELETE FROM rule_note_states",
    "REPLACE INTO rule_note_states SELECT * FROM rule_note_states",
)  # fmt: skip


def quoted(screened: Path, patient: str) -> tuple[int, str, str]:
    """The number of a patient's case, a criterion that has a quote there, and its fingerprint."""
    with open_desk(screened) as db, Store(screened / STORE, make=False) as store:
        number = db.execute("SELECT number FROM cases WHERE patient_id = ?", (patient,)).fetchone()[0]
        screening = store.screening(patient, TRIAL)
    assert screening is not None
    answer = next(item for item in screening.answers if any(fact.kind == "ecog" for fact in item.used))
    return number, answer.criterion, fingerprint(answer)


def form(
    client: Any, screened: Path, patient: str = "p2/../<b>", **changes: str
) -> tuple[str, dict[str, str]]:
    """Where the form of a quote's page goes, and what it sends."""
    number, criterion, seen = quoted(screened, patient)
    shown = client.get(f"/cases/{number}/rule?criterion={criterion}&quote=0").text
    rule = shown.split('name="rule" value="')[1].split('"')[0]
    sent = {
        "criterion": criterion,
        "quote": "0",
        "seen": seen,
        "rule": rule,
        "wrong": "negated",
        "comment": "she walks",
    }
    return f"/cases/{number}/rule", {**sent, "form_token": token_in(shown), **changes}


def note(**changes: Any) -> RuleNote:
    made = {"id": 1, "at": "2025-03-15T10:00:00+00:00", "who": "sam", "number": 1, "criterion": "I4", "rule": "ecog.plain",
            "kind": "ecog", "sentence": "Not [[ECOG 3]].", "quote": "ECOG 3", "found": "ecog 3", "wrong": "negated",
            "comment": "", "pack_hash": "h", "state": "open"}  # fmt: skip
    return RuleNote(**{**made, **changes})


def test_a_quote_shows_its_rule_and_sentence(browser: Browser, screened: Path) -> None:
    number, criterion, _ = quoted(screened, "p1")
    shown = unescape(browser("sam").get(f"/cases/{number}/rule?criterion={criterion}").text)
    assert "patterns/facts/ecog" in shown
    assert "<mark>ECOG" in shown
    assert f"/cases/{number}/rule?criterion={criterion}&quote=0" in unescape(
        browser("sam").get(f"/cases/{number}").text
    )


def test_a_hostile_sentence_stays_words(browser: Browser, screened: Path) -> None:
    client = browser("ann")
    where, sent = form(client, screened, comment=HOSTILE)
    assert client.post(where, data=sent).status_code == 303
    for path in (f"{where}?criterion={sent['criterion']}", "/rule-notes"):
        shown = client.get(path).text
        assert "<script>alert" not in shown
        assert "&lt;img src=x" in shown


def test_a_note_goes_from_open_to_done_and_out(browser: Browser, screened: Path) -> None:
    sam, ann = browser("sam"), browser("ann")
    where, sent = form(sam, screened, "p1", comment="told apart by the second note")
    assert sam.post(where, data=sent).headers["location"].endswith("#told")
    with open_desk(screened) as db:
        made = rule_notes(db)[0]
    token = token_in(ann.get("/rule-notes").text)
    assert (
        ann.post(f"/rule-notes/{made.id}/state", data={"state": "done", "form_token": token}).status_code
        == 303
    )
    assert "told apart" in ann.get("/rule-notes?state=done").text
    assert "told apart" not in ann.get("/rule-notes?state=open").text
    got = ann.get(f"/rule-notes.yaml?state=done&rule={made.rule}")
    assert got.headers["content-disposition"] == 'attachment; filename="rule-notes.yaml"'
    assert got.text.startswith("# Candidate hits and misses")
    (entry,) = YAML(typ="safe").load(got.text)
    assert entry["id"] == made.rule
    assert f"[[{made.quote}]]" in entry["hits"][0]["text"]
    with open_desk(screened) as db:
        assert tuple(db.execute("SELECT who, form FROM exports ORDER BY id DESC").fetchone()) == (
            "ann",
            "yaml",
        )


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"form_token": "x"}, 403), ({"seen": "old"}, 422), ({"rule": "no.rule"}, 422), ({"wrong": "all"}, 422),
     ({"wrong": "something else", "comment": " "}, 422), ({"quote": "99"}, 404), ({"criterion": "Z9"}, 404)],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_not_kept(
    browser: Browser, screened: Path, changes: dict[str, str], status: int
) -> None:
    client = browser("sam")
    where, sent = form(client, screened, **changes)
    with open_desk(screened) as db:
        before = len(rule_notes(db))
        assert client.post(where, data=sent).status_code == status
        assert len(rule_notes(db)) == before


@pytest.mark.parametrize("path", ["/rule-notes", "/rule-notes.yaml"])
@pytest.mark.parametrize(("name", "status"), [("ann", 200), ("ada", 200), ("sam", 403)])
def test_the_list_is_for_annotators(browser: Browser, path: str, name: str, status: int) -> None:
    assert browser(name).get(path).status_code == status


def test_a_state_of_no_note_is_refused(browser: Browser) -> None:
    client = browser("ann")
    sent = {"state": "done", "form_token": token_in(client.get("/rule-notes").text)}
    assert client.post("/rule-notes/999999/state", data=sent).status_code == 404


def test_notes_and_states_only_grow(screened: Path, packs: Packs) -> None:
    text = Note(
        note_id="n", patient_id="p", text="Seen today. Her [[mother]] had ECOG 3. Fine.", note_type="clinic"
    )
    at = text.text.index("ECOG")
    fact = Fact(
        kind="ecog",
        value=Ecog(low=3, high=3, scale="ecog", written="3"),
        evidence=(evidence_in(text, at, at + 6, rule_id="ecog.none"),),
    )
    reading = reading_of(
        Answer(criterion="I4", answer="no", passes=False, because="", used=(fact,)), 0, [text], packs
    )
    assert reading is not None
    assert reading.marked == "Her [ [mother] ] had [[ECOG 3]]."
    with open_desk(screened) as db:
        add_note(db, reading, reading.rules[0], number=1, criterion="I4", wrong="other person or time", comment="", pack_hash="h", who="sam")  # fmt: skip
        made = rule_notes(db)[0]
        assert (made.state, set_note_state(db, made.id, "taken", who="ann"), rule_notes(db)[0].state) == (
            "open",
            True,
            "taken",
        )
        for words in CHANGES:
            with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                db.execute(words)


def test_words_that_the_rule_should_have_left_alone_are_a_miss() -> None:
    (entry,) = YAML(typ="safe").load(notes_yaml([note(wrong="not about this"), note(id=2)]))
    assert [item["text"] for item in entry["misses"]] == ["Not ECOG 3."]
    assert [item["text"] for item in entry["hits"]] == ["Not [[ECOG 3]]."]


@pytest.mark.parametrize(
    "words",
    ['"quoted": {x}', "- a\n  b: [c", "# no comment", "!!python/object:os.system", "\u202e\x07 &a *a"],
)
def test_no_words_break_out_of_the_yaml(words: str) -> None:
    said = notes_yaml([note(comment=words)])
    (entry,) = YAML(typ="safe").load(said)
    assert " ".join(words.split()).replace("\u202e\x07", "U+202EU+0007") == entry["hits"][0]["comment"]
    assert "\u202e" not in said


def test_rules_are_found_in_packs_and_vocabularies(packs: Packs) -> None:
    place = rule_named("analyte.albumin", "lab", packs).place
    assert place is not None
    assert place.file == "vocab/analytes.yaml"
    assert rule_named("person.record", "person", packs).place is None
