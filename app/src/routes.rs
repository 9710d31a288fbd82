//! The route table: every page on one screen. All are rendered whole before they are sent, so they work without script and carry
//! the right status.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{Outlet, ParentRoute, Route, Router, Routes},
    path,
};

use crate::pages::{
    NotFoundPage,
    accounts::{
        AccountPage, AccountSetupPage, AccountsPage, AgentAccountPage, DeleteAccountPage, EditAccountPage,
        NewAccountPage, RemoveAgentAccountPage, SuspendAccountPage,
    },
    audit::{AuditPage, ExportAuditPage},
    channels::ChannelsPage,
    conversations::{ConversationPage, ConversationsPage},
    field_security::{
        AccessPage, DeleteProfilePage, FieldSecurityPage, NewProfilePage, PreviewPersonPage, PreviewProfilePage,
        ProfilePage,
    },
    hours::{DeleteHoursPage, EditHoursPage, HoursListPage, HoursPage, NewHoursPage},
    invitation::InvitationPage,
    me::MePage,
    overview::OverviewPage,
    privacy::{AccountPrivacyPage, PrivacyPage, WithdrawPage},
    queues::{DeleteQueuePage, EditQueuePage, NewQueuePage, QueuePage, QueueSettingsPage, QueuesPage},
    receipts::{ReceiptPage, ReceiptsPage},
    rules::{
        ClassifyRulePage, EditRulesetPage, NewClassifyRulePage, NewRouteRulePage, NewRulesetPage, PublishRulesPage,
        RemoveClassifyRulePage, RemoveRouteRulePage, RemoveRulesetPage, RollBackRulesPage, RouteRulePage,
        RuleHistoryPage, RuleVersionPage, RulesPage,
    },
    rules_trials::{ReplayRulesPage, TryRulesPage},
    secrets::{KillSecretPage, RetireSecretPage, RevealSecretPage, RotateSecretPage, SecretPage},
    sign_in::{SignInAgainPage, SignInPage},
    styleguide::StyleguidePage,
    teams::{DeleteTeamPage, EditTeamPage, NewTeamPage, TeamPage, TeamsPage},
    users::{DisableUserPage, InvitationLinkPage, InviteUserPage, UserPage, UsersPage},
    welcome::WelcomePage,
    workstreams::{
        DeleteWorkstreamPage, EditChannelPage, EditWorkstreamPage, NewWorkstreamPage, RemoveChannelPage,
        SetUpChannelPage, WorkstreamPage, WorkstreamsPage,
    },
};

/// The pages, by address.
#[component]
#[expect(clippy::too_many_lines, reason = "one table, one row for each page")]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("") view=OverviewPage ssr=SsrMode::Async/>
                <Route path=path!("sign-in") view=SignInPage ssr=SsrMode::Async/>
                <Route path=path!("sign-in/again") view=SignInAgainPage ssr=SsrMode::Async/>
                <Route path=path!("welcome/:token") view=WelcomePage ssr=SsrMode::Async/>
                <Route path=path!("invitation/:token") view=InvitationPage ssr=SsrMode::Async/>
                <Route path=path!("me") view=MePage ssr=SsrMode::Async/>
                <Route path=path!("styleguide") view=StyleguidePage ssr=SsrMode::Async/>
                <ParentRoute path=path!("accounts") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("") view=AccountsPage/>
                    <Route path=path!("new") view=NewAccountPage/>
                    <Route path=path!(":id") view=AccountPage/>
                    <Route path=path!(":id/setup") view=AccountSetupPage/>
                    <Route path=path!(":id/setup/:step") view=AccountSetupPage/>
                    <Route path=path!(":id/edit") view=EditAccountPage/>
                    <Route path=path!(":id/suspend") view=SuspendAccountPage/>
                    <Route path=path!(":id/delete") view=DeleteAccountPage/>
                    <Route path=path!(":id/agents/:agent") view=AgentAccountPage/>
                    <Route path=path!(":id/agents/:agent/delete") view=RemoveAgentAccountPage/>
                </ParentRoute>
                <ParentRoute path=path!("secrets/:field/:id") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("") view=SecretPage/>
                    <Route path=path!("rotate") view=RotateSecretPage/>
                    <Route path=path!("retire") view=RetireSecretPage/>
                    <Route path=path!("kill") view=KillSecretPage/>
                    <Route path=path!("reveal") view=RevealSecretPage/>
                </ParentRoute>
                <ParentRoute path=path!("privacy") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("") view=PrivacyPage/>
                    <Route path=path!("accounts/:id") view=AccountPrivacyPage/>
                    <Route path=path!("accounts/:id/withdraw") view=WithdrawPage/>
                </ParentRoute>
                <ParentRoute path=path!("conversations") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("") view=ConversationsPage/>
                    <Route path=path!(":id") view=ConversationPage/>
                </ParentRoute>
                <ParentRoute path=path!("receipts") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("") view=ReceiptsPage/>
                    <Route path=path!(":id") view=ReceiptPage/>
                </ParentRoute>
                <ParentRoute path=path!("queues") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("") view=QueuesPage/>
                    <Route path=path!("new") view=NewQueuePage/>
                    <Route path=path!(":id") view=QueuePage/>
                    <Route path=path!(":id/edit") view=EditQueuePage/>
                    <Route path=path!(":id/settings") view=QueueSettingsPage/>
                    <Route path=path!(":id/delete") view=DeleteQueuePage/>
                </ParentRoute>
                <ParentRoute path=path!("hours") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("") view=HoursListPage/>
                    <Route path=path!("new") view=NewHoursPage/>
                    <Route path=path!(":id") view=HoursPage/>
                    <Route path=path!(":id/edit") view=EditHoursPage/>
                    <Route path=path!(":id/delete") view=DeleteHoursPage/>
                </ParentRoute>
                <Route path=path!("channels") view=ChannelsPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("workstreams") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("") view=WorkstreamsPage/>
                    <Route path=path!("new") view=NewWorkstreamPage/>
                    <Route path=path!(":id") view=WorkstreamPage/>
                    <Route path=path!(":id/edit") view=EditWorkstreamPage/>
                    <Route path=path!(":id/delete") view=DeleteWorkstreamPage/>
                    <Route path=path!(":id/rules/try") view=TryRulesPage/>
                    <Route path=path!(":id/rules/replay") view=ReplayRulesPage/>
                    <Route path=path!(":id/channel/:step") view=SetUpChannelPage/>
                    <Route path=path!(":id/channels/:channel/edit") view=EditChannelPage/>
                    <Route path=path!(":id/channels/:channel/delete") view=RemoveChannelPage/>
                </ParentRoute>
                <ParentRoute path=path!("workstreams/:id/rules") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("") view=RulesPage/>
                    <Route path=path!("route/new") view=NewRouteRulePage/>
                    <Route path=path!("route/:at") view=RouteRulePage/>
                    <Route path=path!("route/:at/delete") view=RemoveRouteRulePage/>
                    <Route path=path!("classify/new") view=NewRulesetPage/>
                    <Route path=path!("classify/:ruleset/edit") view=EditRulesetPage/>
                    <Route path=path!("classify/:ruleset/delete") view=RemoveRulesetPage/>
                    <Route path=path!("classify/:ruleset/new") view=NewClassifyRulePage/>
                    <Route path=path!("classify/:ruleset/:at") view=ClassifyRulePage/>
                    <Route path=path!("classify/:ruleset/:at/delete") view=RemoveClassifyRulePage/>
                    <Route path=path!("publish") view=PublishRulesPage/>
                    <Route path=path!("history") view=RuleHistoryPage/>
                    <Route path=path!("history/:version") view=RuleVersionPage/>
                    <Route path=path!("history/:version/roll-back") view=RollBackRulesPage/>
                </ParentRoute>
                <ParentRoute path=path!("teams") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("") view=TeamsPage/>
                    <Route path=path!("new") view=NewTeamPage/>
                    <Route path=path!(":id") view=TeamPage/>
                    <Route path=path!(":id/edit") view=EditTeamPage/>
                    <Route path=path!(":id/delete") view=DeleteTeamPage/>
                </ParentRoute>
                <Route path=path!("audit") view=AuditPage ssr=SsrMode::Async/>
                <Route path=path!("audit/export") view=ExportAuditPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("users") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("") view=UsersPage/>
                    <Route path=path!("new") view=InviteUserPage/>
                    <Route path=path!(":id") view=UserPage/>
                    <Route path=path!(":id/invitation") view=InvitationLinkPage/>
                    <Route path=path!(":id/disable") view=DisableUserPage/>
                    <Route path=path!(":id/access") view=AccessPage/>
                    <Route path=path!(":id/access/preview") view=PreviewPersonPage/>
                </ParentRoute>
                <ParentRoute path=path!("field-security") view=Outlet ssr=SsrMode::Async>
                    <Route path=path!("") view=FieldSecurityPage/>
                    <Route path=path!("new") view=NewProfilePage/>
                    <Route path=path!(":id") view=ProfilePage/>
                    <Route path=path!(":id/preview") view=PreviewProfilePage/>
                    <Route path=path!(":id/delete") view=DeleteProfilePage/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
