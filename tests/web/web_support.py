"""What the tests of the web side share."""

import re
from collections.abc import Callable
from typing import Any

PASSWORD = "four words in row"  # noqa: S105 - of users that exist in these tests only
HOSTILE = "</div><script>alert(1)</script> {{ 7 * 7 }} \u202eevil\u202c <img src=x onerror=alert(2)>"
Browser = Callable[..., Any]


def token_in(page: str) -> str:
    """The form token of a page."""
    found = re.search(r'name="form_token" value="(\w+)"', page)
    assert found is not None
    return found[1]
