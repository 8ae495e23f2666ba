"""Who took part: participants with their attributes, and which labels of a transcript they are."""
