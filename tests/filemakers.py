"""Makes small files of every kind that is read, for the tests of documents."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pyarrow as pa
from pyarrow import parquet
from pypdf import PdfReader, PdfWriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ESCAPED = str.maketrans({"(": r"\(", ")": r"\)"})


def pdf(lines: Sequence[str], *, title: str = "", lock: str = "") -> bytes:
    """Return a PDF of one page with the lines on it, in Latin letters."""
    shown = "".join(f"({line.translate(_ESCAPED)}) Tj 0 -14 Td " for line in lines)
    content = f"BT /F1 11 Tf 60 780 Td {shown}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 7 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (%s) /CreationDate (D:20250312080000Z) >>" % title.encode(),
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    data = b"%PDF-1.4\n"
    table = b"0000000000 65535 f \n"
    for number, body in enumerate(objects, start=1):
        table += b"%010d 00000 n \n" % len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size, start = len(objects) + 1, len(data)
    data += b"xref\n0 %d\n%s" % (size, table)
    data += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        size,
        start,
    )
    return _locked(data, lock) if lock else data


def _locked(data: bytes, lock: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(lock, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word(
    paragraphs: Sequence[str], *, title: str = "", table: Sequence[Sequence[str]] = ()
) -> bytes:
    """Return a Word file; the first paragraph is a heading."""
    file = docx.Document()
    file.core_properties.title = title
    file.add_heading(paragraphs[0], level=1)
    for paragraph in paragraphs[1:]:
        file.add_paragraph(paragraph)
    if table:
        made = file.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(made.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def parquet_table(columns: Mapping[str, Sequence[object]]) -> bytes:
    """Return a Parquet table."""
    out = io.BytesIO()
    parquet.write_table(pa.table({name: list(values) for name, values in columns.items()}), out)
    return out.getvalue()
