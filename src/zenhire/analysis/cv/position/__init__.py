"""Positions: a config checked with every mistake told at once, and as plain data for scoring."""
