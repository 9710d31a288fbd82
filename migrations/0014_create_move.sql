-- A conversation that its queue did not keep: sent on to another queue, or ended.
create table app.move (
    id uuid primary key,
    conversation_id uuid not null references app.conversation (id) on delete cascade,
    from_queue_id uuid not null,
    from_queue_name text not null,
    -- Absent where it was ended.
    to_queue_id uuid,
    to_queue_name text,
    reason text not null,
    at timestamptz not null,
    constraint move_reason_check check (reason in ('wait')),
    constraint move_queue_check check (to_queue_id <> from_queue_id),
    constraint move_name_check check ((to_queue_id is null) = (to_queue_name is null))
);
create index move_conversation on app.move (conversation_id, id);
-- Queues that overflow into each other do not pass a conversation round.
create unique index move_once_key on app.move (conversation_id) where reason = 'wait' and to_queue_id is not null;
