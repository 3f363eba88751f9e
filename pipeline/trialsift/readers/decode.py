"""Bytes as a hospital exports them -> the text of a note, or the reason why they are none.

The text keeps its line ends (CRLF, CR) and every character; only a byte order mark goes. Offsets
of facts point into this text.
"""

import codecs
import os
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with theirs
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_TEXT = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or Word document"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"GIF8", "a GIF image"),
    (b"PAR1", "a Parquet table"),
    (b"SQLite format 3", "a database"),
)
# Tab, line ends, form feed, the DOS end-of-file mark and HL7's separators occur in real exports.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b\x7f]")
_BYTES_OF_UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}",
)
_MOST_CONTROLS = 0.02
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


class NotTextError(ValueError):
    """These bytes are not the text of a note; the message is the reason, without the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text, and what a person should know of how it was read."""

    text: str
    remarks: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of a note's bytes: UTF-8, UTF-16, UTF-32 or Windows-1252, byte order mark removed.

    Raises NotTextError for empty, binary or damaged bytes. Bytes that are neither UTF-8 nor
    Windows-1252 become U+FFFD and are told in `remarks`.
    """
    kind = next((name for start, name in _NOT_TEXT if data.startswith(start)), None)
    if kind:
        raise NotTextError(f"it is {kind}, not plain text. Export it as plain text")
    mark, encoding = wide_encoding(data)
    decoded = _decoded_wide(data[mark:], encoding) if encoding else _decoded_bytes(data[mark:])
    why = fault_of(decoded.text)
    if why:
        raise NotTextError(why)
    return decoded


def readable(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8, as archives from Windows leave them, read as Windows-1252."""
    return os.fsencode(name).decode("utf-8", "trialsift-1252")


def wide_encoding(data: bytes) -> tuple[int, str]:
    """Length of the byte order mark, and the encoding when it is one of two or four bytes a letter.

    UTF-16 without a mark is known by its NULs, which stand at every second byte of Latin text and
    hardly ever at the others. ("" for everything else, UTF-8 with a mark among them.)
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return len(mark), "" if encoding == "utf-8" else encoding
    even, odd = data[::2].count(0), data[1::2].count(0)
    half = len(data) // 2
    if half and odd > 0.4 * half and even < 0.05 * half:
        return 0, "utf-16-le"
    if half and even > 0.4 * half and odd < 0.05 * half:
        return 0, "utf-16-be"
    return 0, ""


def fault_of(text: str) -> str:
    """Why this cannot be the text of a note, or ""."""
    if not text.strip():
        return "it is empty"
    if "\x00" in text:
        return "it holds NUL bytes: it is binary, or damaged"
    if len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        return "it is full of control characters: it is binary, or damaged"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return f"it holds half a character (a lone surrogate) at character {error.start}"
    return ""


def _decoded_wide(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(text=data.decode(encoding))
    except UnicodeDecodeError as error:
        raise NotTextError(f"it is not whole {encoding.upper()}: byte {error.start} is damaged") from error


def _decoded_bytes(data: bytes) -> Decoded:
    """UTF-8; else Windows-1252; else, when UTF-8 letters outnumber the odd bytes, both mixed."""
    try:
        return Decoded(text=data.decode("utf-8"))
    except UnicodeDecodeError:
        letters = len(_BYTES_OF_UTF8.findall(data))
        others = len(re.findall(rb"[\x80-\xff]", _BYTES_OF_UTF8.sub(b"", data)))
        mixed = letters > others
        text = data.decode("utf-8", "trialsift-1252") if mixed else data.decode("cp1252", "replace")
    remarks = ["it mixes UTF-8 and Windows-1252"] if mixed else []
    if _UNKNOWN in text:
        remarks.append(f"{text.count(_UNKNOWN)} byte(s) of no known encoding are shown as {_UNKNOWN}")
    return Decoded(text=text, remarks=tuple(remarks))


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: one byte that is not UTF-8, read as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1252", "replace"), error.start + 1


codecs.register_error("trialsift-1252", _as_windows_1252)
