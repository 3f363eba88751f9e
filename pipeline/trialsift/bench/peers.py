"""Other libraries over the same texts with the same phrases, each doing what it is made for, on one core.

Runs by itself in any Python that has them (it imports nothing of trialsift): texts and phrases come as
JSON on standard input, seconds of processor time go out. What is not installed is said in a line.
"""

import json
import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from statistics import median
from time import process_time
from typing import Any

RUNS = 5
TIMES = 10  # the texts in one run: what a library does once a run should not count for much
Read = Callable[[Sequence[str]], int]


def edsnlp(phrases: Sequence[str]) -> Read:
    """Sentences, the phrases as terms, negation, hypothesis and family, by its own (French) cues."""
    import edsnlp

    nlp = edsnlp.blank("eds")
    nlp.add_pipe("eds.sentences")
    nlp.add_pipe("eds.matcher", config={"terms": {"target": list(phrases)}, "attr": "LOWER"})
    for qualifier in ("eds.negation", "eds.hypothesis", "eds.family"):
        nlp.add_pipe(qualifier)
    return lambda texts: sum(len(nlp(text).ents) for text in texts)


def negspacy(phrases: Sequence[str]) -> Read:
    """spaCy's sentencizer, the phrases as entities by its PhraseMatcher, negation by NegEx."""
    import negspacy.negation  # noqa: F401  registers "negex"

    nlp = import_module("spacy").blank("en")  # the peer's own, not the engine of trialsift
    nlp.add_pipe("sentencizer")
    ruler: Any = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([{"label": "TARGET", "pattern": phrase} for phrase in phrases])
    nlp.add_pipe("negex")
    return lambda texts: sum(len(nlp(text).ents) for text in texts)


def polars_cnlp(phrases: Sequence[str]) -> Read:
    """The phrases as one regex in Rust, each finding with its ConText, one thread."""
    import polars
    import polars_cnlp  # noqa: F401  registers ".cnlp"

    regex = rf"(?i)\b(?:{'|'.join(re.escape(phrase) for phrase in phrases)})\b"

    def read(texts: Sequence[str]) -> int:
        found = polars.DataFrame({"text": list(texts)}).select(polars.col("text").cnlp.find_all(regex))
        return sum(len(row) for row in found["text"].to_list() if row)

    return read


PEERS = {"edsnlp": edsnlp, "negspacy": negspacy, "polars-cnlp": polars_cnlp}


def main() -> None:
    """Prints one JSON object: for each peer its seconds a pass, or why it was not measured."""
    given = json.load(sys.stdin)
    found: dict[str, object] = {}
    for name, made in PEERS.items():
        try:
            read = made(given["phrases"])
        except ImportError as error:
            found[name] = {"skipped": f"not installed: {error.name}"}
            continue
        many = given["texts"] * TIMES
        hits = read(given["texts"])
        taken = median(_seconds(read, many) for _ in range(RUNS))
        found[name] = {"seconds": taken / TIMES, "hits": hits}
    json.dump(found, sys.stdout)


def _seconds(read: Read, texts: Sequence[str]) -> float:
    start = process_time()
    read(texts)
    return process_time() - start


if __name__ == "__main__":
    main()
