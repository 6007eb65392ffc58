-- entry: modules=funcs,workflow

local funcs = require("funcs")
local call = funcs.call
local SHIP = "app:shop"
local near = funcs.new():with_context({ tenant = "t" })
local abroad = workflow.with_options({ ["workflow.id"] = "one" })

local function main(order, name)
  funcs.call("app:charge", order)
  funcs.call("app:ship", order)
  funcs.call("app:quote", order)
  funcs.call("app:plain", order) --! LF301
  funcs.call("app:child", order) --! LF301
  funcs.call("app:chrage", order) --! LF301
  funcs.async("charge") --! LF301
  call("elsewhere:charge") --! LF301
  call(SHIP, order) --! LF301
  call(name, order)
  near:with_options({}):call("app:nobody") --! LF301
  funcs.new():async("app:nobody") --! LF301
  order:call("app:nobody")
  call("app:resize_elsewhere") --! LF302
  near:call("app:ship_abroad") --! LF302
  funcs.async("app:quote_abroad") --! LF302
  workflow.exec("app:child", order)
  workflow.exec("app:chlid", order) --! LF301
  workflow.exec("app:charge", order) --! LF301
  workflow.exec("OrderWorkflow", order)
  workflow.exec("other:order", order)
  abroad:exec("app:child_abroad") --! LF302
  process.spawn("app:child", "app:sibling", order)
  process.spawn("app:chlid", "app:sibling", order) --! LF301
  process.with_options({}):with_message("go"):spawn_linked("app:chlid", "") --! LF301
  process.spawn("other:order", "orders")
  process.spawn("app:child_abroad", "orders")
  funcs.call("app:nobody") -- luaflow: allow LF301 deployed by another team
end

return { main = main }
