"""The product as its operators get it: from the package index's tools, and as the image. See conftest.py."""
