-- Puts a dead letter at the end of the queue again; nobody waits for it any more.
-- KEYS queue, its weight, dead letters, their weight; ARGV capacity, greatest weight, id
-- Answers 1, or 0 if there is no such dead letter, or -1 if the queue has no room.
local letter = redis.call('XRANGE', KEYS[3], ARGV[3], ARGV[3])[1]
if not letter then
    return 0
end
local weight, body = letter[2][2], letter[2][8]
if redis.call('XLEN', KEYS[1]) == 0 then
    redis.call('SET', KEYS[2], 0)
end
if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[1])
    or tonumber(redis.call('GET', KEYS[2]) or '0') + tonumber(weight) > tonumber(ARGV[2]) then
    return -1
end
redis.call('XADD', KEYS[1], '*', 'w', weight, 'n', '', 'k', '', 'b', body)
redis.call('INCRBY', KEYS[2], weight)
redis.call('XDEL', KEYS[3], ARGV[3])
redis.call('DECRBY', KEYS[4], weight)
return 1
