create table snapshot (
  stream       text primary key,
  sequence     integer not null,
  version      blob not null,
  content_type blob not null,
  data         blob not null
) strict, without rowid;

create table checkpoint (
  name_key text primary key,
  name     blob not null,
  position integer not null
) strict, without rowid;
