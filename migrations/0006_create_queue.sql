create table app.hours (
    id uuid primary key,
    name text not null,
    time_zone text not null,
    -- {"mon": ["08:00-16:00"], …}
    week jsonb not null,
    -- [{"date": "2026-12-25", "name": "Første juledag"}]
    holidays jsonb not null default '[]'
);
create unique index hours_name_key on app.hours (lower(name));

create table app.queue (
    id uuid primary key,
    name text not null,
    type text not null default 'messaging',
    -- Lower is served first.
    priority integer not null default 100,
    is_default boolean not null default false,
    hours_id uuid references app.hours (id) on delete restrict,
    assignment text not null default 'highest_capacity',
    overflow jsonb,
    created_at timestamptz not null,
    version integer not null default 1,
    constraint queue_type_check check (type in ('messaging')),
    constraint queue_priority_check check (priority between 1 and 10000),
    constraint queue_assignment_check check (assignment in ('highest_capacity', 'round_robin', 'least_active'))
);
create unique index queue_name_key on app.queue (lower(name));
create unique index queue_default_key on app.queue (type) where is_default;

create table app.queue_member (
    queue_id uuid not null references app.queue (id) on delete cascade,
    user_id uuid not null references app.user (id) on delete cascade,
    added_at timestamptz not null,
    primary key (queue_id, user_id)
);

insert into app.queue (id, name, is_default, created_at)
values ('01900000-0000-7000-8000-000000000002', 'Default messaging queue', true, now());
