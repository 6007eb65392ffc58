type Item = { sku: string @min_len(1), qty: integer @min(1), note?: string }
local function total(items: {Item}): (number, string?)
  local n = 0
  for _, it in ipairs(items) do n = n + (it.qty as number) end
  return n
end
print(total({ { sku = "a", qty = 2 }, { sku = "b", qty = 3 } }))
