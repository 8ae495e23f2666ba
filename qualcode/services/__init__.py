"""What a researcher or a secretary does: one public function = one transaction = one journal entry.

Services check before they write, so that what is refused is refused in a sentence; they write through `study.change`
only, and return frozen views. They know nothing of screens and of the command line.
"""
