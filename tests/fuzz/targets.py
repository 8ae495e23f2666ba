"""What is bent, and what must never happen: anything but a result or one of the user's errors."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from qualcode.errors import QualcodeError
from qualcode.importers.categories import read_categories
from qualcode.importers.codebooks import read_codebook
from qualcode.importers.register import read_register
from qualcode.importers.registry import read_transcript
from qualcode.importers.tables import read_table
from qualcode.importers.word_document import read_document
from qualcode.text.queries import parse_query
from tests.importers.other_files import every_format
from tests.importers.word_files import paragraph, run, save_body

FOLDER = Path(tempfile.mkdtemp(prefix="qualcode-fuzz-"))

_YAML = "code_groups:\n  - name: Uro\n    definition: Det som skjer før timen\n    subgroups: [Brevet]\n"
_QDC = (
    '<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="1" name="Uro" isCodable="true"'
    ' color="#ff0000"><Description>Før</Description><Code guid="2" name="Brevet" isCodable="true"/></Code></Codes>'
    "</CodeBook>"
)
_CSV = 'participant;age;note\nP1;41;«ja, da»\nP2;52,5;"to\nlinjer"\n'
_CATEGORIES = [
    {"heading": "Brevet", "condensates": ["Uro/Brevet"], "paragraphs": [{"text": "De fleste."}, {"quote": "x"}]}
]
_TSV = "start\tend\ttext\n0\t900\tHvordan var det?\n900\t1800\tDet var på øya.\n"
_REGISTER = "team:\n  - name: AA\n    did: [interviewed, coded]\nconsent:\n  - participant: P1\n    given: 7.3.2016\n"
_QUERIES = (
    'brev AND (lege OR "ny time") NOT konvolutt',
    "NEAR(brev lege, 5) sykm* lemma:gå",
    '"jeg ble" OR jobb* AND NOT',
    "å æ ø ' \" ( ) * : - +",
)


@dataclass(frozen=True, slots=True)
class Target:
    """Something that reads: the name of its file, what it begins from, and the reading."""

    name: str
    suffix: str
    seeds: tuple[bytes, ...]
    read: Callable[[Path], object]


def _word() -> bytes:
    spoken = "".join(paragraph(run("P4: ", bold=True) + run("Det var på øya.")) for _ in range(3))
    return save_body(FOLDER / "seed.docx", spoken + paragraph(run("I: Ja?", hidden=True))).read_bytes()


def _sheet() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["participant", "age", "when"], ["P1", 41, "=1+1"], ["P2", 52.5, "7.3.2016"]):
        sheet.append(row)
    book.save(FOLDER / "seed.xlsx")
    return (FOLDER / "seed.xlsx").read_bytes()


def _query(path: Path) -> object:
    return parse_query(path.read_text(encoding="utf-8", errors="replace"))


def targets() -> tuple[Target, ...]:
    """Every importer with a small file of its format, the readers of the user's tables, and the query parser."""
    files = every_format() | {"docx": _word(), "tsv": _TSV.encode()}
    transcripts = tuple(
        Target(f"transcript-{name}", f".{name}", (raw,), read_transcript) for name, raw in files.items()
    )
    documents = (files["docx"],)
    return (
        *transcripts,
        Target("table-csv", ".csv", (_CSV.encode(), _CSV.encode("utf-16")), read_table),
        Target("table-xlsx", ".xlsx", (_sheet(),), read_table),
        Target("table-json", ".json", (json.dumps([{"participant": "P1", "age": 41}]).encode(),), read_table),
        Target("codebook-yaml", ".yaml", (_YAML.encode(),), read_codebook),
        Target("codebook-qdc", ".qdc", (_QDC.encode(),), read_codebook),
        Target("categories", ".json", (json.dumps(_CATEGORIES).encode(),), read_categories),
        Target("register", ".yaml", (_REGISTER.encode(),), read_register),
        Target("document", ".docx", documents, read_document),
        Target("query", ".txt", tuple(query.encode() for query in _QUERIES), _query),
    )


def read_once(target: Target, raw: bytes) -> None:
    """Read one bent input. Raises what is a fault of ours; the user's errors are answers."""
    path = FOLDER / f"bent{target.suffix}"
    path.write_bytes(raw)
    try:
        target.read(path)
    except QualcodeError as error:
        # The sentences, too, must be there whatever the file says.
        if not (error.message and error.hint):
            raise ValueError(type(error).__name__) from error
