"""The pages, a folder each; none imports another."""
