-- There is no bytecode: functions cannot be dumped, and binary chunks are no programs.
print(pcall(string.dump, function() end))
print(load("return 1", "text", "t")())
print(pcall(string.dump, print))
