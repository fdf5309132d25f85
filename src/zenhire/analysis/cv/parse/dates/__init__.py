"""Dates, ranges of dates, and how long they are."""
