"""Everything that the pages tell a reader to type is typed here."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import pytest
import releases
from filemakers import pdf
from pages import PAGES, ROOT, RUN, SHOWN, Block, Reader, blocks, prepared
from typer.main import get_command

import geo
import maps
from geo import tables
from maps.cli import app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Blocks that cannot be run here; each says why where it stands.
NOT_RUN = 10
BLOCKS = [block for page in PAGES for block in blocks(page)]
ARTICLES = tables.folder("sample") / "articles"
NOTE = "The BLA claimed responsibility for an attack near Turbat.\n"
COMMANDS = get_command(app)


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def lay(folder: Path, wanted: list[str]) -> None:
    """Put what a page starts from into its folder."""
    for one in wanted:
        match one:
            case "articles":
                shutil.copytree(ARTICLES, folder / one)
            case "mirror":
                (folder / "cache").mkdir()
            case "annotated.jsonl":
                shutil.copy(ROOT / "tests" / "gold" / "passages.jsonl", folder / one)
            case "news.jsonl":
                shutil.copy(ARTICLES / "wire-feed.jsonl", folder / one)
            case "note.txt":
                (folder / one).write_text(NOTE, encoding="utf-8")
            case "reports":
                (folder / one).mkdir()
                (folder / one / "a.pdf").write_bytes(pdf(["The TTP has camps in Kunar."]))
            case _:
                raise AssertionError(f"nothing makes {one}")


@contextmanager
def mirror(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stand in for the publishers, with a cache that is the page's own."""
    square = [[69.9, 33.9], [71.2, 33.9], [71.2, 34.7], [69.9, 34.7], [69.9, 33.9]]
    village = releases.Row(9_000_001, "Wazir Tangai", 34.231, 70.2)
    with releases.serving(releases.Site(releases.geonames([village]))) as site:
        for level, area in (("ADM1", ("Nangarhar", "AF-NAN")), ("ADM2", ("Khogyani", ""))):
            site.files |= releases.geoboundaries(site.url, "AFG", level, [(*area, square)])
        monkeypatch.delenv("PRESENCE_MAPPER_EMBEDDED_ONLY")
        monkeypatch.setenv("PRESENCE_MAPPER_CACHE", str(folder / "cache"))
        monkeypatch.setenv("PRESENCE_MAPPER_GEONAMES", site.url)
        monkeypatch.setenv("PRESENCE_MAPPER_GEOBOUNDARIES", f"{site.url}/api")
        yield


def commands(group: Any = COMMANDS, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every command that does something."""
    for title, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*above, title))
        else:
            yield (*above, title)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_does_what_it_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    wanted = prepared(page)
    lay(tmp_path, wanted)
    reader = Reader(tmp_path)
    with mirror(tmp_path, monkeypatch) if "mirror" in wanted else nullcontext():
        for block in blocks(page):
            reader.follow(block)


def test_every_block_is_of_a_kind_that_is_run_or_holds_nothing_to_run() -> None:
    for block in BLOCKS:
        assert block.language in {*RUN, *SHOWN}, f"{block}: {block.language or 'indented'}"
        if block.language in SHOWN:
            assert not re.search(r"^(\$ |>>> |presence-mapper )", block.text, re.MULTILINE), block


def test_blocks_that_are_not_run_are_few_and_say_why() -> None:
    reasons = [block.orders["not run"] for block in BLOCKS if "not run" in block.orders]
    assert len(reasons) == NOT_RUN
    assert all(len(reason.split()) > 3 for reason in reasons)


def test_every_order_stands_before_a_block() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        comments = re.findall(r"<!-- (?!prepared|generated)", text)
        orders = [order for block in blocks(page) for order in block.orders if order != "prepared"]
        assert len(orders) == len(comments), name(page)


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_every_command_is_run_on_some_page(path: tuple[str, ...]) -> None:
    typed = re.compile(rf"^(\$ )?presence-mapper {' '.join(path)}\b", re.MULTILINE)
    assert [block for block in BLOCKS if block.runs and typed.search(block.text)]


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_every_option_is_on_some_page_that_people_write(path: tuple[str, ...]) -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    options = {option for parameter in command_of(path).params for option in parameter.opts}
    for option in options:
        if option.startswith("--"):
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", text), option


def test_no_page_speaks_of_a_command_or_option_that_is_not_there() -> None:
    known = {words[0] for words in commands()}
    options = {
        option
        for path in commands()
        for parameter in (*command_of(path).params, *COMMANDS.params)
        for option in parameter.opts
    } | {"--help"}
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for inline in re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text):
            words = inline.split()
            if words[0] == "presence-mapper" and len(words) > 1:
                assert words[1] in known | options, f"{name(page)}: {inline}"
            if words[0].startswith("--"):
                assert words[0] in options, f"{name(page)}: {inline}"


def command_of(path: tuple[str, ...]) -> Any:
    command: Any = COMMANDS
    for word in path:
        command = command.commands[word]
    return command


@pytest.mark.parametrize("package", [geo, maps])
def test_every_public_name_is_in_the_reference(package: Any) -> None:
    text = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    for one in package.__all__:
        assert re.search(rf"^\.\. auto\w+:: {package.__name__}\.{one}$", text, re.MULTILINE), one
        assert getattr(package, one).__doc__


# What runs the pages has to notice a page that lies.


@pytest.mark.parametrize(
    ("language", "text", "orders"),
    [
        ("sh", "false", {}),
        ("sh", "true", {"exit": "1"}),
        ("sh", "true", {"writes": "out/map.html"}),
        ("sh", "touch empty", {"writes": "empty"}),
        ("console", "$ echo one\ntwo\n", {}),
        ("console", "$ false | true\n", {}),
        ("python", "assert not 1", {}),
        ("pycon", ">>> 1 + 1\n3\n", {}),
    ],
)
def test_a_page_that_lies_is_found_out(
    tmp_path: Path, language: str, text: str, orders: dict[str, str]
) -> None:
    with pytest.raises(AssertionError):
        Reader(tmp_path).follow(Block(ROOT / "README.md", 1, language, text, orders))


def test_a_page_is_typed_in_one_folder_and_one_session(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "<!-- file: in/a.txt -->\n\n```text\nsome\n```\n\n"
        "<!-- writes: b.txt -->\n\n```console\n$ cat in/a.txt\nso...\n$ cp in/a.txt b.txt\n```\n\n"
        "```python\nvalue = 2\n```\n\n```pycon\n>>> value\n2\n```\n",
        encoding="utf-8",
    )
    reader = Reader(tmp_path)
    for block in blocks(page):
        reader.follow(
            Block(ROOT / "README.md", block.line, block.language, block.text, block.orders)
        )
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") == "some\n"
    assert reader.names["value"] == 2
