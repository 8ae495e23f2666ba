"""What goes out: one file per kind of thing, `registry.py` to choose the writer, `word/` for what Word files share."""
