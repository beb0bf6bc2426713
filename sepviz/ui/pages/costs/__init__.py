"""What one layer costs, how that grows, when it pays, and why fewer multiplications are not less time."""
