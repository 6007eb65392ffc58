
os.exit(1) --! LF108
