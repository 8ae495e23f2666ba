"""What every error a user can cause has in common."""

from typing import Any, ClassVar

from qualcode.locale import say


class QualcodeError(Exception):
    """Something the user can put right; leaves the study as it was. Words: `locale/*/errors.toml`, under its name."""

    exit_code: ClassVar[int] = 1

    def __init__(self, **values: Any) -> None:
        super().__init__()
        self.values = values

    @property
    def message(self) -> str:
        """One sentence: what is wrong, and where; in the language in use when it is shown."""
        return say(f"errors.{type(self).__name__}.message", **self.values)

    @property
    def hint(self) -> str:
        """One sentence: what to do."""
        return say(f"errors.{type(self).__name__}.hint", **self.values)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}"
