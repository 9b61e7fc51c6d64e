-- Nothing is drawn on the first page, as far as its small picture shows: the buyer is asked whether it is the right file. Null where
-- there is no such picture, and for files of processes of the release before.
alter table kyc_files add column looks_empty boolean;
