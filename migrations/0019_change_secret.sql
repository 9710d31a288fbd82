-- The life of a secret. No table is added to schema `vault`; `vault.secret` gets two columns, and the grants on it stay as they are.
alter table vault.secret
    -- Of an earlier token: until when it is believed. Nothing here means until somebody retires it.
    add column works_until timestamptz,
    -- From then on it is believed no more. It stays sealed for a month, so that a refusal can say what was signed with it.
    add column retired_at timestamptz;

-- A person's own reminder; nothing stops on that day.
alter table app.secret_slot add column expires_on date;

-- What may be shown of tokens that another one has taken the place of.
create table app.secret_earlier (
    entity text not null,
    entity_id uuid not null,
    field text not null,
    version integer not null,
    hint text,
    set_at timestamptz not null,
    set_by text not null,
    works_until timestamptz,
    retired_at timestamptz,
    primary key (entity, entity_id, field, version)
);
create index secret_earlier_end on app.secret_earlier (works_until) where retired_at is null;

-- How often a token proved a delivery, and when last; written at most once a minute for each token and node.
create table app.secret_use (
    entity text not null,
    entity_id uuid not null,
    field text not null,
    version integer not null,
    last_used_at timestamptz not null,
    use_count bigint not null,
    primary key (entity, entity_id, field, version)
);

-- Values that were shown to people in the last hour; the audit log has them for good.
create table app.secret_reveal (
    user_id uuid not null references app.user (id) on delete cascade,
    at timestamptz not null
);
create index secret_reveal_user on app.secret_reveal (user_id, at);

-- Which master key came last: that one seals.
alter table vault.master_key add column place bigint generated always as identity;
grant update (place) on vault.master_key to sentralbord_vault;
create index secret_key_id on vault.secret (key_id, id);
