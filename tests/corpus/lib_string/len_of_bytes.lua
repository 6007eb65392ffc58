print(#"", #"abc", ("é"):len(), string.len("\0\0"), string.len(12), string.len(1.5))
print(pcall(string.len))
print(pcall(string.len, {}))
print(pcall(string.len, nil))
