"""ELAN: tiers on top are what people say; tiers below them take what was said apart."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.errors import UnreadableFile
from qualcode.importers.media import media_name
from qualcode.importers.safe_xml import local_name, parse_xml
from qualcode.importers.source import Source
from qualcode.importers.tiers import Annotation, Tier, tiers_to_turns
from qualcode.locale import say
from qualcode.views.importing import ReadTranscript

if TYPE_CHECKING:
    from lxml.etree import _Element

_Times = dict[str, tuple[int | None, int | None]]
_LONGEST_MS = 10**9


def read(source: Source) -> ReadTranscript:
    """Read an ELAN file's turns. Places are stretches of talk, counted from 1 in the order of time."""
    root = parse_xml(source.raw, file=source.path)
    if local_name(root) != "ANNOTATION_DOCUMENT":
        raise UnreadableFile(file=str(source.path), reason=say("importing.reason.other-root", found=local_name(root)))
    elements = [element for element in root if local_name(element) == "TIER"]
    times = _times_of_annotations(elements, _slots(root))
    below: dict[str, list[_Element]] = {}
    for element in elements:
        below.setdefault(element.get("PARENT_REF") or "", []).append(element)
    top = below.get("", [])
    of_people = {element.get("LINGUISTIC_TYPE_REF") for element in top if element.get("PARTICIPANT")}
    tiers = [_with_words(element, below, times) for element in top]
    tiers = [
        replace(tier, kind=element.get("LINGUISTIC_TYPE_REF") or "")
        if element.get("LINGUISTIC_TYPE_REF") in of_people
        else tier
        for tier, element in zip(tiers, top, strict=True)
    ]
    turns, problems = tiers_to_turns(tiers)
    return ReadTranscript("eaf", "utf-8", turns, tuple(problems), media=_media(root))


def _slots(root: "_Element") -> dict[str, tuple[int | None, int | None]]:
    """Of each time slot, the earliest and the latest it can be (ms): a slot without a value lies between others."""
    slots = [
        (slot.get("TIME_SLOT_ID") or "", _to_ms(slot.get("TIME_VALUE")))
        for slot in root.iter()
        if local_name(slot) == "TIME_SLOT"
    ]
    earliest: dict[str, int | None] = {}
    before: int | None = None
    for name, value in slots:
        before = value if value is not None else before
        earliest[name] = before
    latest: dict[str, int | None] = {}
    after: int | None = None
    for name, value in reversed(slots):
        after = value if value is not None else after
        latest[name] = after
    return {name: (earliest[name], latest[name]) for name, _ in slots}


def _to_ms(value: str | None) -> int | None:
    known = value is not None and len(value) <= 12 and value.isascii() and value.isdigit()
    return min(int(value or 0), _LONGEST_MS) if known else None


def _annotations(tier: "_Element") -> Iterator["_Element"]:
    return (inner for outer in tier if local_name(outer) == "ANNOTATION" for inner in outer)


def _times_of_annotations(tiers: list["_Element"], slots: _Times) -> _Times:
    """From when to when, by the annotation's id; one that refers to another has that one's times."""
    times: _Times = {}
    refers: dict[str, str] = {}
    for annotation in (annotation for tier in tiers for annotation in _annotations(tier)):
        key = annotation.get("ANNOTATION_ID") or ""
        if local_name(annotation) == "REF_ANNOTATION":
            refers[key] = annotation.get("ANNOTATION_REF") or ""
        else:
            start, _ = slots.get(annotation.get("TIME_SLOT_REF1") or "", (None, None))
            _, end = slots.get(annotation.get("TIME_SLOT_REF2") or "", (None, None))
            times[key] = (start, end)
    for key in refers:
        chain = [key]
        while chain[-1] in refers and chain[-1] not in times and len(chain) <= len(tiers):
            chain.append(refers[chain[-1]])
        found = times.get(chain[-1], (None, None))
        times.update(dict.fromkeys(chain[:-1], found))
    return times


def _with_words(element: "_Element", below: dict[str, list["_Element"]], times: _Times) -> Tier:
    """The tier, or, where it only numbers utterances that a tier below it holds, that one."""
    tier = _tier(element, times)
    if tier.holds_words and not _only_numbers(tier):
        return tier
    children = [_tier(child, times) for child in below.get(element.get("TIER_ID") or "", [])]
    lower = next((child for child in children if child.holds_words and not _only_numbers(child)), None)
    return tier if lower is None else Tier(tier.name, lower.annotations, tier.speaker or lower.speaker)


def _only_numbers(tier: Tier) -> bool:
    """Whether all on it are numbers or codes, `ref 001`, and no words."""
    words = [annotation.words.strip() for annotation in tier.annotations if annotation.words.strip()]
    return len(words) > 1 and all(any(c.isdigit() for c in text) and len(text.split()) <= 2 for text in words)


def _tier(element: "_Element", times: _Times) -> Tier:
    annotations = []
    for annotation in _annotations(element):
        words = "".join(child.text or "" for child in annotation if local_name(child) == "ANNOTATION_VALUE")
        start, end = times.get(annotation.get("ANNOTATION_ID") or "", (None, None))
        annotations.append(Annotation(words, start, end))
    return Tier(element.get("TIER_ID") or "", tuple(annotations), (element.get("PARTICIPANT") or "").strip() or None)


def _media(root: "_Element") -> str:
    described = (element for element in root.iter() if local_name(element) == "MEDIA_DESCRIPTOR")
    return next((name for element in described if (name := media_name(element.get("MEDIA_URL") or ""))), "")
