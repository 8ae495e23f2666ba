"""qualcode: systematic text condensation in the terminal.

The one public name is `Study`, loaded when it is first asked for, so that importing the package costs nothing.
"""

from typing import TYPE_CHECKING, Any

from qualcode.version import VERSION

if TYPE_CHECKING:
    from qualcode.study import Study

__version__ = VERSION
__all__ = ["Study", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "Study":
        from qualcode.study import Study

        return Study
    raise AttributeError(f"module 'qualcode' has no attribute {name!r}")
