"""More training text than there is: names swapped, sentences as they are said, and lower case.

A sentence is a list of pieces: the words and the blank after them, with the label of a name or nothing. A name is one
piece.
"""

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

RESOURCES = Path(__file__).resolve().parents[1] / "qualcode" / "text" / "resources"
SPOKEN = tomllib.loads((Path(__file__).with_name("spoken_sentences.toml")).read_text("utf-8"))
PUNCTUATION = set(",.;:!?-–—\"'«»()…")

Piece = tuple[str, str]


def listed(name: str) -> list[str]:
    """The names of one shipped list."""
    return [line.partition("\t")[0] for line in (RESOURCES / name).read_text("utf-8").splitlines()]


FIRST, LAST, PLACES = listed("first_names.txt"), listed("surnames.txt"), listed("places.txt")


def pieces_of(doc: Doc) -> Iterator[list[Piece]]:
    """The sentences of an annotated text, as pieces."""
    for sentence in doc.sents:
        pieces: list[Piece] = []
        for word in sentence:
            if word.ent_iob_ == "I" and pieces:
                pieces[-1] = (pieces[-1][0] + word.text_with_ws, pieces[-1][1])
            else:
                pieces.append((word.text_with_ws, word.ent_type_))
        yield pieces


def doc_of(nlp: Language, pieces: list[Piece]) -> Doc:
    """The text of the pieces, cut into words anew, with its names marked."""
    text, marks = "", []
    for words, label in pieces:
        if label:
            marks.append((len(text), len(text) + len(words.rstrip()), label))
        text += words
    doc = nlp.make_doc(text.rstrip())
    spans = [doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in marks]
    kept = [span for span in spans if span is not None]
    doc.ents = [span for at, span in enumerate(kept) if not at or span.start >= kept[at - 1].end]
    for word in doc:
        word.is_sent_start = word.i == 0
    return doc


def person(draw: random.Random) -> str:
    """A name as it might be said: a first name, a surname, or both."""
    kind = draw.random()
    if kind < 0.45:
        return draw.choice(FIRST)
    if kind < 0.6:
        return draw.choice(LAST)
    first = draw.choice(FIRST)
    if kind < 0.7:
        first += draw.choice(" -") + draw.choice(FIRST)
    return f"{first} {draw.choice(LAST)}"


def filled(pattern: str, draw: random.Random) -> str:
    """A pattern for an organisation or a place with its slots filled."""
    return pattern.replace("{GPE}", draw.choice(PLACES)).replace("{LAST}", draw.choice(LAST))


def named(label: str, draw: random.Random) -> str:
    """A random name of that kind."""
    if label == "PER":
        return person(draw)
    if label == "GPE":
        return draw.choice(PLACES)
    return filled(draw.choice(SPOKEN["organisations" if label == "ORG" else "places"]), draw)


SWAPPED = {"PER": 0.9, "GPE": 0.6, "ORG": 0.35, "LOC": 0.35}


def swapped(pieces: list[Piece], draw: random.Random) -> list[Piece]:
    """The sentence with other names in it; the genitive stays."""
    out = []
    for words, label in pieces:
        if draw.random() >= SWAPPED.get(label, 0):
            out.append((words, label))
            continue
        name, blank = words.rstrip(), words[len(words.rstrip()) :]
        ending = "s" if name.endswith("s") and draw.random() < 0.3 else ""
        if label == "PER" and " " not in name and draw.random() < 0.7:
            new = draw.choice(FIRST if draw.random() < 0.65 else LAST)
        else:
            new = named(label, draw)
        out.append((new + ending + blank, label))
    return out


def as_said(pieces: list[Piece], draw: random.Random) -> list[Piece]:
    """The sentence as a transcript has it: no commas, fillers, repetitions, and often no capital at its start."""
    out: list[Piece] = []
    for words, label in pieces:
        if not label and words.strip() in PUNCTUATION:
            if out and not out[-1][0].endswith(" ") and words.endswith(" "):
                out[-1] = (out[-1][0] + " ", out[-1][1])
            continue
        if draw.random() < 0.06:
            out.append((draw.choice(SPOKEN["fillers"]) + " ", ""))
        if not label and draw.random() < 0.03 and words.endswith(" "):
            out.append((words, ""))
        out.append((words, label))
    if out and not out[0][1] and draw.random() < 0.8:
        out[0] = (out[0][0][:1].lower() + out[0][0][1:], "")
    if out and draw.random() < 0.3:
        out[-1] = (out[-1][0].rstrip() + ".", out[-1][1]) if not out[-1][1] else out[-1]
    return out


def lowered(pieces: list[Piece]) -> list[Piece]:
    """The sentence without a capital."""
    return [(words.lower(), label) for words, label in pieces]


def interview_sentence(draw: random.Random) -> list[Piece]:
    """One of the invented sentences with its slots filled."""
    pieces: list[Piece] = []
    rest = draw.choice(SPOKEN["sentences"])
    while "{" in rest:
        before, _, after = rest.partition("{")
        slot, _, rest = after.partition("}")
        if before:
            pieces.append((before, ""))
        label = "PER" if slot in {"FIRST", "LAST"} else slot
        name = draw.choice({"FIRST": FIRST, "LAST": LAST}[slot]) if slot != label else named(label, draw)
        blank = " " if rest.startswith(" ") else ""
        pieces.append((name + blank, label))
        rest = rest[len(blank) :]
    return [*pieces, (rest, "")] if rest else pieces


def augmented(nlp: Language, docs: list[Doc], seed: int) -> Iterator[Doc]:
    """The texts as they are, and beside them what speech and other names would make of their sentences."""
    draw = random.Random(seed)  # noqa: S311 - training text, not a secret
    yield from docs
    for doc in docs:
        for pieces in pieces_of(doc):
            named_here = any(label in SWAPPED for _, label in pieces)
            if named_here and draw.random() < 0.75:
                yield doc_of(nlp, swapped(pieces, draw))
            if named_here and draw.random() < 0.45:
                yield doc_of(nlp, lowered(swapped(pieces, draw) if draw.random() < 0.4 else pieces))
            if draw.random() < (0.5 if named_here else 0.12):
                said = as_said(swapped(pieces, draw) if draw.random() < 0.5 else pieces, draw)
                if said:
                    yield doc_of(nlp, lowered(said) if draw.random() < 0.5 else said)
    for _ in range(6000):
        pieces = interview_sentence(draw)
        if draw.random() < 0.4:
            pieces = as_said(pieces, draw)
        yield doc_of(nlp, lowered(pieces) if draw.random() < 0.35 else pieces)
