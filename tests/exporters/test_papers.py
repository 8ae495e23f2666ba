"""Papers in HTML and Markdown: words are words there, whatever they look like."""

from pathlib import Path

from lxml import html

from qualcode.exporters.registry import write_guideline, write_paper, write_quotes
from qualcode.exporters.word.tables import whole_words
from qualcode.views.papers import PaperSection, PaperTable, PaperView
from qualcode.views.reporting import ReportItem, ReportView
from qualcode.views.table import TableView
from tests.exporters.examples import make_quotes

HOSTILE = "# <b>*fet*</b> `x` | {y}\n- en [z](w) \x1b[2J"
PAPER = PaperView(
    title=HOSTILE,
    language="nb",
    sections=(PaperSection(HOSTILE, 2, f"{HOSTILE}\n\nTo.", PaperTable(("A", "B"), ((HOSTILE, "ja"),), (50, 50))),),
    flat=TableView(title="", columns=("a",), rows=((HOSTILE,),)),
)


def test_a_page_shows_words_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "paper.html"
    write_paper(PAPER, path)
    page = html.fromstring(path.read_text(encoding="utf-8"))
    assert page.xpath("//b|//a|//script") == []
    assert page.xpath("count(//h2)") == 1
    assert "\x1b" not in path.read_text(encoding="utf-8")
    assert page.xpath("string(//td[2])") == "ja"


def test_markdown_holds_nothing_that_is_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "paper.md"
    write_paper(PAPER, path)
    text = path.read_text(encoding="utf-8")
    assert "<b>" not in text
    assert "*fet*" not in text.replace("\\*", "")
    assert "\x1b" not in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert [line.replace("\\|", "").count("|") for line in rows] == [3, 3, 3]
    assert all(not line.startswith("- ") for line in text.splitlines())


def test_quotes_stand_under_their_groups_in_markdown_and_on_a_page(tmp_path: Path) -> None:
    for ending in ("md", "html"):
        write_quotes(make_quotes(6), tmp_path / f"q.{ending}", title="Sitater", language="nb")
    text = (tmp_path / "q.md").read_text(encoding="utf-8")
    assert text.count("\n## ") == 3
    assert "### Legen så meg" in text
    page = html.fromstring((tmp_path / "q.html").read_text(encoding="utf-8"))
    assert page.xpath("count(//tbody/tr)") == 6


def test_a_guideline_is_a_page_too(tmp_path: Path) -> None:
    items = (ReportItem(1, "Del", "Hva?", "Slik."), ReportItem(2, "Del", "Hvem?", ""))
    write_guideline(ReportView("coreq", "COREQ", "nb", items), tmp_path / "c.md")
    assert "| 1 | Hva? | Slik. |" in (tmp_path / "c.md").read_text(encoding="utf-8")


def test_no_column_breaks_a_word_that_the_page_has_room_for() -> None:
    rows = [("FL1", "Fastlegegruppe 1, replikk 2", "For meg betyr det mye. " * 9)]
    who, place, unit = whole_words(("Hvem", "Sted", "Enhet"), rows, shares=(1, 1, 5), text_width=7000)
    assert who == 1000
    assert place >= 1700
    assert who + place + unit == 7000
