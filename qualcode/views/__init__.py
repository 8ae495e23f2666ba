"""What the study shows: frozen dataclasses that queries return and that screens, exporters and the command line read.

No SQL and no rules here, and nothing but the standard library. Offsets are code points in a transcript's canonical
text, half-open; times are milliseconds; ids are the study file's own and never shown; `uid` is what other files refer
to.
"""
