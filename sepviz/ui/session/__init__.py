"""One visitor: settings, link, picture, weights, and the run of a layer."""
