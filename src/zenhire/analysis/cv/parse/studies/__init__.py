"""Courses of study: where they begin, and what their lines tell."""
