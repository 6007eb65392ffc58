print(type(os.getenv("PATH")), os.getenv("LUAFLOW_NO_SUCH_VARIABLE"), os.getenv(""))
print(pcall(os.getenv))
print(pcall(os.getenv, {}))
print(os.getenv(5))
