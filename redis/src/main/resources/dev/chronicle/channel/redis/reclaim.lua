-- Hands a consumer what another one has had for so long that it must be dead.
-- KEYS queue; ARGV group, consumer, most messages, weight at which it is enough, idle milliseconds
-- Answers a list of { attempts, entry }.
local taken = {}
local weight = 0
local cursor = '0-0'
for _ = 1, 1000 do
    local reply = redis.call('XAUTOCLAIM', KEYS[1], ARGV[1], ARGV[2], ARGV[5], cursor, 'COUNT', 1)
    cursor = reply[1]
    local entry = reply[2][1]
    if entry then
        local pending = redis.call('XPENDING', KEYS[1], ARGV[1], entry[1], entry[1], 1)
        weight = weight + tonumber(entry[2][2])
        taken[#taken + 1] = { pending[1][4], entry }
    end
    if cursor == '0-0' or #taken >= tonumber(ARGV[3]) or weight >= tonumber(ARGV[4]) then
        break
    end
end
return taken
