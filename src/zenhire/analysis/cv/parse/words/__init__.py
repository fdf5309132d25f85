"""What words of a CV tell: headings, labels, titles, employers, schools, degrees, subjects, places."""
