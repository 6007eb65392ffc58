io.write("partial output")
error("then error")
