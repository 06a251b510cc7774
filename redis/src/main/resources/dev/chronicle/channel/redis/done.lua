-- Takes messages that were handled out of the queue, and tells their senders.
-- KEYS queue, weight of the queue; ARGV group, prefix of the reply streams, most replies kept, milliseconds they are
-- kept, then weight, node, key, id and outcome of each
for i = 5, #ARGV, 5 do
    redis.call('XACK', KEYS[1], ARGV[1], ARGV[i + 3])
    if redis.call('XDEL', KEYS[1], ARGV[i + 3]) == 1 then
        redis.call('DECRBY', KEYS[2], ARGV[i])
    end
    if ARGV[i + 1] ~= '' then
        local replies = ARGV[2] .. ARGV[i + 1]
        redis.call('XADD', replies, 'MAXLEN', '~', ARGV[3], '*', 'k', ARGV[i + 2], 's', 'done', 'o', ARGV[i + 4])
        redis.call('PEXPIRE', replies, ARGV[4])
    end
end
return 1
