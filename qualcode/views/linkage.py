"""What a linkage key says of a person. Never shown by accident: a `repr` of it, as in a traceback, says nothing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class KnownPerson:
    """Who a participant is. `also` are other names she is called by; `contact` a number or address, free text."""

    participant: str
    substudy: str = ""
    name: str = ""
    also: tuple[str, ...] = ()
    contact: str = ""
    note: str = ""

    def __repr__(self) -> str:
        return "KnownPerson(…)"

    @property
    def names(self) -> tuple[str, ...]:
        """Everything she is called."""
        return tuple(name for name in (self.name, *self.also) if name)


@dataclass(frozen=True, slots=True, repr=False)
class KeyLock:
    """What opens a linkage key: a passphrase, or the text of an age identity file (AGE-SECRET-KEY-1...)."""

    passphrase: str = ""
    identities: str = ""

    def __repr__(self) -> str:
        return "KeyLock(…)"
