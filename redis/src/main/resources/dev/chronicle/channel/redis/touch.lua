-- Says of messages how long their consumers have not been heard of, where they still have them.
-- KEYS queue; ARGV group, idle milliseconds, then consumer and id, again and again
for i = 3, #ARGV, 2 do
    if #redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[i + 1], ARGV[i + 1], 1, ARGV[i]) > 0 then
        redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[i], 0, ARGV[i + 1], 'IDLE', ARGV[2], 'JUSTID')
    end
end
return 1
