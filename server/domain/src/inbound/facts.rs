//! What a provider says around the content.

/// The provider's facts about the customer and about where the conversation began. All of them come from the customer's side:
/// a customer can choose the name, and can edit `custom` in the address of the link. Nothing here proves anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContextFacts {
    /// The customer's name as shown at the provider.
    pub display_name: Option<String>,
    /// The language of the customer's device, a BCP 47 tag.
    pub device_locale: Option<String>,
    /// Where the customer found the agent, as the provider spells it (`PLACESHEET`, `MAPS`, `URL`, …). New values are normal.
    pub entry_point: Option<String>,
    /// The place whose page the customer came from.
    pub place_id: Option<String>,
    /// A place near the customer, when no place is certain. Never together with `place_id`.
    pub near_place_id: Option<String>,
    /// The best match between the customer's languages and the agent's, a BCP 47 tag.
    pub resolved_locale: Option<String>,
    /// The web page that held the widget.
    pub widget_url: Option<String>,
    /// What that page said in its `data-bm-widget-context`.
    pub widget: Option<String>,
    /// What the link said in its `ctx` parameter.
    pub custom: Option<String>,
    /// The partner's own name of the agent (`customAgentId`).
    pub custom_agent_id: Option<String>,
}
