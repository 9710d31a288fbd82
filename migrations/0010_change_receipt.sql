-- A handshake that was answered is accepted like an event, and says what it is by its kind.
update app.receipt set kind = 'handshake' where signature = 'handshake';
update app.receipt set outcome = 'accepted' where outcome = 'verified';
alter table app.receipt drop constraint receipt_outcome_check;
alter table app.receipt add constraint receipt_outcome_check
    check (outcome in ('accepted', 'duplicate', 'conflict', 'dead_letter', 'refused', 'suspended'));
