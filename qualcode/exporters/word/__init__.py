"""Word files: the house form, other people's templates, and the XML of paragraphs, quotes, tables and contents."""
