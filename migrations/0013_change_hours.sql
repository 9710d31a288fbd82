-- Counts the changes, so that none is made to what somebody else has changed.
alter table app.hours add column version integer not null default 1;
