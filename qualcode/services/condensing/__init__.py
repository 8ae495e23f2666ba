"""Step 3: subgroups, condensates and quotes."""
