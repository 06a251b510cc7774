-- KEYS dead letters
-- Answers the ids of all, oldest first; a few at a time are read, since with them come their bodies.
local ids = {}
local from = '-'
while true do
    local entries = redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', 4)
    if #entries == 0 then
        return ids
    end
    for _, entry in ipairs(entries) do
        ids[#ids + 1] = entry[1]
    end
    from = '(' .. ids[#ids]
end
