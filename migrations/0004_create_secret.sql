-- Envelopes: a data key for each record, wrapped by the master key with that id; both layers bound to their place.
create table vault.secret (
    id uuid primary key,
    entity text not null,
    entity_id uuid not null,
    field text not null,
    version integer not null,
    key_id text not null,
    wrap_nonce bytea not null,
    wrapped_key bytea not null,
    nonce bytea not null,
    ciphertext bytea not null,
    created_at timestamptz not null
);
create unique index secret_place_key on vault.secret (entity, entity_id, field, version);
grant select, insert, update, delete on vault.secret to sentralbord_vault;

-- A sealed constant for each master key: a wrong key is noticed at start, not at the first secret.
create table vault.master_key (
    id text primary key,
    nonce bytea not null,
    sealed_check bytea not null,
    created_at timestamptz not null
);
grant select, insert on vault.master_key to sentralbord_vault;

-- What may be shown of a secret to those who may read the field: never the value.
create table app.secret_slot (
    entity text not null,
    entity_id uuid not null,
    field text not null,
    version integer not null,
    -- The last four characters of a token, or absent.
    hint text,
    -- Of a service-account file: project, e-mail and key id.
    facts jsonb,
    set_at timestamptz not null,
    set_by text not null,
    primary key (entity, entity_id, field)
);

create table app.field_security_profile (
    id uuid primary key,
    name text not null,
    built_in boolean not null default false,
    created_at timestamptz not null,
    version integer not null default 1
);
create unique index field_security_profile_name_key on app.field_security_profile (lower(name));

create table app.field_security_grant (
    profile_id uuid not null references app.field_security_profile (id) on delete cascade,
    field text not null,
    may_read boolean not null default false,
    may_read_unmasked boolean not null default false,
    may_create boolean not null default false,
    may_update boolean not null default false,
    primary key (profile_id, field),
    -- The service-account file is write-only for everybody.
    constraint field_security_grant_unmasked_check
        check (not (field = 'account.service_account' and may_read_unmasked))
);

create table app.field_security_member (
    profile_id uuid not null references app.field_security_profile (id) on delete cascade,
    user_id uuid not null references app.user (id) on delete cascade,
    primary key (profile_id, user_id)
);

insert into app.field_security_profile (id, name, built_in, created_at)
values ('01900000-0000-7000-8000-000000000001', 'System Administrator', true, now());
insert into app.field_security_grant (profile_id, field, may_read, may_read_unmasked, may_create, may_update)
values
    ('01900000-0000-7000-8000-000000000001', 'account.client_token', true, true, true, true),
    ('01900000-0000-7000-8000-000000000001', 'account.service_account', true, false, true, true),
    ('01900000-0000-7000-8000-000000000001', 'agent_account.client_token', true, true, true, true);
