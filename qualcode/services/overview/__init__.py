"""How far the work has come, what is next, and what is worth a second look."""
