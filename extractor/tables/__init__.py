"""From grids with readings to named values: what each table and form holds."""
