-- Rules decide from here on, and the record of how is kept without words: a letter for each rule and each test. What was decided before
-- looked at no rule.
alter table app.decision add column is_ended boolean not null default false;
alter table app.decision add column is_by_rules boolean not null default false;
update app.decision
set trace = jsonb_build_object(
    'rules', repeat('n', (select count(*)::integer from jsonb_path_query(trace, '$.stages[*].rules[*]'))),
    'tests', repeat('-', (select count(*)::integer from jsonb_path_query(trace, '$.stages[*].rules[*].conditions[*]'))));
-- A decision is explained by the rules that made it, also when their workstream is gone.
alter table app.ruleset_version drop constraint ruleset_version_workstream_id_fkey;
