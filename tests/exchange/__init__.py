"""Tests of how it travels."""
