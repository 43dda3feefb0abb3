"""Web pages, feeds and mails -> raw documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from geo.errors import DocumentError
from geo.files.decoding import decode
from geo.files.markup import html_text
from geo.files.quiet import quiet
from geo.files.raw import RawDocument
from geo.files.wrapping import unwrap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

_CHARSET = re.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,80}?encoding)\s*=\s*[\"']?\s*([\w-]+)",
    re.IGNORECASE,
)
_CHARSET_WITHIN = 4096
_ENTRY_TEXT = ("encoded", "content", "description", "summary")
_ENTRY_DATE = ("pubDate", "published", "date", "updated")


def read_html(source: str, data: bytes) -> Iterator[RawDocument]:
    """Yield the main text of a web page, with the title, date, site and address it names.

    Raises
    ------
    DocumentError
        Where the bytes are no text, or the page has none.
    """
    named = _CHARSET.search(data, 0, _CHARSET_WITHIN)
    try:
        decoded = decode(data, named[1].decode("ascii") if named else "")
    except ValueError as error:
        raise DocumentError(source, str(error)) from error
    notes = [decoded.note] if decoded.note else []
    page = _main_text(decoded.text)
    text = (page.text or "").strip() if page is not None else ""
    if not text:
        text = html_text(decoded.text)
        notes.append("no main text could be told from the rest of the page; all of it is read")
    if not text:
        raise DocumentError(source, "the page has no text")
    if page is None:
        yield RawDocument(source, text, notes=tuple(notes))
        return
    yield RawDocument(
        source,
        text,
        page.title or "",
        page.date,
        page.sitename or "",
        page.url or "",
        notes=tuple(notes),
    )


def _main_text(markup: str) -> Any:
    import trafilatura  # noqa: PLC0415 - takes 0.4 s to import

    with quiet("trafilatura", "htmldate"):
        try:
            return trafilatura.bare_extraction(
                markup,
                with_metadata=True,
                include_comments=False,
                include_images=False,
                date_extraction_params={"extensive_search": False, "original_date": True},
            )
        except Exception:  # noqa: BLE001 - hostile markup fails in many ways; the whole page is read
            return None


def read_feed(source: str, data: bytes) -> Iterator[RawDocument]:
    """Yield each entry of an RSS or Atom feed.

    Raises
    ------
    DocumentError
        Where the file is no well-formed XML, or no feed with entries.
    """
    from lxml import etree  # noqa: PLC0415 - only where such a file comes

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(source, f"is not well-formed XML ({error})") from error
    entries = list(root.iter("{*}item", "{*}entry"))
    if not entries:
        raise DocumentError(source, "is XML, but no RSS or Atom feed with entries")
    channel = root.find("{*}channel")
    publisher = _inner(channel if channel is not None else root, "title")
    for number, entry in enumerate(entries, start=1):
        body = next((text for name in _ENTRY_TEXT if (text := _inner(entry, name))), "")
        yield RawDocument(
            f"{source}:{number}",
            html_text(body),
            html_text(_inner(entry, "title")),
            next((text for name in _ENTRY_DATE if (text := _inner(entry, name))), None),
            publisher,
            _link(entry),
            _inner(entry, "guid") or _inner(entry, "id"),
        )


def _inner(element: Any, name: str) -> str:
    child = element.find("{*}" + name)
    if child is None:
        return ""
    if len(child):  # XHTML inside Atom
        from lxml import etree  # noqa: PLC0415 - loaded by the caller

        return str(etree.tostring(child, encoding="unicode", with_tail=False))
    return (child.text or "").strip()


def _link(entry: Any) -> str:
    for link in entry.findall("{*}link"):
        if link.get("rel", "alternate") == "alternate":
            return (link.get("href") or link.text or "").strip()
    return ""


def read_mail(source: str, data: bytes) -> Iterator[RawDocument]:
    """Yield the text of a mail; its subject is the title, its sender the publisher.

    Raises
    ------
    DocumentError
        Where it is no mail, or has no text.
    """
    from email import policy  # noqa: PLC0415 - only where such a file comes
    from email.parser import BytesParser  # noqa: PLC0415 - only where such a file comes

    message = BytesParser(policy=policy.default).parsebytes(data)
    if not message.keys():
        raise DocumentError(source, "is no mail: it has no headers")
    try:
        text = _mail_text(message)
        attached = [part.get_filename() or "unnamed" for part in message.iter_attachments()]
        subject, sender = str(message["Subject"] or ""), message["From"]
        publisher = sender.addresses[0].display_name if sender and sender.addresses else ""
        date = str(message["Date"] or "") or None
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        raise DocumentError(source, f"is a mail that cannot be read ({error})") from error
    if not text.strip():
        raise DocumentError(source, "is a mail without text")
    notes = (f"attachments are not read: {', '.join(attached)}",) if attached else ()
    yield RawDocument(source, unwrap(text), subject, date, publisher, notes=notes)


def _mail_text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    content = str(body.get_content())
    if body.get_content_subtype() == "html":
        return html_text(content)
    return content.replace("\r\n", "\n").strip("\n")
