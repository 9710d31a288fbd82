create table app.workstream (
    id uuid primary key,
    name text not null,
    type text not null default 'messaging',
    channel_kind text not null,
    -- Fixed when the workstream is made.
    distribution text not null,
    fallback_queue_id uuid not null,
    ruleset_version integer not null default 1,
    created_at timestamptz not null,
    version integer not null default 1,
    constraint workstream_type_check check (type in ('messaging')),
    constraint workstream_channel_kind_check check (channel_kind in ('google-business-messages')),
    constraint workstream_distribution_check check (distribution in ('push', 'pick')),
    constraint workstream_fallback_queue_fkey foreign key (fallback_queue_id) references app.queue (id) on delete restrict
);
create unique index workstream_name_key on app.workstream (lower(name));
create index workstream_fallback_queue_id on app.workstream (fallback_queue_id);

-- An agent account joined to a workstream; it can be in one workstream only.
create table app.channel (
    id uuid primary key,
    workstream_id uuid not null,
    agent_account_id uuid not null,
    language text not null,
    attachments_from_customers boolean not null,
    attachments_from_agents boolean not null,
    created_at timestamptz not null,
    version integer not null default 1,
    constraint channel_workstream_fkey foreign key (workstream_id) references app.workstream (id) on delete restrict,
    constraint channel_agent_account_fkey foreign key (agent_account_id) references app.agent_account (id) on delete restrict
);
create unique index channel_agent_account_key on app.channel (agent_account_id);
create index channel_workstream_id on app.channel (workstream_id);

-- Published rules never change; the workstream names the version in force.
create table app.ruleset_version (
    workstream_id uuid not null references app.workstream (id) on delete cascade,
    version integer not null,
    rules jsonb not null,
    comment text not null default '',
    published_at timestamptz not null,
    published_by text not null,
    primary key (workstream_id, version)
);
