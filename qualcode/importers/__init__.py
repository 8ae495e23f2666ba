"""What comes in: transcripts, tables, codebooks.

An importer returns what it read and a list of problems with their place; it stores nothing. `registry` chooses the
importer for a transcript, one module reads each format, `talk` and `cues` find the speakers.
"""
