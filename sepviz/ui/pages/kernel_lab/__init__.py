"""The kernel lab: rank, approximations, flip, and what is the same."""
