"""Programs that draw development documents; no part of the product."""
