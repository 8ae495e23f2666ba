"""What could stand instead of what identifies: a mark in brackets, or the general word for it."""

import re

from qualcode.locale import say
from qualcode.text.identifying.candidate import AGE, HEALTH, ORGANISATION, PLACE

_GENERAL = (
    ("hospital", r"sykehus|sjukehus|hospital|\bous\b|\bunn\b|\bahus\b|\bsus\b|ullevål|haukeland|st\.? olav"),
    ("emergency", r"legevakt"),
    ("surgery", r"legesent|legekontor|helsesenter|klinikk"),
    ("nursing_home", r"sykehjem|sjukeheim|omsorgssenter|bosenter|helsehus"),
    ("rehabilitation", r"rehabilitering|opptrening|cato|sunnaas"),
    ("clinic", r"\bdps\b|\bbup\b|psykiatrisk"),
    ("child_health", r"helsestasjon"),
    ("kindergarten", r"barnehage"),
    ("school", r"skole|skule|vidaregåande|videregående"),
    ("university", r"universitet|høgskole|høgskule|høyskole"),
    ("welfare", r"\bnav\b"),
    ("municipality", r"kommune\b"),
    ("prison", r"fengsel"),
    ("police", r"politi|lensmann"),
)


def proposed(kind: str, words: str, *, language: str) -> str:
    """The mark that is proposed for a candidate, in the language of the study: `[navn]`, `[sykehus]`."""
    return (
        generalised(kind, words, language=language) if kind in (HEALTH, ORGANISATION, AGE) else masked(kind, language)
    )


def masked(kind: str, language: str) -> str:
    """A mark in brackets that says only what kind of thing stood there."""
    return f"[{say(f'identifying.masks.{kind}', language=language)}]"


def generalised(kind: str, words: str, *, language: str) -> str:
    """A more general word in brackets where the words tell one (`[sykehus]`), else what `masked` says."""
    if kind in (HEALTH, ORGANISATION, PLACE):
        for general, pattern in _GENERAL:
            if re.search(pattern, words, re.IGNORECASE):
                return f"[{say(f'identifying.general.{general}', language=language)}]"
    if kind == AGE:
        return say("identifying.general.high_age", language=language)
    return masked(kind, language)
