"""Results that can be kept for decades: BagIt bags with the original, a searchable PDF/A, ALTO, JSON and PREMIS.

Needs the packages of the extra `archive`.
"""
