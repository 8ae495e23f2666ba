"""The page of a template: its size and margins, and the headers and footers that go with it."""

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.exporters.word.markup import NAMESPACE, RELATIONSHIPS

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{NAMESPACE}}}"
_A4 = (11906, 16838)
_MARGIN = 1417
_REFERENCES = ("headerReference", "footerReference", "footnotePr", "endnotePr")
_BEFORE_LINE_NUMBERS = frozenset({*_REFERENCES, "type", "pgSz", "pgMar", "paperSrc", "pgBorders"})


@dataclass(frozen=True, slots=True)
class Page:
    """A section's settings. Lengths are in twentieths of a point (A4 is 11,906 wide)."""

    section: "_Element"

    @property
    def text_width(self) -> int:
        """Between the margins."""
        left, right = (self._measure("pgMar", side, _MARGIN) for side in ("left", "right"))
        gutter = self._measure("pgMar", "gutter", 0)
        return max(2000, self._measure("pgSz", "w", _A4[0]) - left - right - gutter)

    @property
    def text_height(self) -> int:
        """Between the margins above and below."""
        above, below = (self._measure("pgMar", side, _MARGIN) for side in ("top", "bottom"))
        return max(2000, self._measure("pgSz", "h", _A4[1]) - above - below)

    def turn(self) -> None:
        """Lay the page on its long side, for tables with much in a row; one that lies already is left so."""
        width, height = self._measure("pgSz", "w", _A4[0]), self._measure("pgSz", "h", _A4[1])
        size = self.section.find(f"{_W}pgSz")
        if size is None:
            size = self.section.makeelement(f"{_W}pgSz")
            before = self.section.findall(f"{_W}headerReference") + self.section.findall(f"{_W}footerReference")
            self.section.insert(len(before), size)
        size.set(f"{_W}w", str(max(width, height)))
        size.set(f"{_W}h", str(min(width, height)))
        size.set(f"{_W}orient", "landscape")

    def widen_margin(self) -> None:
        """Leave a third of the page free to write in, beside the words."""
        margins = self.section.find(f"{_W}pgMar")
        if margins is None:
            margins = self.section.makeelement(f"{_W}pgMar")
            for side in ("top", "right", "bottom", "left"):
                margins.set(f"{_W}{side}", str(_MARGIN))
            for part in ("header", "footer", "gutter"):
                margins.set(f"{_W}{part}", "0" if part == "gutter" else "708")
            self.section.insert(self._after("pgSz"), margins)
        margins.set(f"{_W}right", str(self._measure("pgSz", "w", _A4[0]) // 3))

    def _after(self, tag: str) -> int:
        """The place after what comes before margins in a section (ECMA-376 part 1, 17.6.17)."""
        before = {*_REFERENCES, "type", tag}
        return len([child for child in self.section if str(child.tag).removeprefix(_W) in before])

    def number_lines(self, *, each_page: bool) -> None:
        """Let every line be numbered in the margin, on from 1 or from 1 on each page, unless the template has it."""
        if self.section.find(f"{_W}lnNumType") is None:
            numbered = self.section.makeelement(f"{_W}lnNumType")
            numbered.set(f"{_W}countBy", "1")
            numbered.set(f"{_W}restart", "newPage" if each_page else "continuous")
            # The order of a section's settings is fixed (ECMA-376 part 1, 17.6.17).
            before = [child for child in self.section if str(child.tag).removeprefix(_W) in _BEFORE_LINE_NUMBERS]
            self.section.insert(len(before), numbered)

    def xml(self) -> str:
        """As it is written at the end of a text."""
        from lxml import etree

        section = deepcopy(self.section)
        etree.cleanup_namespaces(section)
        return etree.tostring(section, encoding="unicode", with_tail=False)

    def _measure(self, tag: str, name: str, default: int) -> int:
        found = self.section.find(f"{_W}{tag}")
        value = "" if found is None else found.get(f"{_W}{name}", "")
        try:
            return abs(int(float(value)))
        except ValueError:
            return default


def last_section(body: "_Element") -> "_Element":
    """The settings of a text's last section, with the headers and footers that it takes over from those before it."""
    references: dict[tuple[str, str], _Element] = {}
    sections = [found for found in body.iter(f"{_W}sectPr") if _parent_tag(found) != f"{_W}sectPrChange"]
    for section in sections:
        for kind in ("headerReference", "footerReference"):
            for reference in section.findall(f"{_W}{kind}"):
                references[kind, reference.get(f"{_W}type", "default")] = reference
    last = deepcopy(sections[-1]) if sections else body.makeelement(f"{_W}sectPr")
    for child in list(last):
        known = isinstance(child.tag, str) and child.tag.startswith(_W)
        if not known or child.tag in (
            f"{_W}headerReference",
            f"{_W}footerReference",
            f"{_W}sectPrChange",
            f"{_W}type",
        ):
            last.remove(child)
    for place, reference in enumerate(references.values()):
        last.insert(place, deepcopy(reference))
    return last


def _parent_tag(element: "_Element") -> str:
    parent = element.getparent()
    return "" if parent is None else str(parent.tag)


def relations_used(section: "_Element") -> set[str]:
    """The relations that a section's headers and footers stand on."""
    return {str(value) for child in section if (value := child.get(f"{{{RELATIONSHIPS}}}id"))}
