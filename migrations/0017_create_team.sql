-- People who get something together: a field security profile today.
create table app.team (
    id uuid primary key,
    name text not null,
    description text not null default '',
    created_at timestamptz not null,
    version integer not null default 1
);
create unique index team_name_key on app.team (lower(name));

create table app.team_member (
    team_id uuid not null references app.team (id) on delete cascade,
    user_id uuid not null references app.user (id) on delete cascade,
    primary key (team_id, user_id)
);
create index team_member_user_id on app.team_member (user_id);

-- A profile reaches everybody in the team, for as long as they are in it.
create table app.field_security_team (
    profile_id uuid not null references app.field_security_profile (id) on delete cascade,
    team_id uuid not null references app.team (id) on delete cascade,
    primary key (profile_id, team_id)
);
create index field_security_team_team_id on app.field_security_team (team_id);
