use leptos::prelude::*;

use super::api::{get_user, take_link};
use crate::{
    components::*,
    page::{id_param, page},
    paths, words,
};

/// The link of an invitation, this once.
#[component]
pub fn InvitationLinkPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        let id = id?;
        let link = take_link(id).await?;
        Ok((get_user(id).await?, link))
    };
    page(load, |(user, link)| {
        let words = &words::here().users;
        let here = paths::user(user.summary.id);
        let crumbs = vec![Crumb::new(words.title, paths::USERS), Crumb::new(user.summary.name.clone(), here.clone())];
        let content = match link {
            Some(link) => view! {
                <Banner tone=Tone::Warn><p>{words.link_once}</p></Banner>
                <CopyField id="invitation-link" label=words.link value=link hint=(words.link_hint)(&user.summary.email)/>
                <Buttons><LinkButton href=here kind=ButtonKind::Primary>{words.link_kept}</LinkButton></Buttons>
            }
            .into_any(),
            None => view! {
                <p>{words.link_gone}</p>
                <Buttons><LinkButton href=here>{words.to_user}</LinkButton></Buttons>
            }
            .into_any(),
        };
        view! {
            <PageHeader title=words.link crumbs/>
            {content}
        }
    })
}
