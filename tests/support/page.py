"""A report page taken apart: what a browser would make of it, without a browser."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})


@dataclass
class Page:
    """Tags and attributes used, ids, links, headings in order, the notes' texts and what is marked in them."""

    tags: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    note_texts: list[str] = field(default_factory=list)
    highlighted: list[set[int]] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    policy: str = ""
    style: str = ""
    unclosed: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self._note(tag, held)
        if tag == "br" and self._inside("text"):
            self.page.note_texts[-1] += "\n" if self.page.note_texts[-1][-1:] != "\r" else ""
        if tag not in _VOID:
            self.open.append((tag, held))

    def _note(self, tag: str, held: dict[str, str]) -> None:
        page = self.page
        page.tags.add(tag)
        page.attributes.update(held)
        if "id" in held:
            page.ids.append(held["id"])
        if "href" in held:
            page.links.append(held["href"])
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            page.headings.append(int(tag[1]))
        if held.get("http-equiv") == "Content-Security-Policy":
            page.policy = held["content"]
        if held.get("class") == "text":
            page.note_texts.append("")
            page.highlighted.append(set())
        if tag == "mark" and self._inside("around"):
            page.quotes.append("")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.page.unclosed.append(tag)
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Text, without what the report adds to a note: labels of criteria, codes of hidden characters."""
        names = [tag for tag, _ in self.open]
        if "style" in names:
            self.page.style += data
        if self._inside("around") and "mark" in names:
            self.page.quotes[-1] += data
        if not self._inside("text") or self._inside("label") or self._inside("control"):
            return
        at = len(self.page.note_texts[-1])
        self.page.note_texts[-1] += data
        if "mark" in names:
            self.page.highlighted[-1].update(range(at, at + len(data)))

    def _inside(self, name: str) -> bool:
        return any(name in held.get("class", "").split() for _, held in self.open)


def read_page(html: str) -> Page:
    """The page's parts. A tag that closes out of order is in `unclosed`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.page.unclosed.extend(tag for tag, _ in reader.open)
    return reader.page
