
print(_ENV)
_ENV = {} --! LF107 LF202
