-- A year of conversations with all that belongs to one: $1 of them, of which those from number $2 up to and without $3 are stored now.
-- Number 0 is the newest. The newest 100,000 fall into 30 days, the others into the rest of the year. Of a thousand all but the newest
-- two hundred are closed, and one of 50,000 was forgotten.
with numbered as materialized (
    select n, now() - case when n < 100000 then n * interval '25.9 seconds'
                           else interval '30 days' + (n - 100000) * interval '32 seconds' end as at
    from generate_series($2::bigint, $3::bigint - 1) n
    where n < $1
), fact as materialized (
    select n, at,
           (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || 'a'
            || substr(md5(n::text), 4, 15))::uuid as id,
           n >= 200 and n % 50000 <> 49999 as is_closed,
           'Kunde ' || n as customer,
           (array['nb-NO', 'nn-NO', 'en-GB', 'sv-SE', 'de-DE'])[1 + n % 5] as locale,
           (array['MAPS', 'PLACESHEET', 'NON_LOCAL', 'LOCAL_SERVICES'])[1 + n / 5 % 4] as entry_point,
           'Hei, jeg lurer på noe om '
           || (array['faktura', 'levering', 'retur', 'passord', 'avtale', 'klage', 'kort', 'forsikring'])[1 + n / 3 % 8]
           || ' som jeg fikk i forrige uke. Kan dere hjelpe meg?' as text,
           (array(select id from app.queue order by name))[1 + n / 7 % (select count(*) from app.queue)] as queue_id
    from numbered
), place as materialized (
    select a.id as account_id, a.name as account_name, a.channel_kind, g.id as agent_account_id,
           g.name as agent_account_name, w.id as workstream_id, w.name as workstream_name, f.id as fallback_id,
           jsonb_build_object(
               'fallback', jsonb_build_object('id', f.id, 'name', f.name, 'length', 3, 'longest_wait_s', 60, 'is_open', true,
                                              'member_count', 3),
               'named', (select jsonb_object_agg(q.id, jsonb_build_object(
                                    'id', q.id, 'name', q.name, 'length', 4, 'longest_wait_s', 90, 'is_open', true,
                                    'member_count', 2))
                         from app.queue q where q.id <> f.id),
               'utc_offset_s', 3600) as snapshot
    from app.account a join app.agent_account g on g.account_id = a.id, app.workstream w
    join app.queue f on f.id = w.fallback_queue_id
    limit 1
), conversation as (
    insert into app.conversation (id, account_id, account_name, agent_account_id, agent_account_name, channel_kind,
                                  workstream_id, workstream_name, queue_id, provider_conversation_id, state,
                                  customer_name, customer_locale, created_at, waiting_since, last_message_at,
                                  message_count, closed_at, closed_for)
    select f.id, account_id, account_name, agent_account_id, agent_account_name, channel_kind, workstream_id,
           workstream_name, queue_id, f.id::text, case when is_closed then 'closed' else 'open' end, customer, locale, at,
           case when not is_closed then at end, at, 1, case when is_closed then at end,
           case when is_closed then 'customer' end
    from fact f, place
), context as (
    insert into app.context (conversation_id, account_id, facts, taken_at)
    select f.id, account_id, jsonb_build_object(
               'customer.display_name', customer, 'customer.device_locale', locale, 'context.resolved_locale', locale,
               'context.entry_point', entry_point, 'message.first_text', text, 'context.custom', 'nettsiden',
               'agent_account.name', agent_account_name, 'workstream.name', workstream_name,
               'received.at', to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'received.weekday', lower(to_char(at, 'dy')),
               'received.time', to_char(at, 'HH24:MI'), 'hours.open', true), at
    from fact f, place
), decision as (
    insert into app.decision (conversation_id, account_id, workstream_id, ruleset_version, queue_id, is_fallback, is_ended,
                              seed, snapshot, trace, decided_at)
    select f.id, account_id, workstream_id, 1, queue_id, queue_id = fallback_id, false, hashint8(n), snapshot,
           '{"rules": "", "tests": ""}', at
    from fact f, place
), message as (
    insert into app.message (id, conversation_id, account_id, receipt_id, direction, kind, provider_message_id, text,
                             sent_at, recorded_at)
    select f.id, f.id, account_id, f.id, 'in', 'text', 'message-' || n, text, at, at
    from fact f, place
)
insert into app.receipt (id, account_id, agent_account_id, received_at, body_size, latency_us, outcome, signature, reason,
                         kind, dedupe_key, body_hash, body)
select f.id, account_id, agent_account_id, at, 720, 900, case when n % 1000 = 999 then 'refused' else 'accepted' end,
       case when n % 1000 = 999 then 'invalid' else 'valid' end, case when n % 1000 = 999 then 'signature' end, 'text',
       decode(md5(n::text), 'hex'), decode(md5(n::text), 'hex'), convert_to(repeat('x', 720), 'UTF8')
from fact f, place
