"""The styles of a template, found by the built-in English names that Word stores in every language."""

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING

from qualcode.exporters.word.house_form import house_part
from qualcode.exporters.word.markup import NAMESPACE

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{NAMESPACE}}}"


class Styles:
    """A template's styles: `styles["heading 1"]` is the id to write in this file (`Heading1`, `Overskrift1`, ...).

    A style that the template lacks is taken from the house form: tables, their notes and the contents then look like
    ours, built on the template's own body text. Which styles a template must have itself is for `open_template` to say.
    """

    def __init__(self, element: "_Element") -> None:
        self._element = element
        self._ids = _ids_of(element)

    def __contains__(self, name: str) -> bool:
        return name in self._ids

    def __getitem__(self, name: str) -> str:
        if name not in self._ids:
            self._ids[name] = self._take_from_house(name)
        return self._ids[name]

    def set_language(self, locale: str) -> None:
        """Let body text be spelled in `locale` (`nb-NO`)."""
        properties = self._element
        for name in ("docDefaults", "rPrDefault", "rPr"):
            properties = _child(properties, name)
        _child(properties, "lang", at_end=True).set(f"{_W}val", locale)
        for style in self._element.findall(f"{_W}style[@{_W}default='1']"):
            for language in style.iterfind(f"{_W}rPr/{_W}lang"):
                language.set(f"{_W}val", locale)

    def adopt(self, style: "_Element") -> str:
        """The id of the style with the name of this one: the template's own, or this one, taken in."""
        name = style.find(f"{_W}name")
        called = "" if name is None else name.get(f"{_W}val", "").lower()
        if called not in self._ids:
            base = self._element.find(f"{_W}style[@{_W}type='paragraph'][@{_W}default='1']")
            taken = deepcopy(style)
            if base is not None and name is not None:
                taken.insert(1, taken.makeelement(f"{_W}basedOn", {f"{_W}val": base.get(f"{_W}styleId", "")}))
            self._ids[called] = self._append(taken)
        return self._ids[called]

    def _take_from_house(self, name: str) -> str:
        house = _house_styles()
        style = deepcopy(house[name])
        for reference in [*style.iterfind(f"{_W}basedOn"), *style.iterfind(f"{_W}next")]:
            here = self._same_default(reference.get(f"{_W}val", ""))
            if here:
                reference.set(f"{_W}val", here)
            else:
                style.remove(reference)
        return self._append(style)

    def _append(self, style: "_Element") -> str:
        """A style among the others, under an id that none of them has."""
        style_id = style.get(f"{_W}styleId", "")
        taken = {other.get(f"{_W}styleId") for other in self._element.iterfind(f"{_W}style")}
        while style_id in taken:
            style_id += "1"
        style.set(f"{_W}styleId", style_id)
        self._element.append(style)
        return style_id

    def _same_default(self, house_id: str) -> str:
        """The template's own default for the kind of style that `house_id` is the default of."""
        kind = "table" if house_id == "TableNormal" else "paragraph"
        own = self._element.find(f"{_W}style[@{_W}type='{kind}'][@{_W}default='1']")
        return "" if own is None else own.get(f"{_W}styleId", "")


def _ids_of(element: "_Element") -> dict[str, str]:
    """Names in small letters to ids; a name wins over a built-in style's id under another name (`Heading1`)."""
    by_name: dict[str, str] = {}
    by_id: dict[str, str] = {}
    built_in = {
        name.replace(" ", ""): name for name, style in _house_styles().items() if f"{_W}customStyle" not in style.attrib
    }
    for style in element.iterfind(f"{_W}style"):
        style_id = style.get(f"{_W}styleId")
        name = style.find(f"{_W}name")
        if style_id is None or style.get(f"{_W}type") not in ("paragraph", "table"):
            continue
        if name is not None:
            by_name.setdefault(name.get(f"{_W}val", "").lower(), style_id)
        if style_id.lower() in built_in:
            by_id.setdefault(built_in[style_id.lower()], style_id)
    return by_id | by_name


@cache
def _house_styles() -> dict[str, "_Element"]:
    from docx.oxml import parse_xml

    found = {}
    for style in parse_xml(house_part("styles.xml")).iterfind(f"{_W}style"):
        name = style.find(f"{_W}name")
        if name is not None:
            found[name.get(f"{_W}val", "").lower()] = style
    return found


def _child(parent: "_Element", name: str, *, at_end: bool = False) -> "_Element":
    """The child of this name, made if missing: first in its parent, or last where the schema wants it so."""
    found = parent.find(f"{_W}{name}")
    if found is None:
        found = parent.makeelement(f"{_W}{name}")
        parent.insert(len(parent) if at_end else 0, found)
    return found
