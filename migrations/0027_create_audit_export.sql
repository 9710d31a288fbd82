-- Files of the audit log that somebody asked for. They go after a day.
create table app.audit_export (
    id uuid primary key,
    user_id uuid not null,
    format text not null,
    -- Which entries, as the page filters them.
    filter jsonb not null,
    state text not null default 'waiting',
    entry_count bigint not null default 0,
    requested_at timestamptz not null,
    expires_at timestamptz not null,
    constraint audit_export_user_fkey foreign key (user_id) references app.user (id) on delete cascade,
    constraint audit_export_format_check check (format in ('csv', 'json')),
    constraint audit_export_state_check check (state in ('waiting', 'ready', 'failed'))
);
create index audit_export_user on app.audit_export (user_id, requested_at desc);
create index audit_export_waiting on app.audit_export (requested_at) where state = 'waiting';

-- The file, in pieces that are read one at a time.
create table app.audit_export_part (
    export_id uuid not null,
    number integer not null,
    content bytea not null,
    constraint audit_export_part_pkey primary key (export_id, number),
    constraint audit_export_part_export_fkey foreign key (export_id) references app.audit_export (id) on delete cascade
);
