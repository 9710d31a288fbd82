//! What is beside the phone: its look, the customer, further events, faults and what is on its way.

use leptos::prelude::*;

use super::{delivery_row, phone_screen::whereabouts, phone_sight::Sight};
use crate::{
    agent::Agent, customer::ENTRY_POINTS, emulator::Emulator, fault::Fault, paths, phone::Surface, visitor::Visitor,
};

/// The acts that need no words, by their names.
const ACTS: [&str; 8] = ["image", "typing_on", "typing_off", "live_agent", "delivered", "read", "survey", "sign_in"];

/// Android or iOS.
pub(crate) fn looks(visitor: &Visitor, sight: &Sight) -> AnyView {
    let words = &visitor.words().phone;
    let tab = |surface: Surface, name: &'static str| {
        let current = (surface == sight.surface).then_some("page");
        view! { <a href=paths::phone_of(&sight.agent.key, surface) aria-current=current>{name}</a> }
    };
    view! {
        <nav class="looks" aria-label=words.looks>
            {tab(Surface::Android, words.android)}
            {tab(Surface::Ios, words.ios)}
        </nav>
    }
    .into_any()
}

/// All the panels.
pub(crate) fn all(emulator: &Emulator, visitor: &Visitor, sight: &Sight) -> AnyView {
    let words = visitor.words();
    view! {
        {customer(visitor, sight)}
        <section class="card">
            <h2>{words.phone.acts}</h2>
            {acts(visitor, sight)}
        </section>
        <section class="card">
            <h2>{words.faults.heading}</h2>
            <p class="hint">{words.faults.lead}</p>
            <div class="buttons">{fault_buttons(visitor, Some("compose"))}</div>
        </section>
        <section class="card">
            <h2>{words.phone.on_the_wire}</h2>
            <div id="wire" data-live="">{wire(emulator, visitor, sight)}</div>
            <p><a href=paths::DELIVERIES>{words.console.all_deliveries}</a></p>
        </section>
    }
    .into_any()
}

fn customer(visitor: &Visitor, sight: &Sight) -> AnyView {
    let words = &visitor.words().phone;
    let others = sight
        .customers
        .iter()
        .map(|(id, name)| {
            let current = (*id == sight.conversation.id).then_some("true");
            let href = paths::conversation(&sight.agent.key, sight.surface, id);
            view! { <li><a class="chip" href=href aria-current=current>{name.clone()}</a></li> }
        })
        .collect::<Vec<_>>();
    let action = format!("{}/conversations", paths::phone(&sight.agent.key));
    view! {
        <section class="card">
            <div class="row">
                <h2>{words.conversations}</h2>
                <form method="post" action=action>
                    <input type="hidden" name="surface" value=sight.surface.name() />
                    <button class="small">{words.new_conversation}</button>
                </form>
            </div>
            <ul class="people">{others}</ul>
            <details class="more">
                <summary>{words.customer}</summary>
                {customer_form(visitor, sight)}
            </details>
        </section>
    }
    .into_any()
}

fn customer_form(visitor: &Visitor, sight: &Sight) -> AnyView {
    let words = &visitor.words().phone;
    let customer = &sight.conversation.customer;
    let field = |name: &'static str, label: &'static str, value: &str| {
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <input type="text" id=name name=name value=value.to_owned() autocomplete="off" />
            </div>
        }
    };
    let options = ENTRY_POINTS
        .iter()
        .map(|point| {
            view! { <option value=*point selected=*point == customer.entry_point>{*point}</option> }
        })
        .collect::<Vec<_>>();
    view! {
        <form method="post" action=format!("{}/customer", paths::phone(&sight.agent.key))>
            {whereabouts(sight)}
            <p class="hint">{words.customer_lead}</p>
            <div class="grid">
                {field("display_name", words.display_name, &customer.display_name)}
                {field("locale", words.locale, &customer.locale)}
                <div class="field">
                    <label for="entry_point">{words.entry_point}</label>
                    <select id="entry_point" name="entry_point">
                        <option value="">{words.entry_point_none}</option>
                        {options}
                    </select>
                </div>
                {field("place_id", words.place_id, &customer.place_id)}
                {field("widget_context", words.widget_context, &customer.widget_context)}
                {field("custom_context", words.custom_context, &customer.custom_context)}
            </div>
            <button>{words.save}</button>
            <p class="hint">{words.conversation_id}" "<code class="wrap">{sight.conversation.id.clone()}</code></p>
        </form>
    }
    .into_any()
}

fn acts(visitor: &Visitor, sight: &Sight) -> AnyView {
    let words = &visitor.words().phone;
    let buttons = ACTS
        .iter()
        .map(|kind| {
            let text = match *kind {
                "image" => words.image,
                "typing_on" => words.typing_on,
                "typing_off" => words.typing_off,
                "live_agent" => words.live_agent,
                "delivered" => words.delivered,
                "read" => words.read,
                "survey" => words.survey,
                _ => words.sign_in,
            };
            view! { <button class="small" name="kind" value=*kind>{text}</button> }
        })
        .collect::<Vec<_>>();
    view! {
        <form class="buttons" method="post" action=format!("{}/events", paths::phone(&sight.agent.key))>
            {whereabouts(sight)}
            {buttons}
        </form>
    }
    .into_any()
}

/// One button per fault, for the form they are in or the one that is named.
fn fault_buttons(visitor: &Visitor, form: Option<&'static str>) -> AnyView {
    let words = &visitor.words().faults;
    Fault::ALL
        .into_iter()
        .map(|fault| {
            view! {
                <button class="small fault" name="fault" value=fault.name() form=form>
                    {(words.name)(fault)}
                    <span class="expects">{(words.expected)(fault.expected_status())}</span>
                </button>
            }
        })
        .collect::<Vec<_>>()
        .into_any()
}

/// The faults on the console: for any agent.
pub(crate) fn console_faults(visitor: &Visitor, agents: &[Agent]) -> Option<AnyView> {
    if agents.is_empty() {
        return None;
    }
    let words = visitor.words();
    let options = agents
        .iter()
        .map(|agent| {
            let value = format!("{}/{}", agent.key.brand_id, agent.key.agent_id);
            view! { <option value=value>{agent.name.clone()}</option> }
        })
        .collect::<Vec<_>>();
    Some(
        view! {
            <section class="card">
                <h2>{words.faults.heading}</h2>
                <p class="hint">{words.faults.console_lead}</p>
                <form method="post" action="/faults">
                    <div class="field">
                        <label for="agent">{words.faults.phone}</label>
                        <select id="agent" name="agent">{options}</select>
                    </div>
                    <div class="buttons">{fault_buttons(visitor, None)}</div>
                </form>
            </section>
        }
        .into_any(),
    )
}

fn wire(emulator: &Emulator, visitor: &Visitor, sight: &Sight) -> AnyView {
    let words = visitor.words();
    if sight.deliveries.is_empty() {
        return view! { <p class="empty">{words.phone.nothing_sent}</p> }.into_any();
    }
    let items = sight
        .deliveries
        .iter()
        .rev()
        .take(12)
        .map(|delivery| {
            let answer = delivery_row::answer(visitor, delivery);
            let next = delivery_row::next(emulator, visitor, delivery).map(|clock| (words.deliveries.next_at)(&clock));
            let count = (words.deliveries.attempt_count)(delivery.attempt_count);
            let detail = [(!answer.is_empty()).then_some(answer), Some(count), next];
            let detail = detail.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            let clock = visitor.lang.clock(delivery.created_at, &emulator.config().time_zone);
            view! {
                <li>
                    <div class="row">
                        <a href=paths::delivery(delivery.id)>{delivery_row::kind(visitor, delivery)}</a>
                        <span class="pair">{delivery_row::badges(visitor, delivery)}</span>
                    </div>
                    <p class="hint">
                        <time datetime=delivery.created_at.to_string()>{clock}</time>" · "{detail}
                    </p>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class="list">{items}</ul> }.into_any()
}
