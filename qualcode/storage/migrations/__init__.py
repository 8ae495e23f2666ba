"""Bringing a study made by an earlier qualcode up to date, one released schema after the other.

`schema_N.json` is schema N as it was when it was released, and never changes after that; a step goes from what the
file has to that. `python -m tests.storage.freeze_schema` writes the newest one while it is not released yet.
"""
