io.write("printed before\n") os.exit(3)
