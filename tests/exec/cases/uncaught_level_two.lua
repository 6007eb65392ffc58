error("lvl2", 2)
