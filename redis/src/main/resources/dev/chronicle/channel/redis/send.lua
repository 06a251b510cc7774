-- Puts a message at the end of the queue, if there is room.
-- KEYS queue, weight of the queue; ARGV capacity, greatest weight, then the message: weight, node, key, body
-- Answers { id }, or if there is no room how many messages and how much weight are there.
local messages = redis.call('XLEN', KEYS[1])
if messages == 0 then
    -- what was weighed and is gone weighs nothing
    redis.call('SET', KEYS[2], 0)
end
local weight = tonumber(redis.call('GET', KEYS[2]) or '0')
if messages >= tonumber(ARGV[1]) or weight + tonumber(ARGV[3]) > tonumber(ARGV[2]) then
    return { false, messages, weight }
end
local id = redis.call('XADD', KEYS[1], '*', 'w', ARGV[3], 'n', ARGV[4], 'k', ARGV[5], 'b', ARGV[6])
redis.call('INCRBY', KEYS[2], ARGV[3])
return { id }
