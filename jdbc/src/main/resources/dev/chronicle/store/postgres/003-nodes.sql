-- where the nodes of a cluster can be found
create table cluster_node (
  name text primary key,
  host text not null,
  port integer not null,
  seen timestamptz not null
);
