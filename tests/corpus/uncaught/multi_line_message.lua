error("first line\nsecond line\n\tthird")
