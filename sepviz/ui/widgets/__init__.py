"""What several pages ask alike: the layer's settings, the picture, suggested fixes."""
