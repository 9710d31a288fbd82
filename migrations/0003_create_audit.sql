-- One row for each act. The web role may add and read, nothing else; the trigger holds the owner to it as well.
create table audit.event (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    -- noun.past_tense
    name text not null,
    subject_kind text not null,
    subject_id uuid,
    -- Names of what changed, old and new where neither is secured. Never a secret, never message text.
    data jsonb not null default '{}',
    constraint event_actor_kind_check check (actor_kind in ('user', 'api_key', 'command_line', 'system', 'anonymous'))
);
create index event_subject on audit.event (subject_kind, subject_id, id desc);

create function audit.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is append-only';
end
$$;
create trigger event_is_append_only before update or delete or truncate on audit.event
    for each statement execute function audit.refuse_change();

grant select, insert on audit.event to sentralbord_web;
