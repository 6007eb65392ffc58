type Config = { port: integer, host: string }
type Port = integer
local lib = { Config = Config, Inner = Port }
local cases = { { t = Port, v = 1 }, { t = Config, v = 2 } }
print(cases[1].t:is(cases[1].v), (select(2, cases[2].t:is(cases[2].v)):message()))  --> 1 expected Config, got number
print(lib.Config:is({ port = 1, host = "h" }) ~= nil, lib.Inner(3))  --> true 3
print(lib.Inner.is(2))  --> 2 nil
local alias = Config
print(alias == Config, alias:name(), alias(1 and { port = 1, host = "" }) ~= nil, type(alias))  --> true Config true userdata
local is = Port.is
print(is(5))  --> 5 nil
print(pcall(Port, 6))  --> true 6
local function check(t, v) return t(v) end
print(check(Port, 7), Config == lib.Config, Config == Port)  --> 7 true false
local names = { [Config] = "config", [Port] = "port" }
print(names[lib.Config], names[Port])  --> config port
