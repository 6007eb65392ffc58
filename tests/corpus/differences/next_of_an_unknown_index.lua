-- An index that is not in the table is taken as one that was cleared during the traversal: the next key follows, no error.
print(pcall(next, {}, 1))
print(pcall(next, {10}, 5))
print(pcall(next, {}, "unknown name"))
