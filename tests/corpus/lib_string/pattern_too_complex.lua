print(pcall(string.match, ("a"):rep(300), ("a?"):rep(300) .. ("a"):rep(300)))
print(pcall(string.match, "x", ("x?"):rep(250)))
