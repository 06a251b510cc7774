create table snapshot (
  stream       text collate "C" primary key,
  sequence     bigint not null,
  version      bytea not null,
  content_type bytea not null,
  data         bytea not null
);

create table checkpoint (
  name_key text collate "C" primary key,
  name     bytea not null,
  position bigint not null
);
