-- Fields of conversations that the organisation has secured. A secret is secured whatever stands here.
create table app.secured_field (
    field text primary key,
    secured_at timestamptz not null,
    constraint secured_field_field_check check (field in ('conversation.customer_name', 'message.text'))
);

-- The value of a field of a conversation comes from the customer: it can be read and nothing else.
insert into app.field_security_grant (profile_id, field, may_read)
select id, field, true
from app.field_security_profile, unnest(array['conversation.customer_name', 'message.text']) as field
where built_in;

alter table app.field_security_grant
    add constraint field_security_grant_read_check check (may_read or not may_read_unmasked),
    add constraint field_security_grant_personal_check
        check (field not in ('conversation.customer_name', 'message.text')
               or not (may_read_unmasked or may_create or may_update));

-- The rights of one person are asked for at every request.
create index field_security_member_user_id on app.field_security_member (user_id);
