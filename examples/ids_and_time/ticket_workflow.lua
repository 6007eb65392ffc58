local base64 = require("base64")
local crypto = require("crypto")
local time = require("time")
local uuid = require("uuid")

-- Everything here replays: clocks, identifiers and random values are recorded or derived from the run.
local function main(input)
    local start = time.now()
    local id = uuid.v4()
    local secret = crypto.random_bytes(32)

    time.sleep(input.pause or "1s")
    local elapsed = time.now():sub(start):milliseconds()

    return {
        id = id,
        sortable_id = uuid.v7(),
        named_id = uuid.v5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "luaflow.example"),
        secret = base64.encode(secret),
        code = crypto.random.string(8, "0123456789"),
        signature = crypto.hmac.sha256("key", input.message or "hello"),
        elapsed_ms = elapsed,
        expires = start:add("24h"):format_rfc3339()
    }
end

return { main = main }
