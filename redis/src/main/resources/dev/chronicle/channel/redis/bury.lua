-- Moves a message from the queue to the dead letters, and tells its sender. The oldest dead letters make room.
-- KEYS queue, its weight, dead letters, their weight; ARGV group, prefix of the reply streams, most replies kept,
-- milliseconds they are kept, most dead letters, their greatest weight, then id, attempts, reason and outcome
local entry = redis.call('XRANGE', KEYS[1], ARGV[7], ARGV[7])[1]
redis.call('XACK', KEYS[1], ARGV[1], ARGV[7])
if not entry then
    return 0
end
local fields = entry[2]
local weight, node, key, body = fields[2], fields[4], fields[6], fields[8]
redis.call('XDEL', KEYS[1], ARGV[7])
redis.call('DECRBY', KEYS[2], weight)
redis.call('XADD', KEYS[3], '*', 'w', weight, 'a', ARGV[8], 'r', ARGV[9], 'b', body)
redis.call('INCRBY', KEYS[4], weight)
while redis.call('XLEN', KEYS[3]) > 1
    and (redis.call('XLEN', KEYS[3]) > tonumber(ARGV[5])
        or tonumber(redis.call('GET', KEYS[4])) > tonumber(ARGV[6])) do
    local oldest = redis.call('XRANGE', KEYS[3], '-', '+', 'COUNT', 1)[1]
    redis.call('XDEL', KEYS[3], oldest[1])
    redis.call('DECRBY', KEYS[4], oldest[2][2])
end
if node ~= '' then
    local replies = ARGV[2] .. node
    redis.call('XADD', replies, 'MAXLEN', '~', ARGV[3], '*', 'k', key, 's', 'dead', 'o', ARGV[10])
    redis.call('PEXPIRE', replies, ARGV[4])
end
return 1
