print("bye")
os.exit(0)
print("never")
