"""Trains the network that finds the lines of scanned pages."""
