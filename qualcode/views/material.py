"""The material and the questions put to it: substudies and analyses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubstudyView:
    """One actor group's material. `design` is individual or focus-group; `sampling` strategic, convenience or empty.

    `analyses` are the titles of those that cover it, in their order.
    """

    id: int
    uid: str
    name: str
    design: str
    sampling: str
    analyses: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class AnalysisView:
    """One question put to material: the research question and the theoretical frame may be empty.

    `substudies` are the names of those it covers, in their order. One that is `retired` keeps what was done in it, and
    nothing more is asked of it.
    """

    id: int
    uid: str
    title: str
    question: str
    frame: str
    substudies: tuple[str, ...]
    version: int
    retired: bool = False
