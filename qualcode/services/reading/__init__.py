"""Step 1: reading, impressions, preliminary themes and notes."""
