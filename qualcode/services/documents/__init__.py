"""A chapter that comes back from co-authors: checked against what was said, and taken in again."""
