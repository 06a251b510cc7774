create table event (
  position integer primary key,
  sequence integer not null,
  stream   text not null,
  id       text not null,
  type     text not null,
  form     blob not null
) strict;

create unique index event_id on event (stream, id);
create index event_stream on event (stream);
create index event_type on event (type);

create table tag (
  tag      text not null,
  position integer not null,
  primary key (tag, position)
) strict, without rowid;
