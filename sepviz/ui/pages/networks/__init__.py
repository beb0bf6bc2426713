"""Published networks layer by layer, side by side, and one's own."""
