error("msg", 0)
