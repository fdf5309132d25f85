"""Erasure: whatever is kept of a run or of a client goes, at an operator's word or when its time is over."""
