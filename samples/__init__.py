"""Sample disclosures and the script that typesets them."""
