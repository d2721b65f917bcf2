"""The tests, one module for each of the source tree; helpers in `drawing`, `pdfs` and `building`."""
