-- The ledger of deliveries to the webhook. Ids are made in the order of arrival (UUID version 7), so that its indexes grow at
-- their right end. Every index here is paid for by every delivery.
create table app.receipt (
    id uuid primary key,
    account_id uuid not null,
    agent_account_id uuid,
    received_at timestamptz not null,
    body_size integer not null default 0,
    -- From the complete request to the writing of the row.
    latency_us integer not null default 0,
    outcome text not null,
    -- What the check of the signature found.
    signature text not null,
    reason text,
    -- What kind of event it was, where it could be read.
    kind text,
    -- SHA-256 over account, agent and the provider's request id (or what stands in for it); only the first delivery of an
    -- event has it, the others name that one.
    dedupe_key bytea,
    duplicate_of uuid,
    -- How often processing was tried before it was given up.
    attempt_count integer,
    body_hash bytea,
    -- The exact bytes, for events that were proven genuine; otherwise absent.
    body bytea,
    constraint receipt_outcome_check
        check (outcome in ('accepted', 'duplicate', 'conflict', 'dead_letter', 'refused', 'suspended', 'verified'))
);
-- Compressing costs more than the disk.
alter table app.receipt alter column body set storage external;
-- Once-only: the first delivery of an event holds its key.
create unique index receipt_dedupe_key on app.receipt (dedupe_key) where dedupe_key is not null;
create index receipt_account on app.receipt (account_id, id);
create index receipt_outcome on app.receipt (outcome, id) where outcome <> 'accepted';
create index receipt_duplicate_of on app.receipt (duplicate_of) where duplicate_of is not null;

-- Work after the answer. One row until the receipt's event has taken effect. No foreign key: it would lock the receipt's row
-- for each delivery.
create table app.job (
    receipt_id uuid primary key,
    account_id uuid not null,
    -- A digest of account, agent and conversation. Work of one conversation is done in the order of arrival, one at a time; two
    -- conversations that share a digest merely wait for each other.
    conversation_hash bigint not null,
    attempt_count integer not null default 0,
    run_at timestamptz not null,
    lease_id uuid,
    leased_until timestamptz,
    last_error text
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create index job_conversation on app.job (conversation_hash, receipt_id);
