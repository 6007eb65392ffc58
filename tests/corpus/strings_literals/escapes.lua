print("a\tb\\c\"d\'e")
print('single "quoted" \'escaped\'')
print(#"\a\b\f\n\r\t\v\\\"\'", #"\0", #"a\0b")
print(("\a\b\f\n\r\t\v"):byte(1, -1))
print("\65\066\0677\x41\x4a\u{41}\u{e9}\u{20AC}\u{1F600}")
print("one\
two", "three\z
      four", "five\z six")
print(#"\u{7FFFFFFF}", ("\u{7FFFFFFF}"):byte(1, -1))
print(("\u{0}\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}"):byte(1, -1))
print("\1234", "\0001" == "\0" .. "1", #"\xff\xfe", ("\255"):byte())
