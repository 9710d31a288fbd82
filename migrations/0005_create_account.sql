create table app.account (
    id uuid primary key,
    name text not null,
    channel_kind text not null,
    partner_id text,
    state text not null default 'draft',
    -- The unguessable part of the callback URL: 128 bits in lower-case base32.
    webhook_key text not null,
    verified_at timestamptz,
    -- Why the last handshake was refused, until one succeeds.
    last_refusal text,
    last_refused_at timestamptz,
    suspended_at timestamptz,
    suspended_for text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    constraint account_channel_kind_check check (channel_kind in ('google-business-messages')),
    constraint account_state_check check (state in ('draft', 'waiting_for_verification', 'verified', 'suspended')),
    constraint account_suspended_for_check check (suspended_for in ('administrator', 'privacy_withdrawn'))
);
create unique index account_name_key on app.account (lower(name));
create unique index account_partner_key on app.account (channel_kind, partner_id);
create unique index account_webhook_key_key on app.account (webhook_key);

create table app.agent_account (
    id uuid primary key,
    account_id uuid not null references app.account (id) on delete cascade,
    name text not null,
    brand_id text not null,
    agent_id text not null,
    -- With a webhook of its own the agent account has a key here and a client token in the vault.
    webhook_key text,
    verified_at timestamptz,
    last_refusal text,
    last_refused_at timestamptz,
    created_at timestamptz not null,
    version integer not null default 1
);
create unique index agent_account_name_key on app.agent_account (lower(name));
create unique index agent_account_agent_key on app.agent_account (brand_id, agent_id);
create unique index agent_account_webhook_key_key on app.agent_account (webhook_key);
create index agent_account_account_id on app.agent_account (account_id);

-- Published texts never change; a new wording is a new version.
create table app.notice (
    id uuid primary key,
    channel_kind text not null,
    language text not null,
    version integer not null,
    title text not null,
    body text not null,
    text_hash bytea not null,
    published_at timestamptz not null,
    constraint notice_language_check check (language in ('nb', 'en'))
);
create unique index notice_version_key on app.notice (channel_kind, language, version);

-- Who accepted which text for which account, and when. Rows outlive their account.
create table app.acknowledgement (
    id uuid primary key,
    account_id uuid not null,
    account_name text not null,
    channel_kind text not null,
    notice_version integer not null,
    language text not null,
    text_hash bytea not null,
    user_id uuid references app.user (id) on delete set null,
    user_name text not null,
    acknowledged_at timestamptz not null,
    withdrawn_at timestamptz,
    withdrawn_by text
);
create index acknowledgement_account on app.acknowledgement (account_id, acknowledged_at desc);
