//! *See as*: how an account and a conversation look for somebody with one profile, or for one person. Made with the very verbs that
//! make the pages, for an actor who has the viewer's permissions and only those rights that both have: it never shows the viewer
//! more than their own pages do.

use domain::{
    Page, PageRequest, ProfileId, UserId, account::AccountDetail, conversation::ConversationSummary, message::Message,
    user::Permission,
};
use serde::{Deserialize, Serialize};

use super::{FieldSecurity, Rights, profiles, rights_of, rights_of_all};
use crate::{Actor, Error, Result, conversations::ConversationFilter};

/// As many messages are shown.
const MESSAGES: u16 = 5;

/// Examples as somebody else would see them. What there is none of, or what the viewer may not see at all, is absent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Preview {
    /// Whose sight it is: the name of the profile or of the person.
    pub name: String,
    /// An account.
    pub account: Option<AccountDetail>,
    /// A conversation with its latest messages.
    pub conversation: Option<(ConversationSummary, Page<Message>)>,
}

impl FieldSecurity<'_> {
    /// For a member who has nothing but this profile.
    pub async fn preview_profile(&self, actor: &Actor, id: ProfileId) -> Result<Preview> {
        actor.must(Permission::ViewFieldSecurity)?;
        let mut conn = self.0.web().acquire().await?;
        let profile = profiles::store::detail(&mut conn, id).await?.ok_or(Error::NotFound)?;
        let mut rights = rights_of_all(&mut conn).await?;
        for (field, granted) in profile.grants.iter() {
            let held = rights.entry(field).or_default();
            *held = held.union(granted);
        }
        drop(conn);
        self.preview(actor, profile.summary.name, &rights).await
    }

    /// For one person.
    pub async fn preview_person(&self, actor: &Actor, id: UserId) -> Result<Preview> {
        let access = self.access(actor, id).await?;
        let mut conn = self.0.web().acquire().await?;
        let rights = rights_of(&mut conn, id).await?;
        drop(conn);
        self.preview(actor, access.name, &rights).await
    }

    async fn preview(&self, viewer: &Actor, name: String, rights: &Rights) -> Result<Preview> {
        let them = viewer.with_at_most(rights);
        let account = if them.may(Permission::ViewAccounts) {
            let accounts = self.0.accounts().list(&them, PageRequest::new(Some(1), None)).await?;
            match accounts.items.first() {
                Some(account) => Some(self.0.accounts().get(&them, account.id).await?),
                None => None,
            }
        } else {
            None
        };
        let conversation = if them.may(Permission::ViewConversations) {
            let (all, first) = (ConversationFilter::default(), PageRequest::new(Some(1), None));
            match self.0.conversations().list(&them, all, first).await?.items.into_iter().next() {
                Some(conversation) => {
                    let latest = PageRequest::new(Some(MESSAGES), None);
                    let messages = self.0.conversations().latest_messages(&them, conversation.id, latest).await?;
                    Some((conversation, messages))
                }
                None => None,
            }
        } else {
            None
        };
        Ok(Preview { name, account, conversation })
    }
}
