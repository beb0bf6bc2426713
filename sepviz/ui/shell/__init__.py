"""What surrounds every page: the registry of pages, style, language, fault reports."""
