local M = {}
function M.first() M.second() end
function M.second() M.third() end
function M.third() error("third failed") end
M.first()
