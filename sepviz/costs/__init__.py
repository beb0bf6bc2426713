"""What a layer costs: multiplications, additions, parameters and memory."""
