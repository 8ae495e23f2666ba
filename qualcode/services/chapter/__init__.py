"""What is written out for others: the chapter, papers for meetings, reports."""
