"""Bending files and queries until something gives. Not part of `make test`; see `tests/fuzz/bend.py`."""
