-- KEYS queue, its weight, dead letters; ARGV group
-- Answers how many messages there are, how many of them are with a consumer, their weight, how many are dead.
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1])
return {
    redis.call('XLEN', KEYS[1]),
    pending.err and 0 or pending[1],
    tonumber(redis.call('GET', KEYS[2]) or '0'),
    redis.call('XLEN', KEYS[3])
}
