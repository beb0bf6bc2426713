"""Pictures: safe loading of visitors' files, and the bundled samples."""
