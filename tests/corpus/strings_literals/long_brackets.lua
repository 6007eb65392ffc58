print([[one line]], [==[with ]] and ]=] inside]==])
print([[
first newline dropped]])
print([[

only one dropped]])
print([[a\nb\t"quoted" 'x']], #[[a\n]])
print(#[[
]], #[==[]==], [=[]]]=])
print([[line one
line two
  indented]])
--[[ a
long comment ]] print("after comment")
--[==[ x ]] y
]==] print("after level 2")
---[[ not a long comment
print("runs")
--]]
print[[call without parens]]
print(#[[x]] + 1, [[a]] .. [[b]])
