"""Articles on paper: a collection or everything in one page to print, and the same as PDF with the extra."""
