"""Corners that the other statements would seldom come to, each a statement of its own."""

from __future__ import annotations

from tests.fuzz.generator import literals
from tests.fuzz.generator.state import State, Statement

_CORNERS = [
    "do local list = {} for i = 1, 400 do list[i] = (i * 7919) % 401 end local function down(a, b) return a > b end table.sort(list, down) show(list[1], list[2], list[400]) for i = 1, 400 do list[i] = i end table.sort(list, down) show(list[1], list[400]) table.sort(list) show(list[1], list[400]) end",
    "do local list = {3, 1.5, 1, 2, -0.5} table.sort(list) show(table.unpack(list)) list = {0.0, -1, -0.0, 2} table.sort(list) show(#list, list[1], list[4]) list = {'b', 'a', 'C'} table.sort(list) show(table.unpack(list)) show(pcall(table.sort, {1, 'x', 2})) show(pcall(table.sort, {1, 0/0, 2, 3})) show(pcall(table.sort, {{}, {}})) end",
    "do local real = {3, 1, 2} local seen = 0 local watched = setmetatable({}, {__len = function() return 3 end, __index = real, __newindex = function(_, k, v) seen = seen + 1 real[k] = v end}) table.sort(watched) show(real[1], real[2], real[3], seen > 0) table.sort(watched, function(a, b) return a > b end) show(real[1], real[3]) end",
    "show(pcall(tostring, setmetatable({}, {__tostring = function() return 5 end}))) show(pcall(tostring, setmetatable({}, {__tostring = function() return {} end}))) show(tostring(setmetatable({}, {__tostring = function() return 'mine' end, __name = 'Other'}))) show((tostring(setmetatable({}, {__name = 'Kind'})):gsub(': .*', ''))) show(pcall(function() return setmetatable({}, {__name = 'Kind'}) + 1 end)) show((tostring(print):gsub(': .*', '')), (tostring(coroutine.create(print)):gsub(': .*', '')))",
    "do local function fails() local t = {} t.inner.x = 1 end local co = coroutine.wrap(fails) show(pcall(co)) show(pcall(co)) local thread = coroutine.create(function() coroutine.yield() fails() end) coroutine.resume(thread) show(coroutine.resume(thread)) show(coroutine.status(thread), coroutine.close(thread)) show(pcall(function() for v in coroutine.wrap(function() coroutine.yield(1) fails() end) do show(v) end end)) end",
    "do local keys = {'a', 'b', '__index', 'arr_', 'if'} local t = {} local function fill(n) for i = 1, n do for j = 1, #keys do local k = keys[j] .. '' t[k] = (t[k] or 0) + i end end end fill(3) dump(t) local function read(t, list) local sum = 0 for i = 1, #list do sum = sum + (t[list[i]] or 100) end return sum end show(read(t, keys), read(t, {'none', 1, 'a'}), pcall(read, nil, keys), pcall(read, 'text', keys)) end",
    "do local counts = {} for w in ('the cat the dog arr_ the meta_ __index'):gmatch('%S+') do counts[w] = (counts[w] or 0) + 1 end dump(counts) local key = 'the' .. '' counts[key] = nil show(counts[key], counts['cat'], next({})) for k in pairs(counts) do counts[k] = nil end dump(counts) end",
    "do local s = ('('):rep(3000) .. 'x' .. (')'):rep(3000) show(#s:match('%b()'), s:find('%b()', 2), #(s .. s):gsub('%b()', ''), (('a'):rep(3000)):find('%baa', 100), (('('):rep(4000)):find('%b()')) end",
    "do local function count(words) local seen = {} for i = 1, #words do local w = words[i] seen[w] = (seen[w] or 0) + 1 end return seen end dump(count({'a', 'b', 'a'})) dump(count({'x', 1, 'x', 1.0, true})) show(pcall(count, {'a', {}, 0/0})) end",
    "do local list = {} local function add(t, v) t[#t + 1] = v end add(list, 1) add(list, nil) add(list, 'x') show(#list, list[1], list[2]) show(pcall(add, 'text', 1)) show(pcall(add, nil, 1)) add(setmetatable({}, {__newindex = function(_, k, v) show(k, v) end}), 7) local frozen = setmetatable({}, {__len = function() return 41 end}) add(frozen, 'y') show(frozen[42]) end",
    "show(pcall(function() for v in coroutine.wrap(function() coroutine.yield(1) coroutine.yield(2) error('in iterator') end) do show(v) end end)) show(pcall(function() for v in coroutine.wrap(function() coroutine.yield(1) error({}) end) do show(v) end end)) for v in coroutine.wrap(function() coroutine.yield(1) return nil end) do show(v) end",
    "show(pcall(function() local w = coroutine.wrap(function() for v in coroutine.wrap(function() coroutine.yield(1) coroutine.yield(2) end) do coroutine.yield(v * 10) end end) local n = 0 for v in w do n = n + v end return n end))",
    "show(xpcall(function() local t = nil t.x = 1 end, debug.traceback) == false, (select(2, xpcall(function() local t = nil t.x = 1 end, debug.traceback)):match('^[^\\n]*')))",
    "show(pcall(string.rep), pcall(string.rep, 'x'), pcall(('x').rep, 'x', {}), pcall(string.format, '%d', {}), pcall(math.floor, nil), pcall(table.concat, nil), pcall(ipairs, nil), pcall(setmetatable, 1, 2))",
    "do local s = string local m = math local t = table show(pcall(function() return s.rep('x', {}) end)) show(pcall(function() return m.floor('q') end)) show(pcall(function() t.insert(nil, 1) end)) show(pcall(function() t.concat({{}}) end)) end",
    "do local o = {name = 'o'} function o:check(n) return n.x.y end function o.inner() local deep = {a = {}} return deep.a.b.c end show(pcall(o.check, o, {})) show(pcall(function() return o:check(nil) end)) show(pcall(o.inner)) show(pcall(function() return o.name.x.y end)) show(pcall(function() o.missing.x = 1 end)) show(pcall(function() o.name() end)) end",
    "show(math.exp(1000), math.exp(-1000), math.sqrt(-1) ~= math.sqrt(-1), math.log(0), math.log(-1) ~= math.log(-1), math.log(8, 2), math.log(100, 10), math.log(2, 3), math.log(0, 2))",
    "show(pcall(math.fmod, 5, 0), pcall(math.fmod, math.mininteger, -1), pcall(math.fmod, -6, 4), math.fmod(5, 0.0) ~= math.fmod(5, 0.0), math.fmod(-6.5, 4), math.fmod(1, math.huge))",
    "show(math.abs(math.mininteger), math.abs(-0.0), math.abs(-5), math.ceil(2^60), math.floor(-2^70), math.ceil(-0.5), pcall(math.floor, {}), math.tointeger(3.0), math.tointeger('x'), math.tointeger(2^63))",
    "show(math.modf(3.7), math.modf(-3.7), math.modf(math.huge), math.modf(-math.huge), math.modf(5)) show(math.modf(0/0))",
    "show(0.0 ^ -1, (-0.0) ^ -1, (-0.0) ^ -2, (-8) ^ (1 / 3) ~= 0, 2 ^ 1024, (-2) ^ 1023, (-2) ^ 1025, 0 ^ 0, (0/0) ^ 0, 1 ^ math.huge, 10 ^ -400)",
    "show(pcall(tonumber, '1', 99), pcall(tonumber, '1', 1), pcall(tonumber, 5, 10), pcall(tonumber), tonumber('', 10), tonumber('- 1', 10), tonumber('1.0', 10), tonumber('\\0'), tonumber('1\\0'))",
    "do local a, b = {}, {} setmetatable(a, {__index = b}) setmetatable(b, {__index = a}) show(pcall(function() return a.x end)) show(pcall(function() return a[1] end)) end",
    "do local a, b = {}, {} setmetatable(a, {__newindex = b}) setmetatable(b, {__newindex = a}) show(pcall(function() a.x = 1 end)) show(pcall(function() a[1] = 1 end)) end",
    "do local a = setmetatable({}, {__index = 5}) show(pcall(function() return a.x end)) show(pcall(function() return a[1] end)) show(pcall(function() return a[a] end)) show(pcall(function() return a:m() end)) end",
    "do local a = setmetatable({}, {__newindex = 'text'}) show(pcall(function() a.x = 1 end)) show(pcall(function() a[1] = 1 end)) end",
    "do local a = setmetatable({}, {__index = 'text'}) show(pcall(function() return a.len, a.x, a[1] end)) end",
    "do local a = setmetatable({}, {__index = setmetatable({}, {__index = function(_, k) return k end})}) show(a.x, a[1], a[1.5], a[true]) end",
    "do local function nest(n) return coroutine.wrap(function() return nest(n + 1) end)() end show((pcall(nest, 1))) end",
    "do local function deep(n) return 1 + deep(n + 1) end local ok, e = pcall(deep, 1) show(ok, (tostring(e):match('stack overflow'))) end",
    "do local s = 0 local function nothing() end for i = 1, 3 do s = s + select('#', nothing()) + select('#', (nothing())) end show(s) end",
    "show(pcall(function(step) for i = 1, 2, step do end end, 0)) show(pcall(function(step) for i = 1.0, 2, step do end end, 0)) show(pcall(function(a) for i = a, 2 do return i end end, '1'))",
    "show(pcall(function(a, b) return a // b, a % b end, 5, 0)) show(pcall(function(a, b) return a % b end, 5, 0)) show(pcall(function(a, b) return a // b end, 5.0, 0)) show(5 % math.huge, -5 % math.huge, 5.5 % -math.huge)",
    "show(pcall(table.move, {1}, 1, 2, 1, 5)) show(pcall(table.move, {1}, math.mininteger, 2, 1)) show(pcall(table.move, {1}, 1, math.maxinteger, 2)) show(pcall(table.insert, setmetatable({}, {__len = function() return 'x' end}), 1))",
    "show(pcall(table.sort, setmetatable({}, {__len = function() return math.maxinteger end}))) show(pcall(table.sort, {1, 2, 3}, function() return true end) ~= nil) show(pcall(table.concat, setmetatable({}, {__len = function() return 2 end, __index = function(_, k) return k end}), '-'))",
    "do local t = setmetatable({}, {__index = function(_, k) return k <= 3 and k or nil end, __newindex = function(t, k, v) show('put', k, v) end, __len = function() return 3 end}) table.insert(t, 1, 'a') show(table.remove(t, 1)) show(table.unpack(t)) show(pcall(table.move, t, 1, 3, 2)) end",
    "show(pcall(string.rep, 'x', -1), pcall(string.rep, 'ab', 3, ', '), pcall(string.rep, 'x', math.maxinteger, 'y'))",
    "show(pcall(string.char), pcall(string.char, 256), string.char(), string.char(104, 105)) show(('abc'):byte(10), ('abc'):byte(-10, 10)) show(pcall(string.byte, 'x', 1, 2, 3))",
    "show(pcall(string.format, '%d', 1.5), pcall(string.format, '%d', '10'), pcall(string.format, '%d', '1.5'), pcall(string.format, '%c%c', 104, 105), pcall(string.format, '%s', setmetatable({}, {__tostring = function() return 'obj' end})))",
    "show(string.format('%q', 1/0), string.format('%q', -1/0), string.format('%q', 0/0), string.format('%q', math.mininteger), string.format('%q', 'a\\nb\\0c\\r\\200'), pcall(string.format, '%q', {}), pcall(string.format, '%10q', 1))",
    "show(string.format('%a %A', 1.0, 0.5), string.format('%.3a', 1.1), string.format('%e %E %G', 1e10, 1e-10, 1e20), string.format('%g %g %g', 1/0, -1/0, 100000000), string.format('%5s|%-5s|%.2s', 'ab', 'ab', 'abc'))",
    "show(string.format('%5.2f|%-8d|%+d|% d|%05d|%#x|%#o|%X|%o|%i|%u', 3.14159, 42, 5, 7, -42, 255, 8, 255, 8, 9, 10)) show(pcall(string.format, '%', 1)) show(pcall(string.format, '%d')) show(pcall(string.format, '%0100d', 1)) show(pcall(string.format, '%y', 1))",
    "show(string.format('%s %s %s', nil, true, 1.0), string.format('%.20s|', 'text'), pcall(string.format, '%s')) show(string.format('%.3f %.0f %5.1f', 2.5, 0.5, -0.05), string.format('%x', -1), pcall(string.format, '%x', -1.5))",
    "show(('x'):rep(3, 'ab'), ('abc'):sub(-2, -2), ('abc'):sub(2, 1), ('abc'):sub(0), ('abc'):sub(math.mininteger, math.maxinteger), #('é'), ('é'):sub(1, 1), ('é'):sub(1, 1) .. ('é'):sub(2))",
    "show(('a.b'):find('.', 1, true), ('a.b'):find('.', 2), ('abc'):find('', 10), ('abc'):find('', 4), ('abc'):find('c', -1), ('a+b'):gsub('+', '-'), ('abc'):find('b', nil, true))",
    "show(pcall(string.find, 'a', '[a')) show(pcall(string.find, 'a', '%')) show(pcall(string.gsub, 'a', '(', 'x')) show(pcall(string.match, 'a', 'a)')) show(pcall(string.gsub, 'abc', '%w', '%2')) show(pcall(string.find, 'a', '%f')) show(pcall(string.match, 'a', '(()')) show(pcall(string.gsub, 'abc', 'b', '%'))",
    "show(pcall(string.gsub, 'abc', '(a)(b)', {a = 1})) show(pcall(string.gsub, 'abc', 'b', function() return {} end)) show(pcall(string.gsub, 'hello world', 'o', '0', 1)) show(('abc'):gsub('', '-')) show(('abc'):gsub('%w', {a = '1', b = true})) show(('x = 1'):gsub('(%w+) = (%w+)', '%2 = %1'))",
    "show(('f(a(b)c)d'):match('%b()'), ('THE (quick) fox'):find('%((%a+)%)'), ('hello'):match('^(h)(.-)(o)$'), ('  x  '):match('^%s*(.-)%s*$'), ('key=val'):match('(%w+)=(%w+)'), ('2024-01-02'):match('(%d+)-(%d+)-(%d+)'))",
    "show(('abcabc'):match('(abc)%1'), ('aa bb'):match('(%a)%1'), ('[[x]]'):find('[[]'), (']'):find('[]]'), ('a-z'):find('[a%-z]+'), ('^x'):find('[%^x]+'), ('THE'):gsub('%f[%a]%a+', 'w'), ('a\\0b'):find('%z'), ('a,b'):match('[^,]*$'))",
    "for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do show(k, v) end for w in ('one two'):gmatch('%a+') do show(w) end for p in ('abc'):gmatch('()') do show(p) end show(pcall(string.gmatch, 'a')) for a in ('xay'):gmatch('a', 3) do show(a) end",
    "show(pcall(string.pack, '>I2 <i4 z s1 d', 258, -2, 'zero', 'one', 1.5)) show(pcall(string.unpack, '<i3', '\\255\\255\\127')) show(string.packsize('!8 b i8'), pcall(string.packsize, 's')) show(pcall(string.pack, 'i1', 200)) show(pcall(string.pack, 'z', 'a\\0b'))",
    "show(string.unpack('<I16', ('\\1'):rep(8) .. ('\\0'):rep(8))) show(pcall(string.unpack, '<i16', ('\\255'):rep(16))) show(pcall(string.unpack, '<I16', ('\\255'):rep(16))) show(pcall(string.unpack, 'z', 'abc')) show(pcall(string.unpack, 's1', '\\5ab')) show(pcall(string.unpack, 'i4', 'abcdefg', 10)) show(pcall(string.unpack, 'i4', 'abcdefgh', -4))",
    "show(pcall(string.pack, '!3 i4', 1)) show(pcall(string.pack, 'Xz', 1)) show(pcall(string.pack, 'i17', 1)) show(pcall(string.pack, 'c3', 'abcd')) show(string.pack('c5', 'ab')) show(pcall(string.pack, 's1', ('x'):rep(300))) show(string.pack('!4 b Xi4 i4', 1, 2)) show(pcall(string.pack, 'f', 'x')) show(string.unpack('<f', string.pack('<f', 0.5)))",
    "show(utf8.char(), utf8.char(72, 228, 8364, 0x10FFFF), utf8.charpattern, #utf8.char(0x7FFFFFFF)) show(pcall(utf8.char, -1)) show(utf8.len('äöü'), utf8.len('\\xff'), utf8.len('abc', 4), pcall(utf8.len, 'abc', 5)) show(utf8.codepoint('äb', 1, -1)) show(pcall(utf8.codepoint, 'abc', 4)) show(utf8.offset('aäb', 3), utf8.offset('aäb', -1), pcall(utf8.offset, 'ä', 1, 2))",
    "show(select(-1, 1, 2, 3), pcall(select, -5, 1)) show(select('#')) show(pcall(select, 0)) show(select(2, 'a', 'b', 'c')) show((select(2, 'a', 'b', 'c'))) show(select(9, 1))",
    "show(rawequal('a', 'a'), rawequal(1, 1.0), rawequal({}, {}), rawlen({1, 2}), rawlen('abc'), pcall(rawlen, 5)) show(rawget(setmetatable({}, {__index = {x = 1}}), 'x')) show(pcall(rawset, {}, 0/0, 1)) show(pcall(rawset, {}, nil, 1))",
    "show(next({}), next({5}), type(next)) show(pcall(next)) show(ipairs({})) show(pcall(ipairs)) show(type(pairs({})), select('#', pairs({})))",
    "show(_G._VERSION, _G.type(1), type(_G.math), _G.math.pi == math.pi, _G['string'].upper('x'), _G.nothing)",
    "show(pcall(warn)) show(pcall(warn, {})) warn('@off')",
    "show(pcall(error)) show(pcall(error, nil)) show(pcall(error, 'x', 0)) show(select('#', pcall(error))) show(pcall(error, 'msg', 1)) show(pcall(error, 'msg', 2)) show(pcall(error, true)) show(pcall(error, 1.5)) show(pcall(assert, false, nil)) show(pcall(assert, nil, {}) )",
    "show(xpcall(function(...) return ... end, function() end, 1, nil, 3)) show(xpcall(error, function(m) return m, 2 end, 'x')) show(pcall(xpcall, print)) show(pcall(xpcall)) show(xpcall(function() error() end, function(m) return m == nil end))",
    "show(pcall(setmetatable, {}, 5)) show(pcall(setmetatable, 5, {})) show(pcall(setmetatable, setmetatable({}, {__metatable = 1}), {})) show(getmetatable(setmetatable({}, {__metatable = 'x'}))) show(getmetatable('').__name, getmetatable(5), pcall(getmetatable))",
    "show(coroutine.isyieldable(), coroutine.status(coroutine.create(print)), pcall(coroutine.status, 5)) show(coroutine.close(coroutine.create(print))) show(pcall(coroutine.close, coroutine.running())) show(pcall(coroutine.resume, 5)) show(coroutine.resume(coroutine.running())) show(pcall(coroutine.wrap, 5))",
    "do local co co = coroutine.create(function() show(coroutine.status(co), coroutine.resume(co)) show(pcall(coroutine.close, co)) coroutine.yield() end) coroutine.resume(co) show(coroutine.status(co), coroutine.close(co), coroutine.status(co)) end",
    "do local a, b a = coroutine.create(function() coroutine.resume(b) end) b = coroutine.create(function() show(coroutine.status(a)) show(coroutine.resume(a)) show(pcall(coroutine.close, a)) end) coroutine.resume(a) end",
    "do local co = coroutine.wrap(function() local c <close> = setmetatable({}, {__close = function(_, e) show('closed', e) end}) coroutine.yield(1) error('late') end) show(co()) show(pcall(co)) show(pcall(co)) end",
    "do local co = coroutine.create(function() local c <close> = setmetatable({}, {__close = function() coroutine.yield('closing') end}) end) show(coroutine.resume(co)) show(coroutine.resume(co)) show(coroutine.status(co)) end",
    "do local co = coroutine.create(function() local c <close> = setmetatable({}, {__close = function(_, e) show(e) error('in close', 0) end}) coroutine.yield() end) coroutine.resume(co) show(coroutine.close(co)) show(coroutine.close(co)) end",
    "do local co = coroutine.create(function(...) local n = select('#', ...) while true do n = select('#', coroutine.yield(n)) end end) show(coroutine.resume(co)) show(coroutine.resume(co, nil, nil)) show(coroutine.resume(co, 1)) end",
    "do local r = {} for a, b, c in (function() local i = 0 return function() i = i + 1 if i < 4 then return i, nil, i * 2 end end end)() do r[#r + 1] = tostring(a) .. tostring(b) .. tostring(c) end show(table.concat(r, ' ')) end",
    "do local t = setmetatable({}, {__call = function(self, s, c) c = (c or 0) + 1 if c < 3 then return c, self == s end end}) for c, v in t, 5 do show(c, v) end end",
    "show(1 < 1.5, 2^53 == 2^53 + 1, math.maxinteger < math.huge, math.maxinteger + 0.0 == math.maxinteger, math.mininteger <= -2^63, 1 == 1.0, '1' == 1, -0.0 == 0.0, 0/0 == 0/0, math.maxinteger // -1, math.mininteger // -1, math.mininteger % -1)",
    "show(1 << 63, 1 << 64, 1 << -1, -1 >> 1, -1 >> 63, -1 << 65, 5 // 0.0, -5 // 0.0, 0.0 / 0 ~= 0, 3 | 1.0, pcall(function() return 1 | 1.5 end)) show(pcall(function() return 1 | '3', '0x10' & 255, ~'7' end)) show(pcall(function() return 1 & 'x' end)) show(pcall(function() return 2^63 | 0 end))",
    "show(10 .. 20, 1.0 .. '', -0.0 .. '', 2^63 .. '', 1e15 .. '', 1e14 .. '', 0.1 .. '', 1/0 .. '', -1/0 .. '', 123456789012 .. '', 3.14159265358979 .. '', 1e100 .. '')",
    "show('10' + 5, '0x10' + 0, '1e1' * 1, ' 5 ' - 0, '3' // 1, '7' % 4, '2' ^ 2, -'3', -'3.0', '10' / 2) show(pcall(function() return 'a' + 1 end)) show(pcall(function() return {} + 1 end)) show(pcall(function() return -{} end)) show(math.type('5' + 0), math.type('5.0' + 0))",
]  # fmt: skip

_SCRIPTS = [
    "do local mt = getmetatable('') show(pcall(mt.__add, '1', 2), pcall(mt.__sub, 'a', 1), pcall(mt.__unm, '3'), pcall(mt.__idiv, '7', '2'), pcall(mt.__mod, 7, '0'), mt.__concat, mt.__lt, rawget(mt, '__index') == string) end",
    "show(require('string') == string, require('math').pi == math.pi, (pcall(require, 'no.such.module')), package.loaded.table == table, type(package.path), type(package.preload))",
    "package.preload.mine = function(name) return {name = name} end show(require('mine').name, require('mine') == require('mine')) package.loaded.mine = nil package.preload.mine = nil",
    "show(pcall(load)) show(load('return 1')()) show(load('x =')) show(load(function() return nil end)) show(pcall(load, function() error('in reader') end)) show(load('return ...', 'n', 't', {})(7)) show(load('\\27Lua', 'n', 't')) show(pcall(load('error(\"e\", 0)')))",
    "do local n = 0 show(load(function() n = n + 1 return ({'return ', '1 ', '+ 2'})[n] end)()) show(pcall(load, function() return {} end)) end",
    "show(pcall(loadfile, 'no-such-file.lua')) show(pcall(dofile, 'no-such-file.lua')) show(select('#', loadfile('no-such-file.lua')))",
    "do local env = setmetatable({}, {__index = _G, __newindex = function(t, k, v) show('global', k) rawset(t, k, v) end}) load('y = 5 show(y)', 'n', 't', env)() end show(y)",
    "setmetatable(_G, {__index = function(_, k) return 'no ' .. k end, __newindex = function(t, k, v) show('new', k) rawset(t, k, v) end}) show(undefined1) newglobal1 = 5 show(newglobal1) newglobal1 = nil setmetatable(_G, nil)",
    "do local saved = print print = function(...) saved('mine', ...) end print(1) print = saved end do local t = type type = function() return 'faked' end show(type(5)) type = t end",
    "do local f = math.floor math.floor = function(x) return 'floored' end show(math.floor(1.5)) math.floor = f show(math.floor(1.5)) end string.twice = function(s) return s .. s end show(('a'):twice()) string.twice = nil",
    "for k, v in pairs(_G) do if k == 'show1' then show(v) end end show(_ENV == _G, _G._G == _G) local function inner() local _ENV = {show = show} z = 1 return z, _G end show(inner()) show(z)",
]  # fmt: skip


def in_turn(g: State, start: int, count: int) -> None:
    """Write some corners, one after the other, so that some fifty programs have all of them."""
    for at in range(start, start + count):
        g.put(_CORNERS[at % len(_CORNERS)])


def corner(g: State) -> None:
    """Write one of the corners; some hide in a function, some among values that are not constant."""
    text = g.pick(_CORNERS)
    if g.chance(0.2) and "coroutine" not in text:
        text = f"show(pcall(function() {text} return {literals.literal(g, 'any')} end))"
    g.put(text)


def script_corner(g: State) -> None:
    """Write one of those that only scripts have."""
    g.put(g.pick(_SCRIPTS))


STATEMENTS: list[Statement] = [(corner, 1.0, 0)]
SCRIPTS: list[Statement] = [(script_corner, 1.0, 0)]
