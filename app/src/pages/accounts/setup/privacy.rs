//! Step 2: the privacy notice, with a box for each of its three statements.

use domain::{account::AccountDetail, notice::Notice};
use leptos::prelude::*;

use super::{Step, StepButtons};
use crate::{
    components::*,
    forms::action,
    pages::privacy::{
        AcknowledgementFacts, NoticeText, StatementBoxes,
        api::{AcknowledgeNotice, may_acknowledge},
    },
    words,
};

#[component]
pub fn PrivacyStep(account: AccountDetail, notice: Option<Notice>, #[prop(into)] form: FormView) -> impl IntoView {
    let words = words::here();
    let id = account.summary.id;
    let Some(notice) = notice else {
        return view! { <Banner tone=Tone::Warn><p>{words.privacy.may_not_acknowledge}</p></Banner> }.into_any();
    };
    let below = if account.is_acknowledged {
        let next = Step::Privacy.next().unwrap_or(Step::Agents).path(id);
        let facts = account.acknowledgement.map(|acknowledgement| view! { <AcknowledgementFacts acknowledgement/> });
        view! {
            {facts}
            <Buttons><LinkButton href=next kind=ButtonKind::Primary>{words.common.next}</LinkButton></Buttons>
        }
        .into_any()
    } else if may_acknowledge() {
        view! {
            <form class="form" method="post" action={action::<AcknowledgeNotice>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <HiddenInput name="version" value=notice.version.to_string()/>
                <HiddenInput name="language" value=notice.language.as_str()/>
                <StatementBoxes form=&form/>
                <StepButtons next=words.privacy.acknowledge/>
            </form>
        }
        .into_any()
    } else {
        view! { <Banner tone=Tone::Warn><p>{words.privacy.may_not_acknowledge}</p></Banner> }.into_any()
    };
    view! { <Card><NoticeText notice/>{below}</Card> }.into_any()
}
