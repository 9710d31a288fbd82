//! The navigation: groups of places, the present one marked.

use leptos::prelude::*;

use crate::{
    components::{Badge, Icon, IconName, Text, Tone},
    words,
};

#[derive(Clone, Debug)]
pub struct NavGroup {
    /// Empty for the places that stand alone at the top.
    pub label: Text,
    pub items: Vec<NavItem>,
}

#[derive(Clone, Debug)]
pub struct NavItem {
    pub label: Text,
    pub href: Text,
    pub icon: IconName,
    /// Only where it calls for action.
    pub count: Option<u64>,
}

impl NavGroup {
    pub fn new(label: impl Into<Text>, items: Vec<NavItem>) -> Self {
        Self { label: label.into(), items }
    }
}

impl NavItem {
    pub fn new(label: impl Into<Text>, href: impl Into<Text>, icon: IconName) -> Self {
        Self { label: label.into(), href: href.into(), icon, count: None }
    }

    /// `/accounts` is current on `/accounts/7` too; `/` only on itself.
    fn is_current(&self, path: &str) -> bool {
        let path = path.split('?').next().unwrap_or_default();
        match path.strip_prefix(&*self.href) {
            Some("") => true,
            Some(rest) => self.href != "/" && rest.starts_with('/'),
            None => false,
        }
    }
}

#[component]
pub fn Navigation(groups: Vec<NavGroup>, path: String) -> impl IntoView {
    let groups = groups
        .into_iter()
        .filter(|group| !group.items.is_empty())
        .map(|group| {
            let items = group.items.into_iter().map(|item| entry(item, &path)).collect_view();
            view! {
                {(!group.label.is_empty()).then(|| view! { <h2>{group.label}</h2> })}
                <ul class="nav-items">{items}</ul>
            }
        })
        .collect_view();
    view! { <nav class="nav" aria-label=words::here().common.navigation>{groups}</nav> }
}

fn entry(item: NavItem, path: &str) -> impl IntoView + use<> {
    let current = item.is_current(path).then_some("page");
    let count = item.count.filter(|count| *count > 0);
    view! {
        <li>
            <a href=item.href aria-current=current>
                <Icon name=item.icon/>
                {item.label}
                {count.map(|count| view! { <span class="count"><Badge tone=Tone::Warn label=count.to_string()/></span> })}
            </a>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_current_below_itself() {
        let accounts = NavItem::new("Accounts", "/accounts", IconName::Account);
        assert!(accounts.is_current("/accounts"));
        assert!(accounts.is_current("/accounts/7?saved"));
        assert!(!accounts.is_current("/accountsomething"));
        assert!(!NavItem::new("Home", "/", IconName::Home).is_current("/accounts"));
    }
}
