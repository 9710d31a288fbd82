-- Every decision is made by rules since 0011; nothing ever asked this column.
alter table app.decision drop column is_by_rules;
