"""PDF and Word files -> raw documents."""

from __future__ import annotations

import io
import re
import struct
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from geo.errors import DocumentError
from geo.files.published import publication_date
from geo.files.quiet import quiet
from geo.files.raw import RawDocument
from geo.files.wrapping import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PdfReader

# What word processors and scanners put where a title belongs.
_NO_TITLE = re.compile(
    r"\s*(?:microsoft word|untitled|document\d*$|doc\d+|slide \d|scan\w*$|print\w*$|\W*\d*\W*$"
    r"|.*\.(?:docx?|pdf|indd|qxd|rtf)\b)",
    re.IGNORECASE,
)
# The date of the template that python-docx and its kin start every file from.
_TEMPLATE_MADE = datetime(2013, 12, 23, 23, 15, tzinfo=UTC)
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def read_pdf(source: str, data: bytes) -> Iterator[RawDocument]:
    """Yield the text of a PDF, its lines joined to paragraphs.

    Raises
    ------
    DocumentError
        Where it is damaged, encrypted, or holds pictures of pages and no text.
    """
    from pypdf import PasswordType, PdfReader  # noqa: PLC0415 - only where such a file comes

    try:
        with quiet("pypdf"):
            reader = PdfReader(io.BytesIO(data))
            locked = reader.is_encrypted and (reader.decrypt("") is PasswordType.NOT_DECRYPTED)
            pages = 0 if locked else len(reader.pages)
            text = "" if locked else paragraphs(_pdf_lines(reader))
            title, created = ("", None) if locked else _pdf_title(reader)
    except Exception as error:
        # pypdf fails on damaged files in ways that it does not list.
        reason = f"is a damaged, truncated or locked PDF ({type(error).__name__})"
        raise DocumentError(source, reason) from error
    if locked:
        raise DocumentError(source, "is encrypted; save it without its password")
    if not text:
        reason = f"has {pages} pages and no text: it is a scan, to be run through OCR first"
        raise DocumentError(source, reason)
    # What a page says of its date is better than when the file was made.
    yield RawDocument(source, text, title, publication_date(text) or created)


def _pdf_lines(reader: PdfReader) -> list[str]:
    return [line for page in reader.pages for line in page.extract_text().split("\n")]


def _pdf_title(reader: PdfReader) -> tuple[str, str | None]:
    about = reader.metadata
    if about is None:
        return "", None
    title = str(about.get("/Title") or "").strip()
    created = _PDF_DATE.match(str(about.get("/CreationDate") or ""))
    return (
        "" if _NO_TITLE.match(title) else title,
        "-".join(created.groups()) if created else None,
    )


def read_docx(source: str, data: bytes, limit: int) -> Iterator[RawDocument]:
    """Yield the text of a Word file, tables included.

    Raises
    ------
    DocumentError
        Where it is damaged, encrypted, empty, or unpacks to more than ``limit`` bytes.
    """
    import zipfile  # noqa: PLC0415 - only where such a file comes

    import docx  # noqa: PLC0415 - only where such a file comes

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise DocumentError(source, "is a damaged or encrypted Word file") from error
    if size > limit:
        raise DocumentError(source, f"unpacks to more than {limit / 1e6:g} MB; split it")
    try:
        with quiet("docx"):
            file = docx.Document(io.BytesIO(data))
            blocks = list(_blocks(file))
            about = file.core_properties
            title, created = about.title or "", about.created
            heading = _docx_heading(file)
    except Exception as error:
        # python-docx fails on damaged files in ways that it does not list.
        reason = f"is a damaged Word file ({type(error).__name__})"
        raise DocumentError(source, reason) from error
    text = "\n\n".join(blocks)
    if not text:
        raise DocumentError(source, "is a Word file without text")
    title = "" if _NO_TITLE.match(title) else title
    published = publication_date(text) or (None if created == _TEMPLATE_MADE else created)
    yield RawDocument(source, text, title or heading, published)


def _blocks(file: Any) -> Iterator[str]:
    for block in file.iter_inner_content():
        if hasattr(block, "rows"):
            rows = (" | ".join(_cells(row)) for row in block.rows)
            yield "\n".join(row for row in rows if row.strip(" |"))
        elif block.text.strip():
            yield block.text.strip()


def _cells(row: Any) -> Iterator[str]:
    # A merged cell is listed once a column it spans.
    seen: set[int] = set()
    for cell in row.cells:
        if id(cell._tc) not in seen:  # noqa: SLF001 - the library has no public identity of a cell
            seen.add(id(cell._tc))  # noqa: SLF001 - the library has no public identity of a cell
            yield " ".join(cell.text.split())


def _docx_heading(file: Any) -> str:
    for paragraph in file.paragraphs:
        style = paragraph.style.name if paragraph.style is not None else ""
        if paragraph.text.strip():
            return paragraph.text.strip() if style.startswith(("Title", "Heading")) else ""
    return ""
