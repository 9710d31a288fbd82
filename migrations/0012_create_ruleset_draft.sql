-- The rules that a workstream will have: edited by anybody who may, one change at a time, and published as a version.
create table app.ruleset_draft (
    workstream_id uuid primary key references app.workstream (id) on delete cascade,
    -- None while nothing has been changed since the last publication.
    rules jsonb,
    -- The version that it began as.
    based_on integer not null,
    -- Counts the changes of all drafts, so that none is made to what somebody else has changed, published or thrown away.
    version integer not null,
    changed_at timestamptz not null,
    changed_by text not null
);
-- Hits of the last days, and the conversations of a window.
create index decision_workstream on app.decision (workstream_id, decided_at);
