-- Hands a consumer a message again that it has had, unless another one has it by now.
-- KEYS queue; ARGV group, consumer, id
-- Answers { attempts, entry }, or nothing.
local pending = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1, ARGV[2])
if #pending == 0 then
    return false
end
local claimed = redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3])
if not claimed[1] then
    return false
end
return { pending[1][4] + 1, claimed[1] }
