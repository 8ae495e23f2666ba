"""What Word files and workbooks share: a zip archive with the same bytes each time, and properties that tell nothing.

Neither author, company, program, path nor clock goes into the file: people were promised anonymity, and a file made
again from the same study should be the same file.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from qualcode.exporters.wording import locale_of, plain

CORE_PROPERTIES = "docProps/core.xml"
_FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def write_archive(out: BinaryIO, entries: Iterable[tuple[str, bytes]]) -> None:
    """Zip `entries` (name inside the archive, bytes) in the order given, without the time of day."""
    with ZipFile(out, "w") as archive:
        for name, content in entries:
            entry = ZipInfo(name, date_time=_FIRST_ZIP_DAY)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)


def core_properties(*, title: str, language: str, written: datetime | None) -> bytes:
    """The `docProps/core.xml` of a file: its title and language, no author, and `written` only if one is given."""
    stamp = ""
    if written is not None:
        moment = f"{written.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        stamp = "".join(
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
        )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(plain(title))}</dc:title><dc:creator></dc:creator>"
        f"<dc:language>{locale_of(language)}</dc:language>{stamp}</cp:coreProperties>"
    ).encode()
