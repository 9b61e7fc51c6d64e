-- Tests that an integrator fired look like real events; they are marked, in the history and to the receiver.
alter table webhook_deliveries add column is_test boolean not null default false;
