"""A small chapter and quote table, invented for the tests: what `exports/examples/` holds is made from them.

`python -m tests.exporters.examples` writes those files again, after a change of look that was meant.
"""

from dataclasses import replace
from pathlib import Path

from qualcode.exporters.registry import write_chapter, write_quotes
from qualcode.views.chapter import ChapterCategory, ChapterParagraph, ChapterQuote, ChapterSubstudy, ChapterView
from qualcode.views.documents import KeptField
from qualcode.views.papers import PaperSection, PaperTable
from qualcode.views.quotes import QuoteLine, QuoteView
from qualcode.views.table import TableView

EXAMPLES = Path(__file__).parents[2] / "exports" / "examples"
QUOTE_TITLE = "Sitater etter kodegruppe og undergruppe."

PATIENTS = TableView(
    title="Demografisk oversikt over de fem pasientene som ble intervjuet.",
    columns=("participant", "gender", "age", "education", "practice"),
    headings=("Pasient", "Kjønn", "Alder", "Utdanning", "År hos fastlegen"),
    rows=(
        ("P1", "M", 41, 1, 2.5),
        ("P2", "K", 38, 2, 8),
        ("P3", "K", 52, 2, None),
        ("P4", "K", 47, 1, 11),
        ("P5", "M", 58, 2, 4),
    ),
    notes=(
        "Kjønn: K=kvinne, M=mann",
        "Utdanning: 1=til og med videregående, 2=høyere utdanning",
        "Tre kvinner og to menn, alder 38–58 år, median 47. År hos fastlegen: gjennomsnitt 6,4 (2,5–11).",
    ),
    marks=(("gender", "a"), ("education", "b")),
    lettered=(("a", "K=kvinne, M=mann"), ("b", "1=til og med videregående, 2=høyere utdanning")),
)

DOCTORS = TableView(
    title="Fastlegene i to fokusgrupper.",
    columns=("participant", "gender", "years", "patients"),
    headings=("Deltaker", "Kjønn", "År i allmennpraksis", "Pasienter i tiltaket"),
    rows=(("FL1", "K", 12, 4), ("FL2", "M", 30, 6), ("FL3", "K", 3, 2)),
    notes=("To kvinner og en mann. År i allmennpraksis: gjennomsnitt 15 (3–30).",),
    marks=(("gender", "a"),),
    lettered=(("a", "K=kvinne, M=mann"),),
)

_WAITING = ChapterCategory(
    number=1,
    heading="Å gå og vente på noe en ikke visste hva var",
    parts=(
        ChapterParagraph(
            "De fleste husket dagen konvolutten kom. Noen la den bort uåpnet, andre ringte en søster eller en kollega "
            "før de leste ferdig^[To lot det ligge i flere dager.]. Uroen handlet sjelden om selve undersøkelsen, "
            "men om hva noen kunne ha funnet ut.\n\n"
            "Etter timen var uroen borte hos alle fem, også hos de to som fortsatt ikke visste hvorfor de var innkalt.",
            uid=f"{1:032x}",
        ),
        ChapterQuote(
            lead_in="En kvinnelig deltaker beskrev hvordan hun ble sittende med brevet:",
            text='Jeg ble sittende i gangen en stund (...) Med jakka på. Jeg tenkte: "Nå er det noen som har funnet ut '
            'at jeg har vært borte for lenge".',
            source="P4",
            uid=f"{2:032x}",
        ),
        ChapterParagraph("Én deltaker skilte seg ut: Han hadde bedt om en slik time selv, og fått den."),
        ChapterQuote(lead_in="Han sa det kort:", text="- ja, endelig.", source="P1"),
    ),
    uid=f"{3:032x}",
)

_BELIEVED = ChapterCategory(
    number=2,
    heading="Å bli trodd av en som ikke kjente dem",
    parts=(
        ChapterParagraph("Å møte en fremmed lege ble en lettelse for flere enn de selv hadde ventet."),
        ChapterQuote(
            lead_in="", text="Hun så opp fra papirene og spurte hvordan jeg «egentlig» hadde det.", source="P2"
        ),
    ),
)

_NEVER_THERE = ChapterCategory(
    number=1,
    heading="Resymeet som aldri rakk frem",
    parts=(
        ChapterParagraph("I begge gruppene kom deltakerne inn på et resymé som ble skrevet, men ikke lest."),
        ChapterQuote(
            lead_in="Da moderator spurte hvor lenge resymeet ble liggende, svarte to av legene hverandre:",
            text="",
            source="Fokusgruppe 1",
            lines=(
                QuoteLine("FL2", "Men da må jo resymeet komme før timen."),
                QuoteLine("FL1", "Ja. Det gjorde det ikke hos oss."),
                QuoteLine("FL2", "Hos oss lå det i posten i tre uker (...) Tre!"),
            ),
        ),
    ),
)

_CITED = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ADDIN ZOTERO_ITEM '
    'CSL_CITATION {"citationID":"a1"} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>(Hansen, 2019)</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)

CHAPTER = ChapterView(
    title="Kvalitativ evaluering",
    language="nb",
    sections=(
        ("Formål", "Vi ville vite hvordan en ny medisinsk vurdering ble møtt av dem den gjaldt."),
        (
            "Valg av metode og studiedesign",
            "Intervjuene ble gjort på telefon.\n\nGuiden var en støtte:\nførst erfaringen, så meningen om den.",
        ),
        ("Analysemetode og informasjonsstyrke", "Materialet ble analysert med systematisk tekstkondensering."),
        ("Etikk", "Alle deltakerne samtykket skriftlig. Materialet er pseudonymisert."),
    ),
    substudies=(
        ChapterSubstudy(
            heading="Pasientstudie",
            recruitment="Fem pasienter (tabell 15) ble spurt av legen etter timen, og alle takket ja.",
            table=PATIENTS,
            table_number=15,
            summary="Uro før timen ga plass for lettelse etter den.\n\n"
            "Kodene i parentes viser til deltakerne i tabell 15.",
            categories=(_WAITING, _BELIEVED),
            conclusion="Det var ventetiden, ikke timen, som var tung.",
        ),
        ChapterSubstudy(
            heading="Fastlegestudie",
            recruitment="Tre fastleger (tabell 16) deltok i to fokusgrupper på 90 minutter.",
            table=DOCTORS,
            table_number=16,
            summary="Legene ville ha en kollegas råd, men fikk dem for sent.",
            categories=(_NEVER_THERE,),
            conclusion="Et resymé har verdi først når det er lest.",
            ties=(16,),
        ),
    ),
    discussion=(
        "Diskusjon",
        "Pasienter (P4) og fastleger (FL2) var enige om tiden, men mente ikke samme tid (Hansen, 2019).",
    ),
    uids={"Diskusjon": (f"{4:032x}", 3)},
    fields={f"{4:032x}": (KeptField("(Hansen, 2019)", 1, _CITED),)},
)

WHOLE = replace(
    CHAPTER,
    comparison=TableView(
        title="Sammenligning på tvers av aktørgruppene",
        columns=("topic", "Pasienter", "Fastleger"),
        headings=("Tema", "Pasienter", "Fastleger"),
        rows=(("Tiden", "Enige: ventetiden var tung", "Enige: for lite tid"), ("Resymeet", None, "Uenige")),
    ),
    comparison_number=17,
    appendix=(("Forforståelse", "AA skrev 2024-01-10, før lesingen begynte: Jeg venter uro."),),
    trace=(
        PaperSection(
            "Kategori", 3, "", PaperTable(("A", "B"), (("Kondensat: x", "P1, replikk 2 (AA 2024-02-01)"),), (50, 50))
        ),
    ),
)
"""The same with everything that a chapter may have last."""

_SPOKEN = (
    ("Å bli trodd", "Legen så meg", "Hun så opp fra papirene og spurte hvordan jeg egentlig hadde det."),
    ("Å bli trodd", "Legen så meg", "Vi snakka om hytta, òg (...) Det var ikke bare ryggen."),
    ("Å bli trodd", "Å måtte bevise", "Jeg hadde med meg hele permen. Alle prøvene."),
    ("Uro før timen", "Konvolutten", 'Jeg tenkte: "Nå er det noen som har funnet ut at jeg har vært borte for lenge".'),
    ("Uro før timen", "", "- ja, endelig."),
)


def make_quotes(count: int) -> list[QuoteView]:
    """`count` quotes that go round the same few, the last of each round a dialogue."""
    return [_quote(number) for number in range(count)]


def _quote(number: int) -> QuoteView:
    round_, place = divmod(number, len(_SPOKEN) + 1)
    dialogue = place == len(_SPOKEN)
    group, subgroup, words = ("Resymeet", "Kom for sent", "") if dialogue else _SPOKEN[place]
    lines = (QuoteLine("FL2", "Men da må jo resymeet komme før timen."), QuoteLine("FL1", "Ja."))
    text = "Men da må jo resymeet komme før timen.\n\nJa." if dialogue else words
    return QuoteView(
        id=number,
        uid=f"00000000-0000-4000-8000-{number:012d}",
        code_group=group,
        subgroup=subgroup,
        text=text,
        printed=text,
        form="verbatim",
        golden=place == 0,
        participants=("FL2", "FL1") if dialogue else (f"P{place + 1}",),
        attributes=() if dialogue else (("Kjønn", "kvinne" if place % 2 else "mann"), ("Alder", str(38 + place))),
        transcript="Fokusgruppe 1" if dialogue else f"P{place + 1}",
        turn=3 + 7 * round_ + place,
        start=0,
        end=len(text),
        coder="AA",
        differs=False,
        signed=True,
        lines=lines if dialogue else (),
    )


def write_examples(folder: Path) -> None:
    """The two files of `exports/examples/`."""
    write_chapter(CHAPTER, folder / "chapter.docx")
    write_quotes(make_quotes(12), folder / "quotes.docx", title=QUOTE_TITLE, language="nb")


if __name__ == "__main__":
    write_examples(EXAMPLES)
