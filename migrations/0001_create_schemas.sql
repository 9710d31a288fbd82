-- Three schemas, three degrees of trust. The roles belong to the cluster, so another database may have made them already.
do $$
declare
    wanted text;
begin
    foreach wanted in array array['sentralbord_web', 'sentralbord_vault'] loop
        begin
            execute format('create role %I nologin nosuperuser nocreatedb nocreaterole noinherit', wanted);
        exception
            when duplicate_object or unique_violation then null;
        end;
        begin
            execute format('grant %I to %I', wanted, session_user);
        exception
            -- Two databases migrated at once grant the same membership; tuples updated concurrently mean it is there.
            when others then
                if not pg_has_role(session_user, wanted, 'member') then raise; end if;
        end;
    end loop;
end
$$;

create schema app;
create schema vault;
create schema audit;

revoke all on schema public from public;
revoke all on schema app, vault, audit from public;
alter default privileges revoke execute on functions from public;

grant usage on schema app, audit to sentralbord_web;
grant usage on schema vault to sentralbord_vault;
alter default privileges in schema app grant select, insert, update, delete on tables to sentralbord_web;
