"""Where a study is kept: opening, pragmas, the journal, counts, the search index.

The only room that knows which engine it is. Everything above asks for rows and makes changes through `OpenStudy`.
"""

STUDY_SUFFIX = ".qualcode"
"""How the names of studies end, and of what SQLite and backups put beside them: `-wal`, `-shm`, `-backup`."""
