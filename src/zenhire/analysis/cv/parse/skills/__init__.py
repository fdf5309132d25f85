"""Lists of skills: their lines, groups, items and levels."""
