print(1) os.exit(false, true)
