"""Questions to the material: search, tables, pictures, agreement, suggestions, answers."""
