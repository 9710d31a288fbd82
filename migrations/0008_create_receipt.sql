-- The ledger of deliveries to the webhook. Ids are made in the order of arrival (UUID version 7).
create table app.receipt (
    id uuid primary key,
    account_id uuid not null,
    agent_account_id uuid,
    received_at timestamptz not null,
    outcome text not null,
    reason text,
    -- What kind of event it was, where it could be read.
    kind text,
    -- SHA-256 over account, agent and the provider's request id (or what stands in for it).
    dedupe_key bytea,
    duplicate_of uuid,
    body_hash bytea,
    body_size integer not null default 0,
    -- The exact bytes, for events that were proven genuine; otherwise absent.
    body bytea,
    signature text not null,
    latency_us integer not null default 0,
    constraint receipt_outcome_check
        check (outcome in ('accepted', 'duplicate', 'conflict', 'dead_letter', 'refused', 'suspended', 'verified'))
);
-- Once-only: the first delivery of an event holds its key.
create unique index receipt_dedupe_key on app.receipt (dedupe_key) where duplicate_of is null and dedupe_key is not null;
create index receipt_account on app.receipt (account_id, id desc);

-- Work after the answer. One row until the receipt's event has taken effect.
create table app.job (
    receipt_id uuid primary key references app.receipt (id) on delete cascade,
    account_id uuid not null,
    -- Work of one conversation is done in the order of arrival, one at a time.
    conversation_key text not null,
    attempt_count integer not null default 0,
    run_at timestamptz not null,
    lease_id uuid,
    leased_until timestamptz,
    last_error text
);
create index job_conversation on app.job (account_id, conversation_key, receipt_id);
