create table app.conversation (
    id uuid primary key,
    account_id uuid not null,
    account_name text not null,
    agent_account_id uuid not null,
    agent_account_name text not null,
    channel_kind text not null,
    workstream_id uuid not null,
    workstream_name text not null,
    queue_id uuid not null,
    provider_conversation_id text not null,
    state text not null default 'open',
    customer_name text,
    customer_locale text,
    created_at timestamptz not null,
    waiting_since timestamptz,
    last_message_at timestamptz not null,
    message_count integer not null default 0,
    closed_at timestamptz,
    closed_for text,
    constraint conversation_state_check check (state in ('open', 'active', 'waiting', 'wrap_up', 'closed')),
    constraint conversation_queue_fkey foreign key (queue_id) references app.queue (id) on delete restrict
);
-- A closed conversation stays; the customer's next message begins another.
create unique index conversation_open_key on app.conversation (agent_account_id, provider_conversation_id)
    where state <> 'closed';
create index conversation_latest on app.conversation (agent_account_id, provider_conversation_id, id);
create index conversation_queue on app.conversation (queue_id, id);
create index conversation_account on app.conversation (account_id, id);
-- Who waits, longest first.
create index conversation_waiting on app.conversation (queue_id, waiting_since) where state = 'open';

-- The facts that routing saw, as they were; never changed.
create table app.context (
    conversation_id uuid primary key references app.conversation (id) on delete cascade,
    account_id uuid not null,
    facts jsonb not null,
    taken_at timestamptz not null
);

-- The decision and its explanation, written with the conversation.
create table app.decision (
    conversation_id uuid primary key references app.conversation (id) on delete cascade,
    account_id uuid not null,
    workstream_id uuid not null,
    ruleset_version integer not null,
    queue_id uuid not null,
    is_fallback boolean not null,
    seed bigint not null,
    snapshot jsonb not null,
    trace jsonb not null,
    decided_at timestamptz not null
);

create table app.message (
    id uuid primary key,
    conversation_id uuid not null references app.conversation (id) on delete cascade,
    account_id uuid not null,
    receipt_id uuid,
    direction text not null,
    kind text not null,
    provider_message_id text,
    text text,
    -- What the kind has beyond text: a postback, a rating, an image's address.
    details jsonb,
    sent_at timestamptz,
    recorded_at timestamptz not null,
    constraint message_direction_check check (direction in ('in', 'out'))
);
create index message_conversation on app.message (conversation_id, id);
create index message_receipt on app.message (receipt_id) where receipt_id is not null;
