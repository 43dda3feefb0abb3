"""Where text and data cross into HTML: the one place that escapes.

Text of documents never becomes markup. It travels as JSON in a script block that no parser
runs, and the page's scripts show it through ``textContent``.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    Json: TypeAlias = "str | float | bool | Sequence[Json] | Mapping[str, Json] | None"

# What could end the block or be read as a line end by an old parser; and half surrogate
# pairs, which UTF-8 cannot hold.
_DANGEROUS = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_ENDS_SCRIPT = re.compile(r"</script|<!--", re.IGNORECASE)


def json_block(value: Json) -> str:
    r"""Return JSON that may stand inside ``<script type="application/json">``.

    Parameters
    ----------
    value
        Anything made of strings, finite numbers, booleans, None, lists and mappings.

    Raises
    ------
    ValueError
        For NaN and infinity, which are no JSON.

    Examples
    --------
    >>> json_block({"a": "</script>"})
    '{"a":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _DANGEROUS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def packed_block(text: str) -> str:
    """Return text compressed, as base64 that the page's script unpacks.

    The same text gives the same bytes: the header holds no time.
    """
    return base64.b64encode(gzip.compress(text.encode(), compresslevel=6, mtime=0)).decode()


def attribute(text: str) -> str:
    """Return text as it may stand in an element or a quoted attribute."""
    return escape(_DANGEROUS_ALONE.sub("\ufffd", text), quote=True)


def balloon(lines: Sequence[str]) -> str:
    """Return lines as a KML description, which Google Earth shows as HTML.

    It puts a Placemark's columns in where ``$[column]`` stands, unescaped, so a text may not
    hold one either.

    Examples
    --------
    >>> balloon(["a <b>", "$[c]"])
    'a &lt;b&gt;<br>&#36;[c]'
    """
    return "<br>".join(attribute(line).replace("$", "&#36;") for line in lines)


_DANGEROUS_ALONE = re.compile("[\x00\ud800-\udfff]")


# What XML 1.0 cannot hold, not even as a reference (its production Char).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    r"""Return text of characters that XML 1.0 can hold; each other one becomes U+FFFD.

    Examples
    --------
    >>> xml_text("a\x00b")
    'a\ufffdb'
    """
    return _NOT_XML.sub("\ufffd", text)


def checked_script(code: str) -> str:
    """Return a program's own script unchanged.

    Raises
    ------
    ValueError
        Where it holds something that would end its script element.
    """
    if _ENDS_SCRIPT.search(code):
        raise ValueError("a script of the page holds '</script' or '<!--'")
    return code


def csp_hash(code: str) -> str:
    """Return the source expression that lets exactly this inline text in (CSP level 2).

    Browsers hash what the parser hands over, in which every line end is a line feed.
    """
    text = code.replace("\r\n", "\n").replace("\r", "\n")
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
