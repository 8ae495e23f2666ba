"""Step 2: code groups, meaning units, and what several coders make of them."""
