-- In how many requests an upload came: each costs us something, however little it brings (decision 0024).
alter table uploads add column pieces integer not null default 0;
