create table log_head (
  one         boolean primary key default true check (one),
  position    bigint not null,
  recorded_at bigint not null
) with (fillfactor = 50);

insert into log_head (position, recorded_at) values (0, -9223372036854775808);

create table event (
  position bigint primary key,
  sequence bigint not null,
  stream   text collate "C" not null,
  id       text collate "C" not null,
  type     text collate "C" not null,
  form     bytea not null
);

create unique index event_id on event (stream, id);
create index event_stream on event (stream, position);
create index event_type on event (type, position);

create table tag (
  tag      text collate "C" not null,
  position bigint not null,
  primary key (tag, position)
);
