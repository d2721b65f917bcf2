"""The parts of `tools/draw_office.py`: figures, forms, looks, the workbook, its export and the truth."""
