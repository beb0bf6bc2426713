"""One frozen description a layer; running, counting, drawing and exporting all read it."""
