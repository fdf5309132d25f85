"""Tests of erasure that need no module."""
