-- Richards: the kernel of an operating system, with tasks as objects of classes that inherit from one another.

local ID_IDLE, ID_WORKER, ID_HANDLER_A, ID_HANDLER_B, ID_DEVICE_A, ID_DEVICE_B = 1, 2, 3, 4, 5, 6
local KIND_DEVICE, KIND_WORK = 0, 1
local DATA_SIZE = 4

-- Packet

local Packet = {}
Packet.__index = Packet

function Packet.new(link, id, kind)
  local self = setmetatable({ link = link, id = id, kind = kind, datum = 0, data = {} }, Packet)
  for i = 1, DATA_SIZE do
    self.data[i] = 0
  end
  return self
end

function Packet:append_to(list)
  self.link = nil
  if not list then
    return self
  end
  local last = list
  while last.link do
    last = last.link
  end
  last.link = self
  return list
end

-- Task: what all tasks have in common

local Task = {}
Task.__index = Task

function Task:init(scheduler, id, priority, queue)
  self.scheduler = scheduler
  self.id = id
  self.priority = priority
  self.queue = queue
  self.link = scheduler.list
  self.pending = queue ~= nil
  self.waiting = queue ~= nil
  self.held = false
  scheduler:add(self)
  return self
end

function Task:is_held_or_waiting()
  return self.held or (not self.pending and self.waiting)
end

function Task:is_waiting_with_packet()
  return self.pending and self.waiting and not self.held
end

function Task:wait()
  self.waiting = true
  return self
end

function Task:resume()
  local packet
  if self:is_waiting_with_packet() then
    packet = self.queue
    self.queue = packet.link
    self.waiting = false
    self.pending = self.queue ~= nil
  end
  return self:run(packet)
end

function Task:add_packet(packet, task)
  if not self.queue then
    self.queue = packet
    self.pending = true
    if self.priority > task.priority then
      return self
    end
  else
    self.queue = packet:append_to(self.queue)
  end
  return task
end

-- Scheduler

local Scheduler = {}
Scheduler.__index = Scheduler

function Scheduler.new()
  return setmetatable({ list = nil, current = nil, tasks = {}, queued = 0, held = 0 }, Scheduler)
end

function Scheduler:add(task)
  self.list = task
  self.tasks[task.id] = task
end

function Scheduler:schedule()
  self.current = self.list
  while self.current do
    if self.current:is_held_or_waiting() then
      self.current = self.current.link
    else
      self.current = self.current:resume()
    end
  end
end

function Scheduler:release(id)
  local task = self.tasks[id]
  if not task then
    return nil
  end
  task.held = false
  if task.priority > self.current.priority then
    return task
  end
  return self.current
end

function Scheduler:hold_current()
  self.held = self.held + 1
  self.current.held = true
  return self.current.link
end

function Scheduler:send(packet)
  local task = self.tasks[packet.id]
  if not task then
    return nil
  end
  self.queued = self.queued + 1
  packet.link = nil
  packet.id = self.current.id
  return task:add_packet(packet, self.current)
end

-- Idle task

local IdleTask = setmetatable({}, { __index = Task })
IdleTask.__index = IdleTask

function IdleTask.new(scheduler, count)
  local self = setmetatable({ control = 1, count = count }, IdleTask)
  return self:init(scheduler, ID_IDLE, 0, nil)
end

function IdleTask:run()
  self.count = self.count - 1
  if self.count == 0 then
    return self.scheduler:hold_current()
  end
  if self.control & 1 == 0 then
    self.control = self.control >> 1
    return self.scheduler:release(ID_DEVICE_A)
  end
  self.control = (self.control >> 1) ~ 0xD008
  return self.scheduler:release(ID_DEVICE_B)
end

-- Worker task

local WorkerTask = setmetatable({}, { __index = Task })
WorkerTask.__index = WorkerTask

function WorkerTask.new(scheduler, queue)
  local self = setmetatable({ handler = ID_HANDLER_A, letter = 0 }, WorkerTask)
  return self:init(scheduler, ID_WORKER, 1000, queue)
end

function WorkerTask:run(packet)
  if not packet then
    return self:wait()
  end
  self.handler = self.handler == ID_HANDLER_A and ID_HANDLER_B or ID_HANDLER_A
  packet.id = self.handler
  packet.datum = 1
  for i = 1, DATA_SIZE do
    self.letter = self.letter + 1
    if self.letter > 26 then
      self.letter = 1
    end
    packet.data[i] = self.letter
  end
  return self.scheduler:send(packet)
end

-- Handler task

local HandlerTask = setmetatable({}, { __index = Task })
HandlerTask.__index = HandlerTask

function HandlerTask.new(scheduler, id, priority, queue)
  local self = setmetatable({ work = nil, devices = nil, letters = 0 }, HandlerTask)
  return self:init(scheduler, id, priority, queue)
end

function HandlerTask:run(packet)
  if packet then
    if packet.kind == KIND_WORK then
      self.work = packet:append_to(self.work)
    else
      self.devices = packet:append_to(self.devices)
    end
  end
  local work = self.work
  if work then
    local count = work.datum
    if count > DATA_SIZE then
      self.work = work.link
      return self.scheduler:send(work)
    end
    local device = self.devices
    if device then
      self.devices = device.link
      device.datum = work.data[count]
      self.letters = self.letters + device.datum
      work.datum = count + 1
      return self.scheduler:send(device)
    end
  end
  return self:wait()
end

-- Device task

local DeviceTask = setmetatable({}, { __index = Task })
DeviceTask.__index = DeviceTask

function DeviceTask.new(scheduler, id, priority)
  local self = setmetatable({ packet = nil }, DeviceTask)
  self:init(scheduler, id, priority, nil)
  self.waiting = true
  return self
end

function DeviceTask:run(packet)
  if packet then
    self.packet = packet
    return self.scheduler:hold_current()
  end
  packet = self.packet
  if not packet then
    return self:wait()
  end
  self.packet = nil
  return self.scheduler:send(packet)
end

local function run(n)
  local scheduler = Scheduler.new()
  IdleTask.new(scheduler, n)
  WorkerTask.new(scheduler, Packet.new(Packet.new(nil, ID_WORKER, KIND_WORK), ID_WORKER, KIND_WORK))
  local handlers = {}
  for i, id in ipairs({ ID_HANDLER_A, ID_HANDLER_B }) do
    local device = id == ID_HANDLER_A and ID_DEVICE_A or ID_DEVICE_B
    local queue
    for _ = 1, 3 do
      queue = Packet.new(queue, device, KIND_DEVICE)
    end
    handlers[i] = HandlerTask.new(scheduler, id, 1000 + 1000 * i, queue)
  end
  DeviceTask.new(scheduler, ID_DEVICE_A, 4000)
  DeviceTask.new(scheduler, ID_DEVICE_B, 5000)
  scheduler:schedule()
  return string.format("%d queued, %d held, letters %d %d", scheduler.queued, scheduler.held, handlers[1].letters, handlers[2].letters)
end

print(run(tonumber(arg[1])))
