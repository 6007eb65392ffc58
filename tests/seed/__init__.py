"""Snippets of the document that luaflow was ordered by, word for word, in the least program that declares their names."""
