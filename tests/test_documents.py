import csv
import gzip
import io
import json
import sys
import time
from datetime import date, datetime
from pathlib import Path

import filemakers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.documents import Note, ReadOptions, read
from geo.errors import DocumentError, UsageError
from geo.records import Document

FIRST = "Men of the front held two posts above Kamdesh on Monday, elders said."
SECOND = "Nobody could say where they had come from. The governor was not to be reached."
BODY = f"{FIRST}\n\n{SECOND}"
TITLE = "Front holds two posts above Kamdesh"


def one(path: Path, **options: object) -> Document:
    failures: list[DocumentError] = []
    notes: list[Note] = []
    found = list(
        read(path, options=ReadOptions(**options), on_failure=failures.append, on_note=notes.append)  # type: ignore[arg-type]  # fields or options by name
    )
    assert failures == []
    assert notes == []
    assert len(found) == 1
    return found[0]


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


class TestText:
    def test_a_newsflash(self, tmp_path: Path) -> None:
        text = (
            f"Newsflash:\n\n{TITLE}\n\n2 min read\n\nMarch 12, 2025\n\n{BODY}\n\nRead more: More\n"
        )
        found = one(put(tmp_path, "a.txt", text))
        assert (found.title, found.published, found.text) == (TITLE, date(2025, 3, 12), text)
        assert [text[s.start : s.end] for s in found.set_aside] == ["2 min read", "Read more: More"]
        assert found.source == str(tmp_path / "a.txt")

    def test_the_id_is_of_the_content_and_not_of_the_path(self, tmp_path: Path) -> None:
        first = one(put(tmp_path, "a.txt", BODY))
        assert first.document_id == one(put(tmp_path, "b/c.txt", BODY)).document_id
        assert first.document_id != one(put(tmp_path, "d.txt", BODY + "!")).document_id
        assert len(first.document_id) == 16

    def test_front_matter(self, tmp_path: Path) -> None:
        head = '---\ntitle: "A raid: what is known"\ndate: 2025-03-12\npublisher: The Courier\n'
        found = one(put(tmp_path, "a.txt", f"{head}url: https://c.example/a\n---\n\n{BODY}"))
        assert found.title == "A raid: what is known"
        assert (found.published, found.publisher) == (date(2025, 3, 12), "The Courier")
        assert (found.url, found.text) == ("https://c.example/a", BODY)

    def test_header_lines(self, tmp_path: Path) -> None:
        head = "Title: A raid\nDate: 12 March 2025\nSource: The Courier\nURL: https://c.example/a\n"
        found = one(put(tmp_path, "a.txt", f"{head}\n{BODY}"))
        assert (found.title, found.published) == ("A raid", date(2025, 3, 12))
        assert (found.publisher, found.url) == ("The Courier", "https://c.example/a")
        assert found.text == BODY

    def test_a_rule_at_the_top_is_no_front_matter(self, tmp_path: Path) -> None:
        text = f"---\n{BODY}\n---\n{BODY}"
        assert one(put(tmp_path, "a.txt", text)).text == text

    def test_a_report_by_districts_has_no_header_lines(self, tmp_path: Path) -> None:
        text = f"Orakzai: No incident.\nKurram: Quiet.\n\n{BODY}"
        assert one(put(tmp_path, "a.txt", text)).text == text

    @pytest.mark.parametrize(
        "first", [FIRST, "33. States report camps in Kunar", "kunar, on monday"]
    )
    def test_a_sentence_is_no_title(self, tmp_path: Path, first: str) -> None:
        text = f"{first}, and so on.\n\n{SECOND}"
        assert one(put(tmp_path, "a.txt", text)).title == ""

    def test_hard_wrapped_lines_are_joined_without_moving_a_character(self, tmp_path: Path) -> None:
        wrapped = (
            "Men of the front held two posts above Kamdesh on Monday, elders said\n"
            "by telephone. Nobody could tell where they had come from or when they\n"
            "would leave. The governor was not to be reached, his office said that\n"
            "reinforcements were on their way from the seat of the district.\n"
            "\n"
            "- Two posts\n- One bridge\n"
        )
        found = one(put(tmp_path, "a.txt", wrapped))
        assert len(found.text) == len(wrapped)
        assert "on Monday, elders said by telephone." in found.text
        assert found.text.endswith("district.\n\n- Two posts\n- One bridge\n")

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
    def test_a_byte_order_mark_tells_the_encoding(self, tmp_path: Path, encoding: str) -> None:
        assert one(put(tmp_path, "a.txt", "Ḩayratān\n".encode(encoding))).text == "Ḩayratān\n"


class TestPages:
    PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>{TITLE} | Courier
    </title>
    <meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="The Courier">
    <meta property="article:published_time" content="2025-03-12T08:00:00Z">
    <link rel="canonical" href="https://courier.example/a-raid"></head><body>
    <nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>{TITLE}</h1>
    <p>{FIRST} {FIRST}</p><p>{SECOND} {SECOND}</p></article>
    <aside><h2>Related</h2><a href="/x">ISKP cell found in Herat</a></aside>
    <footer>All rights reserved</footer></body></html>"""

    def test_the_main_text_of_a_web_page(self, tmp_path: Path) -> None:
        found = one(put(tmp_path, "a.html", self.PAGE))
        assert (found.title, found.publisher) == (TITLE, "The Courier")
        assert (found.published, found.url) == (date(2025, 3, 12), "https://courier.example/a-raid")
        assert FIRST in found.text
        assert "ISKP" not in found.text
        assert "Home" not in found.text

    def test_a_script_in_the_title_stays_text(self, tmp_path: Path) -> None:
        page = self.PAGE.replace(TITLE, "&lt;script&gt;alert(1)&lt;/script&gt; A raid in Kamdesh")
        found = one(put(tmp_path, "a.htm", page))
        assert found.title == "<script>alert(1)</script> A raid in Kamdesh"

    def test_a_declared_encoding_is_used(self, tmp_path: Path) -> None:
        page = self.PAGE.replace("utf-8", "windows-1251").replace(FIRST, "Боевики " + FIRST)
        assert "Боевики" in one(put(tmp_path, "a.html", page.encode("cp1251"))).text

    def test_a_page_without_an_article_is_read_whole_and_noted(self, tmp_path: Path) -> None:
        notes: list[Note] = []
        path = put(tmp_path, "a.html", "<ul><li>TTP</li></ul><script>bad()</script>")
        found = list(read(path, on_note=notes.append))
        assert [document.text.strip("\u2022- ") for document in found] == ["TTP"]

    def test_a_feed(self, tmp_path: Path) -> None:
        feed = f"""<?xml version="1.0"?><rss version="2.0"
        xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Courier</title>
        <item><title>A raid &amp; a blast</title><link>https://c.example/1</link><guid>c-1</guid>
        <pubDate>Wed, 12 Mar 2025 08:00:00 GMT</pubDate><description>short</description>
        <content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}</p>]]></content:encoded></item>
        <item><title>Only a headline of a story</title></item></channel></rss>"""
        first, second = read(put(tmp_path, "feed.xml", feed))
        assert (first.document_id, first.title, first.text) == ("c-1", "A raid & a blast", BODY)
        assert (first.publisher, first.url) == ("The Courier", "https://c.example/1")
        assert first.published == date(2025, 3, 12)
        assert (second.title, second.text) == ("Only a headline of a story", "")

    def test_an_atom_feed(self, tmp_path: Path) -> None:
        feed = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Courier</title><entry>
        <id>urn:c:1</id><title type="html">A &lt;b&gt;raid&lt;/b&gt;</title>
        <link rel="alternate" href="https://c.example/1"/><updated>2025-03-12T08:00:00Z</updated>
        <content type="xhtml">
        <div xmlns="http://www.w3.org/1999/xhtml"><p>{FIRST}</p></div></content>
        </entry></feed>"""
        found = one(put(tmp_path, "feed.atom", feed))
        assert (found.document_id, found.title, found.text) == ("urn:c:1", "A raid", FIRST)
        assert (found.url, found.published) == ("https://c.example/1", date(2025, 3, 12))

    def test_a_mail(self, tmp_path: Path) -> None:
        head = f"From: The Courier <desk@courier.example>\r\nSubject: {TITLE}\r\n"
        head += "Date: Wed, 12 Mar 2025 23:00:00 +0500\r\nContent-Type: text/plain\r\n"
        mail = f"{head}\r\n{BODY}\r\n"
        found = one(put(tmp_path, "a.eml", mail))
        assert (found.title, found.publisher) == (TITLE, "The Courier")
        assert (found.published, found.text) == (date(2025, 3, 12), BODY)

    def test_a_mail_in_html_only(self, tmp_path: Path) -> None:
        mail = f"Subject: A raid\nContent-Type: text/html\n\n<p>{FIRST}</p><p>{SECOND}</p>"
        assert one(put(tmp_path, "a.eml", mail)).text == BODY


class TestMarkdownAndPrint:
    def test_markdown_without_its_marks(self, tmp_path: Path) -> None:
        text = f"""# {TITLE}

Men of the **front** held two [posts](https://c.example)
above *Kamdesh*.

- one
- two

| Province | Groups |
|----------|--------|
| Kunar    | TTP    |
"""
        found = one(put(tmp_path, "a.md", text))
        assert found.title == TITLE
        assert found.text == (
            f"{TITLE}\n\nMen of the front held two posts above Kamdesh.\n\n"
            "\u2022 one\n\n\u2022 two\n\nProvince | Groups\nKunar | TTP"
        )

    def test_front_matter_of_markdown(self, tmp_path: Path) -> None:
        found = one(
            put(tmp_path, "a.md", f"---\ntitle: A raid\ntags:\n  - x\n---\n# Other\n\n{BODY}")
        )
        assert (found.title, found.text) == ("A raid", f"Other\n\n{BODY}")

    def test_a_pdf_as_paragraphs(self, tmp_path: Path) -> None:
        lines = [
            "Men of the front held two posts above Kamdesh on Monday, elders of the vil-",
            "lage said. Nobody could tell where they had come from, nor when they would",
            "leave.",
            "The governor was not to be reached. His office said that help was on its way",
            "from the seat of the district.",
        ]
        found = one(put(tmp_path, "a.pdf", filemakers.pdf(lines, title="A raid in the east")))
        assert (found.title, found.published) == ("A raid in the east", date(2025, 3, 12))
        assert found.text == (
            "Men of the front held two posts above Kamdesh on Monday, elders of the village said. "
            "Nobody could tell where they had come from, nor when they would leave.\n\n"
            "The governor was not to be reached. His office said that help was on its way from the "
            "seat of the district."
        )

    @pytest.mark.parametrize(
        "title", ["Microsoft Word - doc1.docx", "Untitled", "report.pdf", "-1-"]
    )
    def test_what_a_program_put_for_a_title_is_none(self, tmp_path: Path, title: str) -> None:
        assert one(put(tmp_path, "a.pdf", filemakers.pdf([FIRST], title=title))).title == ""

    def test_a_date_on_the_page_is_better_than_that_of_the_file(self, tmp_path: Path) -> None:
        lines = [TITLE, "", "May 5, 2024", "", FIRST]
        assert one(put(tmp_path, "a.pdf", filemakers.pdf(lines))).published == date(2024, 5, 5)
        data = filemakers.word([TITLE, "May 5, 2024", FIRST])
        assert one(put(tmp_path, "a.docx", data)).published == date(2024, 5, 5)

    def test_the_date_of_a_template_is_none(self, tmp_path: Path) -> None:
        assert one(put(tmp_path, "a.docx", filemakers.word([TITLE, FIRST]))).published is None

    def test_a_word_file(self, tmp_path: Path) -> None:
        data = filemakers.word([TITLE, FIRST, SECOND], table=[["Kunar", "TTP"], ["Herat", "ISKP"]])
        found = one(put(tmp_path, "a.docx", data))
        assert found.title == TITLE
        assert found.text == f"{TITLE}\n\n{BODY}\n\nKunar | TTP\nHerat | ISKP"


RECORD = {
    "id": "x-1",
    "title": TITLE,
    "text": f"  {BODY}\r\n\t ",
    "published": "2025-03-12",
    "publisher": "The Courier",
    "url": "https://c.example/1",
}


class TestRecords:
    def check(self, found: Document) -> None:
        assert found.text == RECORD["text"]
        assert (found.document_id, found.title) == ("x-1", TITLE)
        assert (found.published, found.publisher) == (date(2025, 3, 12), "The Courier")
        assert found.url == "https://c.example/1"

    @pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson"])
    def test_json_lines(self, tmp_path: Path, name: str) -> None:
        self.check(one(put(tmp_path, name, "\n" + json.dumps(RECORD) + "\n\n")))

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_csv(self, tmp_path: Path, separator: str) -> None:
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(RECORD), delimiter=separator)
        writer.writeheader()
        writer.writerow(RECORD)
        self.check(one(put(tmp_path, "a.csv", "\ufeff" + out.getvalue())))
        self.check(one(put(tmp_path, "b.csv", out.getvalue().encode("utf-16"))))

    def test_parquet(self, tmp_path: Path) -> None:
        columns = {name: [value] for name, value in RECORD.items()}
        self.check(one(put(tmp_path, "a.parquet", filemakers.parquet_table(columns))))
        dated = {**columns, "published": [datetime(2025, 3, 12, 8, 0)], "more": [[1, 2]]}  # noqa: DTZ001 - tables hold local times
        self.check(one(put(tmp_path, "b.parquet", filemakers.parquet_table(dated))))

    def test_columns_of_other_names(self, tmp_path: Path) -> None:
        path = put(tmp_path, "a.jsonl", json.dumps({"body": BODY, "text": "other", "n": 7}))
        found = one(path, map_columns={"text": "body", "id": "n"})
        assert (found.text, found.document_id) == (BODY, "7")

    def test_an_unknown_field_is_wrong_usage(self) -> None:
        with pytest.raises(UsageError, match="'body' is no field"):
            read("a.jsonl", options=ReadOptions(map_columns={"body": "text"}))

    def test_only_the_text_is_needed(self, tmp_path: Path) -> None:
        text = f"{TITLE}\n\nMarch 12, 2025\n\n{BODY}"
        found = one(put(tmp_path, "a.jsonl", json.dumps({"text": text, "title": None})))
        assert (found.text, found.title, found.published) == (text, TITLE, date(2025, 3, 12))

    @settings(deadline=None)
    @given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
    def test_the_text_is_exactly_that_of_the_record(self, text: str) -> None:
        line = json.dumps({"text": text, "title": "A title"})
        path = Path(self.folder) / "a.jsonl"
        path.write_text(line, "utf-8")
        assert [document.text for document in read(path)] == [text]

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        self.folder = tmp_path_factory.mktemp("records")


class TestInputs:
    def test_folders_are_walked_in_order_and_hidden_files_passed_over(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a/2.txt", "a/1.txt", ".git/x.txt", ".hidden.txt", "c.txt", "B.txt"):
            put(tmp_path, name, f"{BODY} {name}")
        names = [Path(document.source).relative_to(tmp_path) for document in read(tmp_path)]
        assert [str(name) for name in names] == ["B.txt", "b.txt", "c.txt", "a/1.txt", "a/2.txt"]

    def test_globs(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a.txt", "a/c.txt", "d.md"):
            put(tmp_path, name, f"{BODY} {name}")
        sources = [document.source for document in read(f"{tmp_path}/**/*.txt")]
        assert [Path(source).name for source in sources] == ["a.txt", "c.txt", "b.txt"]

    def test_a_name_that_looks_like_a_glob_is_a_file_first(self, tmp_path: Path) -> None:
        path = put(tmp_path, "a[1].txt", BODY)
        assert [document.source for document in read(path)] == [str(path)]

    def test_packed_files(self, tmp_path: Path) -> None:
        assert one(put(tmp_path, "a.txt.gz", gzip.compress(BODY.encode()))).text == BODY
        lines = gzip.compress(json.dumps(RECORD).encode())
        assert one(put(tmp_path, "a.jsonl.gz", lines)).document_id == "x-1"
        rows = gzip.compress(f'id,text\n1,"{BODY}"'.encode())
        assert one(put(tmp_path, "a.csv.gz", rows)).text == BODY

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BODY.encode())))
        found = list(read("-"))
        assert [(document.text, document.source) for document in found] == [(BODY, "-")]

    def test_files_are_opened_when_their_turn_comes(self, tmp_path: Path) -> None:
        first, second = put(tmp_path, "1.txt", BODY), put(tmp_path, "2.txt", BODY)
        documents = read(first, second, on_note=lambda _: None)
        next(documents)
        second.write_text("Other text, written later than the reading began.", "utf-8")
        assert next(documents).text.startswith("Other text")

    def test_a_thousand_small_texts_are_read_in_a_moment(self, tmp_path: Path) -> None:
        for number in range(1000):
            put(tmp_path, f"{number:04}.txt", f"{TITLE}\n\n{BODY} {number}\n\n{BODY * 10}")
        best = min(self._seconds(tmp_path) for _ in range(3))
        assert best < 3.0  # 0.4 s on an idle machine

    @staticmethod
    def _seconds(folder: Path) -> float:
        started = time.perf_counter()
        assert sum(1 for _ in read(folder)) == 1000
        return time.perf_counter() - started

    def test_heavy_readers_are_imported_only_where_needed(self) -> None:
        import subprocess  # noqa: PLC0415 - only this test starts one

        code = (
            "import sys, geo.documents; "
            "print([m for m in ('trafilatura', 'pypdf', 'docx', 'dateparser', 'pyarrow', 'lxml')"
            " if m in sys.modules])"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "[]"
