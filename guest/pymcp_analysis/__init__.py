"""Measures how the cost of functions grows. Runs inside the jail, beside the code that it measures."""
