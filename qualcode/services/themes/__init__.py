"""Step 1, together: the readers' lists become agreed themes, and these become code groups."""
