"""Whatever is given, nothing is lost without a word and nothing is raised."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import filemakers
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.documents import DocumentWarning, Note, ReadOptions, read

if TYPE_CHECKING:
    from geo.errors import DocumentError
    from geo.records import Document

BODY = "Men of the front held two posts above Kamdesh on Monday, elders of the village said."
SMALL = ReadOptions(max_bytes=1000)


class Run:
    """One reading, with what it told."""

    def __init__(self, *inputs: Path | str, options: ReadOptions | None = None) -> None:
        self.failures: list[DocumentError] = []
        self.notes: list[Note] = []
        self.documents: list[Document] = list(
            read(
                *inputs,
                options=options,
                on_failure=self.failures.append,
                on_note=self.notes.append,
            )
        )

    @property
    def reasons(self) -> list[str]:
        return [failure.reason for failure in self.failures]


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.jsonl.gz", b"", ""),
        ("a.txt", b" \n\t\n", "has no text"),
        ("a.txt", bytes(range(256)) * 8, "is binary|not valid UTF-8"),
        ("a.txt", b"\x00\x01\x02\x03" * 50, "is binary"),
        ("a.txt", b"\x7fELF\x02\x01\x01" + bytes(100), "is a program by its content"),
        ("a.txt", filemakers.pdf([BODY]), "is a PDF by its content"),
        ("a.txt", b"The TTP in Kunar \xff\xfe and Khost", "is not valid UTF-8 .byte 0xFF at 17"),
        ("a.txt", b"The TTP in Kunar \xc3\x28 and Khost", "is not valid UTF-8"),
        ("a.txt", b"The TTP in Kunar \xe2\x80", "is not valid UTF-8"),
        ("a.txt", b"\xff\xfeK", "is not valid UTF-16"),
        ("a.html", b"<html></html>", "the page has no text"),
        ("a.html", b"\x00\xff" * 40, "is binary|valid"),
        ("a.pdf", b"not a pdf", "damaged, truncated or locked PDF"),
        ("a.pdf", filemakers.pdf([BODY])[:200], "damaged, truncated or locked PDF"),
        ("a.pdf", filemakers.pdf([BODY], lock="x"), "is encrypted"),
        ("a.pdf", filemakers.pdf([]), "is a scan"),
        ("a.docx", b"PK\x03\x04nothing", "damaged or encrypted Word file"),
        ("a.docx", filemakers.word([BODY, BODY])[:900], "damaged or encrypted Word file"),
        ("a.eml", "no headers at all\n", "is no mail|without text"),
        ("a.eml", "Subject: A raid\n\n", "is a mail without text"),
        ("a.xml", "<rss><channel><item>", "is not well-formed XML"),
        ("a.xml", "<note><to>x</to></note>", "no RSS or Atom feed"),
        ("a.jsonl", "{broken\n", "is no JSON"),
        ("a.jsonl", "[1, 2]\n", "is no record"),
        ("a.jsonl", "[" * 100_000, "nested too deeply|is no JSON"),
        ("a.jsonl", '{"body": "x"}', "has no 'text' .it has 'body'.*--map-column"),
        ("a.jsonl", '{"text": 7}', "'text' is no text but int"),
        ("a.jsonl", '{"text": " "}', "has an empty text"),
        ("a.jsonl", b'{"text": "\xff"}', "is not valid UTF-8"),
        ("a.csv", "", "is empty|has no header"),
        ("a.csv", "id,body\n1,x\n", "has no column 'text' .it has 'id', 'body'.*--map-column"),
        ("a.csv", 'id,text\n1,"open\n', "check the quotes"),
        ("a.parquet", b"PAR1nothing", "cannot be read as Parquet"),
        ("a.parquet", filemakers.parquet_table({"body": ["x"]}), "has no column 'text'"),
        ("a.txt.gz", b"no gzip", "cannot be read"),
        ("a.txt.gz", gzip.compress(BODY.encode() * 50)[:60], "cannot be read"),
        ("a.jpg", b"\xff\xd8\xff", "files of the kind .jpg are not read"),
        ("a.json", "[]", "files of the kind .json are not read; write it as .jsonl"),
        ("noname", BODY, "files without a suffix are not read"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_reason(
    tmp_path: Path, name: str, content: bytes | str, reason: str
) -> None:
    bad = put(tmp_path, name, content)
    good = put(tmp_path, "good.txt", BODY)
    run = Run(bad, good)
    assert [document.source for document in run.documents][-1:] == [str(good)]
    if reason:
        assert [failure.source.split(":")[0] for failure in run.failures] == [str(bad)]
        assert len(run.documents) == 1
        assert re.search(reason, run.reasons[0]), run.reasons


def test_a_text_over_the_limit_is_refused_by_its_size_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)  # sparse: takes no room
    assert Run(path).reasons == ["a text may have up to 50 MB and it has 200 MB; split it"]


def test_a_packed_text_that_unpacks_over_the_limit_is_refused(tmp_path: Path) -> None:
    run = Run(put(tmp_path, "a.txt.gz", gzip.compress(bytes(2_000_000))), options=SMALL)
    assert "it has more" in run.reasons[0]


def test_a_record_over_the_limit_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    lines = [json.dumps({"id": number, "text": "x" * size}) for number, size in ((1, 3000), (2, 9))]
    run = Run(put(tmp_path, "a.jsonl", "\n".join(lines)), options=SMALL)
    assert [document.document_id for document in run.documents] == ["2"]
    assert [failure.source.rpartition(":")[2] for failure in run.failures] == ["1"]
    rows = f"id,text\n1,{'x' * 3000}\n2,y\n"
    assert "line 2 has more than" in Run(put(tmp_path, "a.csv", rows), options=SMALL).reasons[0]


def test_a_word_file_that_unpacks_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, "a.docx", filemakers.word([BODY] * 300))
    run = Run(path, options=ReadOptions(max_bytes=50_000))
    assert run.reasons == ["unpacks to more than 0.05 MB; split it"]


def test_a_broken_line_in_the_middle_is_named_by_its_number(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"{BODY} {number}"}) for number in range(5)]
    lines[2] = lines[2][:-9]
    path = put(tmp_path, "news.jsonl", "\n".join(lines))
    run = Run(path)
    assert [failure.source for failure in run.failures] == [f"{path}:3"]
    assert [document.source for document in run.documents] == [f"{path}:{n}" for n in (1, 2, 4, 5)]


def test_the_lines_before_a_damage_are_read(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": n, "text": f"{BODY} {n * 7919}"}) + "\n" for n in range(900))
    run = Run(put(tmp_path, "a.jsonl.gz", gzip.compress(lines.encode())[:2000]))
    assert 0 < len(run.documents) < 900
    assert f"cannot be read beyond line {len(run.documents)}" in run.reasons[-1]


def test_ragged_rows_are_named_by_their_line(tmp_path: Path) -> None:
    rows = f'id,text\n1,{BODY}\n2,"{BODY}",x\n3\n\n4,"two\nlines of text"\n5,more,more\n'.replace(
        "on Monday, elders", "elders"
    )
    path = put(tmp_path, "a.csv", rows)
    run = Run(path)
    assert [document.source for document in run.documents] == [f"{path}:2", f"{path}:6"]
    assert [failure.source for failure in run.failures] == [f"{path}:{n}" for n in (3, 4, 8)]
    assert run.reasons[0].startswith("the row has 3 fields and the header 2")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", "Men said \u201cno\u201d \u2013 in Pok\u00e9t caf\u00e9s".encode("cp1252")),
        ("a.csv", "text\nMen said \u201cno\u201d in caf\u00e9s\n".encode("cp1252")),
        ("a.txt", BODY.encode("utf-16-le")),
        ("a.txt", BODY.encode("utf-16-be")),
    ],
)
def test_a_guess_at_the_encoding_is_noted(tmp_path: Path, name: str, content: bytes) -> None:
    run = Run(put(tmp_path, name, content))
    assert run.failures == []
    assert len(run.documents) == 1
    assert "\ufffd" not in run.documents[0].text
    assert "guess" in run.notes[0].text


def test_half_characters_are_replaced_one_by_one_and_noted(tmp_path: Path) -> None:
    run = Run(put(tmp_path, "a.jsonl", '{"text": "Kunar \\ud83d raid", "id": "\\udc00"}'))
    assert run.documents[0].text == "Kunar \ufffd raid"
    assert [note.text for note in run.notes] == [
        "holds halves of characters, each replaced by U+FFFD"
    ]
    assert run.documents[0].document_id.encode()


def test_a_date_that_cannot_be_read_is_noted(tmp_path: Path) -> None:
    run = Run(put(tmp_path, "a.jsonl", json.dumps({"text": BODY, "published": "05/06/2024"})))
    assert run.documents[0].published is None
    assert run.notes[0].text == "its date '05/06/2024' cannot be read"


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_column_that_was_asked_for_and_is_missing_is_noted(tmp_path: Path, name: str) -> None:
    rows = f'body\n"{BODY}"\n'.encode()
    table = filemakers.parquet_table({"body": [BODY]}) if name == "a.parquet" else rows
    options = ReadOptions(map_columns={"text": "body", "published": "day"})
    run = Run(put(tmp_path, name, table), options=options)
    assert len(run.documents) == 1
    assert [note.text for note in run.notes] == ["has no column 'day'"]


def test_the_same_id_twice_is_made_distinct_and_noted(tmp_path: Path) -> None:
    ids = ["a", "a", "a-2", "a", None, None]
    lines = [json.dumps({"id": given, "text": BODY}) for given in ids]
    run = Run(put(tmp_path, "a.jsonl", "\n".join(lines)))
    found = [document.document_id for document in run.documents]
    assert found[:4] == ["a", "a-2", "a-2-2", "a-3"]
    assert found[5] == f"{found[4]}-2"
    assert len(run.notes) == 4
    assert found == [document.document_id for document in Run(tmp_path).documents]


def test_the_same_text_in_two_files_is_two_documents(tmp_path: Path) -> None:
    run = Run(put(tmp_path, "a.txt", BODY), put(tmp_path, "b.txt", BODY))
    first, second = (document.document_id for document in run.documents)
    assert second == f"{first}-2"


def test_a_file_given_twice_is_read_once_and_noted(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", BODY)
    run = Run(path, tmp_path, f"{tmp_path}/*.txt")
    assert len(run.documents) == 1
    assert [note.text for note in run.notes] == ["was given twice; read once"] * 2


def test_attachments_of_a_mail_are_noted(tmp_path: Path) -> None:
    mail = (
        'Subject: A raid\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\n{BODY}\n--b\nContent-Type: application/pdf\n"
        'Content-Disposition: attachment; filename="map.pdf"\n\nx\n--b--\n'
    )
    run = Run(put(tmp_path, "a.eml", mail))
    assert run.documents[0].text.strip() == BODY
    assert run.notes[0].text == "attachments are not read: map.pdf"


class TestFolders:
    def test_what_is_not_there(self, tmp_path: Path) -> None:
        run = Run(tmp_path / "none.txt", f"{tmp_path}/*.txt", "bad\0name.txt")
        assert run.reasons == [
            "there is no such file or folder",
            "no file matches; quote the pattern or check the folder",
            "is no name of a file",
        ]

    def test_an_empty_folder(self, tmp_path: Path) -> None:
        assert Run(tmp_path).reasons == ["the folder has no files"]

    def test_links_that_lead_nowhere_or_in_a_circle(self, tmp_path: Path) -> None:
        put(tmp_path, "a/good.txt", BODY)
        (tmp_path / "a" / "dangling.txt").symlink_to(tmp_path / "gone.txt")
        (tmp_path / "a" / "self.txt").symlink_to(tmp_path / "a" / "self.txt")
        (tmp_path / "a" / "up").symlink_to(tmp_path)
        run = Run(tmp_path)
        assert len(run.documents) == 1
        assert [Path(failure.source).name for failure in run.failures] == [
            "dangling.txt",
            "self.txt",
        ]
        assert all("a link that leads nowhere" in reason for reason in run.reasons)
        assert [Path(note.source).name for note in run.notes] == ["up"]

    def test_a_pipe_is_not_opened(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "a.txt")
        assert "is no regular file" in Run(tmp_path).reasons[0]

    def test_a_name_that_is_not_utf_8(self, tmp_path: Path) -> None:
        path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
        Path(os.fsdecode(path)).write_text(BODY, "utf-8")
        run = Run(tmp_path)
        assert run.documents[0].source.endswith("caf\\xe9.txt")

    def test_a_folder_without_rights(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        put(tmp_path, "a/1.txt", BODY)
        put(tmp_path, "b/2.txt", BODY)
        scandir = os.scandir

        def guarded(path: str | Path) -> object:
            if Path(path).name == "a":
                raise PermissionError(13, "Permission denied", str(path))
            return scandir(path)

        monkeypatch.setattr(os, "scandir", guarded)
        run = Run(tmp_path)
        assert [document.source for document in run.documents] == [str(tmp_path / "b" / "2.txt")]
        assert run.reasons == ["the folder cannot be read (Permission denied)"]

    @pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs users")
    def test_a_file_and_a_folder_without_rights_for_another_user(self, tmp_path: Path) -> None:
        """Run as nobody where the tests run as root, to whom every folder is open."""
        put(tmp_path, "a/1.txt", BODY)
        put(tmp_path, "b.txt", BODY)
        put(tmp_path, "c.txt", BODY)
        (tmp_path / "a").chmod(0)
        (tmp_path / "b.txt").chmod(0)
        code = (
            "import os, sys\n"
            "from geo.documents import read\n"
            "import geo.boilerplate; geo.boilerplate.rules()\n"
            "if os.getuid() == 0: os.setgid(65534); os.setuid(65534)\n"
            "bad = []\n"
            "os.chdir(sys.argv[1])\n"
            "print(*[d.source for d in read('a', 'b.txt', 'c.txt', on_failure=bad.append)])\n"
            "print(*bad, sep='\\n')\n"
        )
        for folder in (tmp_path, *tmp_path.parents[:3]):
            folder.chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False
        )
        (tmp_path / "a").chmod(0o755)
        assert done.stdout.splitlines() == [
            "c.txt",
            "a: the folder cannot be read (Permission denied)",
            "b.txt: cannot be opened (Permission denied)",
        ], done.stderr


def test_without_a_listener_there_is_a_warning(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "")
    put(tmp_path, "b.txt", BODY)
    with pytest.warns(DocumentWarning, match=r"a\.txt: is empty"):
        assert len(list(read(tmp_path))) == 1


NAMES = "txt md html pdf docx eml jsonl csv parquet xml txt.gz jsonl.gz csv.gz parquet.gz"
SUFFIXES = st.sampled_from(NAMES.split())
SEEDS = [
    filemakers.pdf([BODY, BODY]),
    filemakers.word([BODY, BODY]),
    filemakers.parquet_table({"text": [BODY, None, BODY]}),
    gzip.compress(json.dumps({"text": BODY}).encode() * 3),
    f'id,text\n1,"{BODY}"\n2,x\n'.encode(),
    f"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n{BODY}\n--b--".encode(),
    f"<html><body><article><p>{BODY}</p></article><table><tr><td>x</table>".encode(),
    f"<rss><channel><item><title>x</title><description>{BODY}</description></item></channel></rss>".encode(),
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 6))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.integers(1, len(data)))])


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None
)
@given(SUFFIXES, st.binary(max_size=300) | damaged())
def test_random_bytes_raise_nothing(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = put(tmp_path, f"a.{suffix}", content)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run = Run(path)
    assert run.documents or run.failures or content.strip() == b"" or suffix.startswith("jsonl")
    for document in run.documents:
        assert document.text.strip() or document.title
        document.text.encode()
        document.title.encode()
    for failure in run.failures:
        assert failure.source.startswith(str(path))
        assert failure.reason
        assert "\n" not in failure.reason
