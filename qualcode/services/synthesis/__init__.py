"""Step 4: result categories, their texts, their validation, and what tells who somebody is."""
