"""Taking another copy's work into this one: state by uid, with the journal to tell who has moved on from what."""
