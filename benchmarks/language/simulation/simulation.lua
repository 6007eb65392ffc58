-- A discrete-event simulation of a shop: many small objects, a priority queue, queues of customers, callbacks.

local Random = {}
Random.__index = Random

function Random.new(seed)
  return setmetatable({ seed = seed }, Random)
end

function Random:below(limit)
  self.seed = (self.seed * 1103515245 + 12345) % 2147483648
  return self.seed // 65536 % limit
end

local Agenda = {}
Agenda.__index = Agenda

function Agenda.new()
  return setmetatable({ events = {}, sequence = 0 }, Agenda)
end

local function earlier(a, b)
  if a.time ~= b.time then
    return a.time < b.time
  end
  return a.sequence < b.sequence
end

function Agenda:push(time, action)
  self.sequence = self.sequence + 1
  local events = self.events
  local event = { time = time, sequence = self.sequence, action = action }
  events[#events + 1] = event
  local i = #events
  while i > 1 do
    local parent = i // 2
    if not earlier(event, events[parent]) then
      break
    end
    events[i] = events[parent]
    i = parent
  end
  events[i] = event
end

function Agenda:pop()
  local events = self.events
  local first = events[1]
  local last = table.remove(events)
  local count = #events
  if count > 0 then
    local i = 1
    while true do
      local child = 2 * i
      if child > count then
        break
      end
      if child < count and earlier(events[child + 1], events[child]) then
        child = child + 1
      end
      if not earlier(events[child], last) then
        break
      end
      events[i] = events[child]
      i = child
    end
    events[i] = last
  end
  return first
end

function Agenda:is_empty()
  return #self.events == 0
end

local Queue = {}
Queue.__index = Queue

function Queue.new()
  return setmetatable({ items = {}, first = 1, last = 0 }, Queue)
end

function Queue:put(item)
  self.last = self.last + 1
  self.items[self.last] = item
end

function Queue:take()
  if self.first > self.last then
    return nil
  end
  local item = self.items[self.first]
  self.items[self.first] = nil
  self.first = self.first + 1
  return item
end

function Queue:length()
  return self.last - self.first + 1
end

local Customer = {}
Customer.__index = Customer

function Customer.new(id, arrived, goods)
  return setmetatable({ id = id, arrived = arrived, goods = goods, patient = goods > 2 }, Customer)
end

local Till = {}
Till.__index = Till

function Till.new(shop, speed)
  return setmetatable({ shop = shop, speed = speed, queue = Queue.new(), busy = false, served = 0 }, Till)
end

function Till:join(customer)
  self.queue:put(customer)
  if not self.busy then
    self:serve()
  end
end

function Till:serve()
  local customer = self.queue:take()
  if not customer then
    self.busy = false
    return
  end
  self.busy = true
  local shop = self.shop
  shop.waited = shop.waited + shop.now - customer.arrived
  shop:after(customer.goods * self.speed, function()
    self.served = self.served + 1
    shop:leave(customer)
    self:serve()
  end)
end

local Shop = {}
Shop.__index = Shop

function Shop.new(customers)
  local self = setmetatable({
    agenda = Agenda.new(),
    random = Random.new(99),
    now = 0,
    waited = 0,
    left = 0,
    gave_up = 0,
    goods = 0,
    to_come = customers,
    tills = {},
  }, Shop)
  for i = 1, 4 do
    self.tills[i] = Till.new(self, i + 2)
  end
  return self
end

function Shop:after(delay, action)
  self.agenda:push(self.now + delay, action)
end

function Shop:shortest()
  local best
  for _, till in ipairs(self.tills) do
    if not best or till.queue:length() < best.queue:length() then
      best = till
    end
  end
  return best
end

function Shop:arrive()
  local customer = Customer.new(self.to_come, self.now, self.random:below(8) + 1)
  self.to_come = self.to_come - 1
  local till = self:shortest()
  if till.queue:length() > 5 and not customer.patient then
    self.gave_up = self.gave_up + 1
  else
    till:join(customer)
  end
  if self.to_come > 0 then
    self:after(self.random:below(10) + 1, function() self:arrive() end)
  end
end

function Shop:leave(customer)
  self.left = self.left + 1
  self.goods = self.goods + customer.goods
end

function Shop:run()
  self:after(0, function() self:arrive() end)
  while not self.agenda:is_empty() do
    local event = self.agenda:pop()
    self.now = event.time
    event.action()
  end
end

local function run(n)
  local shop = Shop.new(n)
  shop:run()
  local served = {}
  for i, till in ipairs(shop.tills) do
    served[i] = till.served
  end
  return string.format(
    "%d left, %d gave up, %d goods, waited %d, until %d, served %s",
    shop.left, shop.gave_up, shop.goods, shop.waited, shop.now, table.concat(served, " ")
  )
end

print(run(tonumber(arg[1])))
