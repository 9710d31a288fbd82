create table app.user (
    id uuid primary key,
    email text not null,
    name text not null,
    -- Argon2id in PHC form; absent until an invitation is accepted.
    password_hash text,
    language text not null default 'nb',
    theme text not null default 'system',
    time_zone text not null default 'Europe/Oslo',
    state text not null default 'invited',
    -- Raised whenever every session of the person must end: password change, new roles, disabling.
    session_version integer not null default 1,
    created_at timestamptz not null,
    last_sign_in_at timestamptz,
    version integer not null default 1,
    constraint user_language_check check (language in ('nb', 'en')),
    constraint user_theme_check check (theme in ('system', 'light', 'dark')),
    constraint user_state_check check (state in ('invited', 'active', 'disabled')),
    constraint user_active_check check (state <> 'active' or password_hash is not null)
);
create unique index user_email_key on app.user (lower(email));

create table app.user_role (
    user_id uuid not null references app.user (id) on delete cascade,
    role text not null,
    primary key (user_id, role),
    constraint user_role_role_check check (role in (
        'system-administrator', 'omnichannel-administrator', 'supervisor', 'agent', 'privacy-officer', 'auditor'
    ))
);

-- Sessions hold the SHA-256 of their id: a dump of this table is no set of live sign-ins.
create table app.session (
    id_hash bytea primary key,
    user_id uuid references app.user (id) on delete cascade,
    data jsonb not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    -- The end whatever happens: twelve hours after it began.
    ends_at timestamptz not null,
    -- The end while nothing happens: thirty minutes after the last request.
    expires_at timestamptz not null
);
create index session_user_id on app.session (user_id);
create index session_expires_at on app.session (expires_at);

-- Links that work once: the first administrator's and invitations. Only their SHA-256 is kept.
create table app.one_time_link (
    hash bytea primary key,
    purpose text not null,
    user_id uuid references app.user (id) on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    constraint one_time_link_purpose_check check (purpose in ('first_administrator', 'invitation'))
);

-- Growing delays after failed sign-ins, by account and by network; never a lock that a stranger can turn.
create table app.throttle (
    key text primary key,
    failure_count integer not null,
    blocked_until timestamptz not null,
    updated_at timestamptz not null
);

create table app.api_key (
    id uuid primary key,
    name text not null,
    role text not null,
    hash bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    constraint api_key_role_check check (role in (
        'system-administrator', 'omnichannel-administrator', 'supervisor', 'agent', 'privacy-officer', 'auditor'
    ))
);
create unique index api_key_name_key on app.api_key (lower(name));
create unique index api_key_hash_key on app.api_key (hash);
