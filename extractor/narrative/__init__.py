"""The text of a disclosure: rows, paragraphs, sections, glossary, and the figures that the explanation tells."""
