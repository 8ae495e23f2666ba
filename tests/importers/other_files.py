"""Files of every format, as small as they can be, built in code so that tests can bend them."""

import json
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO

TALK = (("I", "Hvordan var det?"), ("P4", "Det var på øya."), ("I", "Ja?"), ("P4", "Å ja, så klart."))

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
_DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"


def odt(body: str, *, styles: str = "", before: str = "", mimetype: str = "text", **parts: str) -> bytes:
    """An OpenDocument text around this XML (prefixes text, table, office, draw); `styles` are automatic ones."""
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content xmlns:office="{_OFFICE}"'
        f' xmlns:text="{_TEXT}" xmlns:table="{_TABLE}" xmlns:style="{_STYLE}" xmlns:fo="{_FO}" xmlns:draw="{_DRAW}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{mimetype}", zipfile.ZIP_STORED)
        archive.writestr("content.xml", xml)
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def rtf(*paragraphs: str, head: str = r"\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}}") -> bytes:
    r"""An RTF file of these paragraphs, letters beyond ASCII written as `\'e5`."""
    body = "\\par\n".join(paragraphs)
    escaped = "".join(c if ord(c) < 128 else f"\\'{c.encode('cp1252')[0]:02x}" for c in body)
    return f"{{\\rtf1{head}\\f0 {escaped}\\par\n}}".encode("ascii")


def pdf(*pages: Sequence[str], extra: str = "") -> bytes:
    """A PDF with these lines on its pages, set in Helvetica; a page without lines has nothing but a picture's place.

    `extra` goes into the trailer.
    """
    objects: list[bytes] = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]
    kids = []
    for lines in pages:
        shown = "".join(f"1 0 0 1 50 {780 - 16 * at} Tm ({_escaped(line)}) Tj\n" for at, line in enumerate(lines))
        stream = zlib.compress(f"BT /F1 12 Tf\n{shown}ET".encode("cp1252"))
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(stream), stream))
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R"
        objects.append(f"{page}/Resources<</Font<</F1 3 0 R>>>>>>".encode())
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    written = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R{extra}>>\n"
    return written + tail.encode() + f"startxref\n{len(written)}\n%%EOF\n".encode()


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def eaf(tiers: str, *, slots: str = "", media: str = "", before: str = "") -> bytes:
    """An ELAN file around these tiers and time slots."""
    described = f'<MEDIA_DESCRIPTOR MEDIA_URL="{media}" MIME_TYPE="audio/x-wav"/>' if media else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<ANNOTATION_DOCUMENT FORMAT="3.0"><HEADER>{described}</HEADER>'
        f"<TIME_ORDER>{slots}</TIME_ORDER>{tiers}</ANNOTATION_DOCUMENT>"
    ).encode()


def slot(number: int, ms: int | None) -> str:
    """A time slot `ts<number>`, with or without its time."""
    value = "" if ms is None else f' TIME_VALUE="{ms}"'
    return f'<TIME_SLOT TIME_SLOT_ID="ts{number}"{value}/>'


def aligned(key: str, start: int, end: int, words: str) -> str:
    """An annotation between two time slots."""
    return (
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{key}" TIME_SLOT_REF1="ts{start}" TIME_SLOT_REF2="ts{end}">'
        f"<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
    )


def referring(key: str, to: str, words: str) -> str:
    """An annotation of an annotation."""
    return (
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{key}" ANNOTATION_REF="{to}">'
        f"<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
    )


def tier(name: str, *annotations: str, **attributes: str) -> str:
    """A tier; `attributes` are PARTICIPANT and PARENT_REF."""
    more = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<TIER TIER_ID="{name}"{more}>{"".join(annotations)}</TIER>'


def textgrid(
    tiers: Sequence[tuple[str, Sequence[tuple[float, float, str]]]], *, length: float = 10, short: bool = False
) -> str:
    """A TextGrid of interval tiers, in Praat's long or short form."""
    rows = ['File type = "ooTextFile"', 'Object class = "TextGrid"', ""]
    rows += ["0", str(length), "<exists>", str(len(tiers))] if short else [
        "xmin = 0 ", f"xmax = {length} ", "tiers? <exists> ", f"size = {len(tiers)} ", "item []: "
    ]  # fmt: skip
    for at, (name, intervals) in enumerate(tiers, start=1):
        if short:
            rows += ['"IntervalTier"', f'"{name}"', "0", str(length), str(len(intervals))]
        else:
            rows += [f"    item [{at}]:", '        class = "IntervalTier" ', f'        name = "{name}" ']
            rows += ["        xmin = 0 ", f"        xmax = {length} ", f"        intervals: size = {len(intervals)} "]
        for place, (start, end, words) in enumerate(intervals, start=1):
            text = words.replace('"', '""')
            if short:
                rows += [str(start), str(end), f'"{text}"']
            else:
                rows += [f"        intervals [{place}]:", f"            xmin = {start} ", f"            xmax = {end} "]
                rows += [f'            text = "{text}" ']
    return "\n".join(rows) + "\n"


def every_format() -> dict[str, bytes]:
    """The talk in every format but Word, by importer's name."""
    stretches = [
        {"start": at, "end": at + 0.9, "speaker": who, "text": f" {words}"} for at, (who, words) in enumerate(TALK)
    ]
    paragraphs = "".join(f"<p><b>{who}:</b> {words}</p>" for who, words in TALK)
    intervals = {
        who: [(at, at + 0.9, words) for at, (label, words) in enumerate(TALK) if label == who] for who, _ in TALK
    }
    tiers = {
        who: [
            aligned(f"a{who}{at}", at * 2, at * 2 + 1, words) for at, (label, words) in enumerate(TALK) if label == who
        ]
        for who, _ in TALK
    }
    slots = "".join(slot(number, number // 2 * 1000 + number % 2 * 900) for number in range(2 * len(TALK)))
    main_lines = "".join(
        f"*{who}:\t{words[:-1]} {words[-1]} \x15{at}000_{at}900\x15\n" for at, (who, words) in enumerate(TALK)
    )
    cues = [f"00:00:0{at}.000 --> 00:00:0{at}.900\n" for at in range(len(TALK))]
    plain = [f"{who}: {words}" for who, words in TALK]
    voiced = [f"{cue}<v {who}>{words}\n" for cue, (who, words) in zip(cues, TALK, strict=True)]
    numbered = [f"{at}\n{cues[at].replace('.', ',')}{line}\n" for at, line in enumerate(plain)]
    return {
        "txt": "\n".join(plain).encode(),
        "vtt": "\n".join(["WEBVTT\n", *voiced]).encode(),
        "srt": "\n".join(numbered).encode(),
        "odt": odt("".join(f"<text:p>{line}</text:p>" for line in plain)),
        "rtf": rtf(*plain),
        "pdf": pdf(plain),
        "md": "\n\n".join(f"**{who}:** {words}" for who, words in TALK).encode(),
        "html": f"<!DOCTYPE html><html><body>{paragraphs}</body></html>".encode(),
        "json": json.dumps({"segments": stretches}).encode(),
        "csv": "\n".join(["hvem;ytring", *(f"{who};{words}" for who, words in TALK)]).encode(),
        "otr": json.dumps({"text": paragraphs, "media": "intervju.mp3", "media-time": 4.2}).encode(),
        "eaf": eaf("".join(tier(who, *annotations) for who, annotations in tiers.items()), slots=slots),
        "textgrid": textgrid(list(intervals.items())).encode(),
        "cha": f"@UTF8\n@Begin\n@Participants:\tI Interviewer, P4 Participant\n{main_lines}@End\n".encode(),
    }  # fmt: skip
