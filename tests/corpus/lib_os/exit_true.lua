print("x") os.exit(true)
