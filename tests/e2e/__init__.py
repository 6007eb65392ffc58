"""The command line against sources and servers that are not as they should be."""
