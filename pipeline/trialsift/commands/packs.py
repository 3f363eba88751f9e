"""`trialsift packs`: check, try and compare the files below patterns/."""

import json
from typing import Annotated, Any

import typer

from trialsift.commands.options import Patterns
from trialsift.commands.packs_diff import packs_diff
from trialsift.note import Note

packs_app = typer.Typer(no_args_is_help=True, help="Check, try and compare the files below patterns/.")
packs_app.command("diff")(packs_diff)


@packs_app.command("check")
def packs_check(patterns: Patterns = None) -> None:
    """Read all files below patterns/ strictly and hold every rule against its own hits and misses."""
    from trialsift.errors import Fault, PackError
    from trialsift.extract.examples import check_hit, check_miss
    from trialsift.packs.load import load_packs, patterns_folder

    packs = load_packs(patterns)
    shown = (patterns or patterns_folder()).name
    rules: list[Any] = [
        *(rule for kind in packs.facts.values() for rule in kind),
        *packs.cues,
        *packs.sections,
    ]
    faults: list[Fault] = []
    checked = 0
    for rule in rules:
        for test, examples in ((check_hit, rule.hits), (check_miss, rule.misses)):
            for example in examples:
                checked += 1
                if wrong := test(rule, example, packs):
                    place = example.place
                    kind = "hit" if test is check_hit else "miss"
                    faults.append(
                        Fault(
                            file=f"{shown}/{place.file}",
                            line=place.line,
                            what=f"{kind} of {rule.id}: {wrong}.",
                        )
                    )
    if faults:
        raise PackError(faults)
    typer.echo(
        f"{len(rules)} rules, {checked} examples and {sum(len(v.terms) for v in packs.vocab.values())} terms: all right"
    )


@packs_app.command("try")
def packs_try(
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help="Words of a note, in quotes.")],
    patterns: Patterns = None,
) -> None:
    """Show what the packs find in a sentence: facts, and every rule that matched."""
    from trialsift.extract import facts_in
    from trialsift.extract.engine import engine_for
    from trialsift.packs.load import load_packs
    from trialsift.rows import plain

    packs = load_packs(patterns)
    note = Note(note_id="sentence", patient_id="sentence", text=sentence)
    facts, sentences = facts_in(note, packs), engine_for(packs).read(note).sentences
    if not any(part.mentions for part in sentences):
        typer.echo("No fact, and no rule matches.")
    for fact in facts:
        own = fact.evidence[0]
        said = f"{fact.presence}, {fact.time}, {fact.person}"
        cues = f" because of {', '.join(own.cues)}" if own.cues else ""
        typer.echo(
            f"fact  {fact.kind} {json.dumps(plain(fact.value), ensure_ascii=False)} [{said}{cues}] in [[{own.quote}]] by {own.rule_id}"
        )
    for part in sentences:
        for mention in part.mentions:
            typer.echo(
                f"rule  {mention.rule_id} matched [[{mention.words}]] as {mention.kind} {mention.role}"
            )
