-- Hands a consumer what nobody has had yet.
-- KEYS queue; ARGV group, consumer, most messages, weight at which it is enough
-- Answers a list of { attempts, entry }.
local taken = {}
local weight = 0
while #taken < tonumber(ARGV[3]) and weight < tonumber(ARGV[4]) do
    local reply = redis.call('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', 1, 'STREAMS', KEYS[1], '>')
    if not reply then
        break
    end
    local entry = reply[1][2][1]
    weight = weight + tonumber(entry[2][2])
    taken[#taken + 1] = { 1, entry }
end
return taken
