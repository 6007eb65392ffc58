print(io.stdout:write("") == io.stdout, io.stderr:write("") == io.stderr, io.stdout:flush() ~= nil, io.stdout:setvbuf("full"))
print(type(io.stdout.lines), type(io.stdin.read))
print((pcall(io.stdin.lines, io.stdin, "x")))
