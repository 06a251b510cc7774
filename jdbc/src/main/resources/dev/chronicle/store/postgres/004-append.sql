-- Locks the head until the transaction ends, so that no other node appends, and tells the streams
-- and sequences of what was appended behind a position; nothing if that is more than 500 events.
create function lock_log(
  known bigint,
  out head bigint, out recorded bigint, out news_streams text[], out news_sequences bigint[])
language plpgsql as $$
begin
  select position, recorded_at into strict head, recorded from log_head for update;
  if head > known and head - known <= 500 then
    -- a statement of its own: it sees what was committed while the lock was waited for
    select array_agg(stream), array_agg(sequence) into news_streams, news_sequences
    from (select stream, sequence from event where position > known order by position) as news;
  end if;
end
$$;

-- Stores events that were decided on when the log ended at a known position, behind all that was
-- appended since, unless that touches one of the streams; without streams, unless there is any.
create function append_to_log(
  known bigint, touched text[], earliest bigint, channel text,
  sequences bigint[], streams text[], ids text[], types text[], forms bytea[],
  tags text[], tagged bigint[],
  out stored boolean,
  out head bigint, out recorded bigint, out news_streams text[], out news_sequences bigint[])
language plpgsql as $$
begin
  select locked.* into head, recorded, news_streams, news_sequences from lock_log(known) as locked;
  stored := head = known or coalesce(not news_streams && touched, false);
  if not stored then
    return;
  end if;
  recorded := greatest(recorded, earliest);
  insert into event (position, sequence, stream, id, type, form)
  select head + number, sequence, stream, id, type,
    overlay(form placing int8send(head + number) || int8send(sequence) || int8send(recorded)
      from 2 for 24)
  from unnest(sequences, streams, ids, types, forms)
    with ordinality as offered(sequence, stream, id, type, form, number);
  insert into tag (tag, position)
  select offered.tag, head + offered.number from unnest(tags, tagged) as offered(tag, number);
  update log_head set position = head + cardinality(ids), recorded_at = recorded;
  perform pg_notify(channel, (head + cardinality(ids))::text);
end
$$;
