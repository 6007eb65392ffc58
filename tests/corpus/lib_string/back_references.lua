print(([[say "hi" and 'yo']]):match([[(["'])(.-)%1]]))
print(("abab"):match("(ab)%1"), ("abac"):match("(a)b%1c"), ("aa"):match("(a?)%1$"), ("xyyx"):match("(x)(y)%2%1"))
print(("=[[x]]="):match("(=*)%[%[(.-)%]%]%1"), ("a1a"):match("(%w)1%1"), ("a11"):match("(a)%11"))
print(("éé"):match("(é)%1"), ("\xff\xff"):match("(\xff)%1") == "\xff", (""):match("()%f[%z]"))
