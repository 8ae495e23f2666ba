"""Walking back from the chapter to what was said, and forward again."""
