"""The page for the teacher: plans, notes, links, embedding, glossary."""
