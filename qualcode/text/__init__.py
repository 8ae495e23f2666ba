"""Pure functions on text: no files, no study. Offsets are code points, spans half-open.

What a transcript's text is (`normal_form`, `turns`, `sentences`, `span`), what a speaker's label looks like (`labels`,
`roles`), what a quote may change (`quotes`), how names are ordered (`ordering`) and how text is shown (`display`).
"""
