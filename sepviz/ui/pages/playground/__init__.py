"""The playground: a picture, a layer, every channel of every step, and the bill."""
