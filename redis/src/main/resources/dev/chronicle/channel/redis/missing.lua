-- KEYS queue; ARGV ids
-- Answers those that are not in the queue.
local missing = {}
for _, id in ipairs(ARGV) do
    if #redis.call('XRANGE', KEYS[1], id, id) == 0 then
        missing[#missing + 1] = id
    end
end
return missing
