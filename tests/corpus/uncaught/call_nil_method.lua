local obj = {name = "o"}
function obj:start() self:missing() end
obj:start()
