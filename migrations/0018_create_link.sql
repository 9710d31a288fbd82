-- Where an act came from and what became of it. Who it was is an id: names are looked up when the log is read.
alter table audit.event alter column actor_name drop not null;
alter table audit.event add column outcome text not null default 'done';
alter table audit.event add column request_id uuid;
alter table audit.event add column session text;
alter table audit.event add column network text;
alter table audit.event add constraint event_outcome_check check (outcome in ('done', 'refused'));
create index event_subject_id on audit.event (subject_id, id desc);
create index event_actor on audit.event (actor_id, id desc);
create index event_at on audit.event (at, id);
create index event_name on audit.event (name, id desc);

-- What waits to be sealed. A row comes with its event, in the same transaction, whoever writes it: no number of a transaction still
-- in flight is passed over, and nothing here depends on numbers that a restored copy would begin anew.
create table audit.waiting (event_id bigint primary key);
insert into audit.waiting (event_id) select id from audit.event;

create function audit.await_seal() returns trigger language plpgsql set search_path = '' as $$
begin
    insert into audit.waiting (event_id) values (new.id);
    return null;
end
$$;
create trigger event_awaits_seal after insert on audit.event for each row execute function audit.await_seal();

-- The chain: each link holds the digest of its event, and a hash over that and over the link before.
create table audit.link (
    position bigint primary key,
    event_id bigint not null,
    digest bytea not null,
    hash bytea not null,
    constraint link_event_key unique (event_id),
    constraint link_position_check check (position > 0)
);
create trigger link_is_append_only before update or delete or truncate on audit.link
    for each statement execute function audit.refuse_change();

-- The chain so far, signed every few minutes with a key that follows from the master key.
create table audit.head (
    count bigint primary key,
    hash bytea not null,
    at timestamptz not null,
    key_id text not null,
    public_key bytea not null,
    signature bytea not null
);
create trigger head_is_append_only before update or delete or truncate on audit.head
    for each statement execute function audit.refuse_change();

grant select, insert on audit.link, audit.head to sentralbord_web;
grant select, insert, delete on audit.waiting to sentralbord_web;
grant execute on function audit.await_seal() to sentralbord_web;
